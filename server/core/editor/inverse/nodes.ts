import type { Name } from '../../sql/identifier.js';
import type { RawNode } from '../../sql/raw.js';
import type { ObjectKind } from '../../sql/statement/names.js';

// Trees of libpg_query's shape, key by key in its order: what is printed from them is parsed again and compared.

export function drop(object: ObjectKind, name: Name, concurrently = false): RawNode | undefined {
  const removeType = OBJECTS[object];
  if (removeType === undefined) return undefined;
  return dropStatement(removeType, OF_ROUTINES.has(object) ? routine(name) : OF_TYPES.has(object) ? typeName(name) : UNQUALIFIED.has(object) ? string(name.name) : list(name), concurrently);
}

/** A policy is not here: pgsql-deparser 18.3 does not quote its names. */
export function dropOn(object: 'trigger' | 'rule', name: string, table: Name): RawNode {
  return dropStatement(OBJECTS[object]!, { List: { items: [...parts(table), string(name)] } }, false);
}

/** `table` is the relation whatever kind it is; `subtype` is libpg_query's: `AT_DropColumn`. */
export function alterTable(table: Name, subtype: string, name?: string, def?: RawNode): RawNode {
  const command = { subtype, ...(name !== undefined && { name }), ...(def && { def }), behavior: 'DROP_RESTRICT' };
  return { AlterTableStmt: { relation: relation(table), cmds: [{ AlterTableCmd: command }], objtype: 'OBJECT_TABLE' } };
}

export function detach(partition: Name): RawNode {
  return { PartitionCmd: { name: relation(partition) } };
}

export function rangeVar(name: Name): RawNode {
  return { RangeVar: relation(name) };
}

/** Of a relation, or of a part of one: `from` is the part's name. */
export function rename(object: ObjectKind, of: ObjectKind, name: Name, from: string | undefined, to: string): RawNode | undefined {
  const renameType = object === 'constraint' ? 'OBJECT_TABCONSTRAINT' : OBJECTS[object];
  // pgsql-deparser 18.3 prints ALTER TRIGGER … RENAME without its table, and ALTER POLICY without quotes.
  if (renameType === undefined || object === 'trigger' || object === 'policy' || object === 'rule') return undefined;
  const relationType = object === 'column' ? OBJECTS[of] : 'OBJECT_ACCESS_METHOD';
  const target = RELATIONS.has(object) || from !== undefined ? { relation: relation(name) }
    : object === 'schema' ? {}
    : { object: OF_ROUTINES.has(object) ? routine(name) : list(name) };
  const subname = object === 'schema' ? name.name : from;
  return { RenameStmt: { renameType, relationType, ...target, ...(subname !== undefined && { subname }), newname: to, behavior: 'DROP_RESTRICT' } };
}

export function setSchema(object: ObjectKind, name: Name, to: string): RawNode | undefined {
  if (!RELATIONS.has(object)) return undefined;
  return { AlterObjectSchemaStmt: { objectType: OBJECTS[object], relation: relation(name), newschema: to } };
}

export function renameEnumValue(name: Name, from: string, to: string): RawNode {
  return { AlterEnumStmt: { typeName: parts(name), oldVal: from, newVal: to } };
}

function dropStatement(removeType: string, object: RawNode, concurrent: boolean): RawNode {
  return { DropStmt: { objects: [object], removeType, behavior: 'DROP_RESTRICT', ...(concurrent && { concurrent }) } };
}

function relation({ schema, name }: Name) {
  return { ...(schema !== undefined && { schemaname: schema }), relname: name, inh: true, relpersistence: 'p' };
}

function list(name: Name): RawNode {
  return { List: { items: parts(name) } };
}

function routine(name: Name): RawNode {
  return { ObjectWithArgs: { objname: parts(name), args_unspecified: true } };
}

function typeName(name: Name): RawNode {
  return { TypeName: { names: parts(name), typemod: -1 } };
}

function parts({ schema, name }: Name): readonly RawNode[] {
  return [...(schema === undefined ? [] : [string(schema)]), string(name)];
}

function string(sval: string): RawNode {
  return { String: { sval } };
}

const OBJECTS: Readonly<Partial<Record<ObjectKind, string>>> = {
  table: 'OBJECT_TABLE',
  'foreign-table': 'OBJECT_FOREIGN_TABLE',
  index: 'OBJECT_INDEX',
  view: 'OBJECT_VIEW',
  'materialized-view': 'OBJECT_MATVIEW',
  sequence: 'OBJECT_SEQUENCE',
  schema: 'OBJECT_SCHEMA',
  type: 'OBJECT_TYPE',
  domain: 'OBJECT_DOMAIN',
  extension: 'OBJECT_EXTENSION',
  function: 'OBJECT_FUNCTION',
  procedure: 'OBJECT_PROCEDURE',
  trigger: 'OBJECT_TRIGGER',
  rule: 'OBJECT_RULE',
  statistics: 'OBJECT_STATISTIC_EXT',
  publication: 'OBJECT_PUBLICATION',
  column: 'OBJECT_COLUMN',
};

const RELATIONS: ReadonlySet<ObjectKind> = new Set(['table', 'foreign-table', 'index', 'view', 'materialized-view', 'sequence']);
const OF_TYPES: ReadonlySet<ObjectKind> = new Set(['type', 'domain']);
const OF_ROUTINES: ReadonlySet<ObjectKind> = new Set(['function', 'procedure']);
const UNQUALIFIED: ReadonlySet<ObjectKind> = new Set(['schema', 'extension', 'publication']);
