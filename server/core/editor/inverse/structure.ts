import type { Catalog, Column, Table } from '../../schema/catalog.js';
import type { Index, TableConstraint } from '../../schema/relations.js';
import type { Name } from '../../sql/identifier.js';
import type { Identity, ReferentialAction } from '../../sql/statement/definitions.js';
import type { TypeName } from '../../sql/statement/expression.js';
import type { ObjectKind } from '../../sql/statement/names.js';
import { plainly, written } from './undo.js';
import type { Quote } from './undo.js';

/** What would bring back the structure of something that is dropped, as far as the migrations have said it. */
export function proposalFor(object: ObjectKind, name: Name, catalog: Catalog): string | undefined {
  switch (object) {
    case 'table': {
      const table = catalog.table(name);
      return table && !table.partial && !table.partitioned && !table.partitionOf ? tableDefinition(table, name) : undefined;
    }
    case 'index': {
      const index = catalog.index(name);
      return index && indexDefinition(index, name);
    }
    case 'type': {
      const type = catalog.type(name);
      return type?.kind === 'enum' ? `CREATE TYPE ${written(name, plainly)} AS ENUM (${type.values.map(literal).join(', ')});` : undefined;
    }
    default:
      return undefined;
  }
}

/** Without the column's constraints, which have names of their own. */
export function columnDefinition({ name, type, notNull, default: expression, generated, identity, collation }: Column, quote: Quote): string | undefined {
  if (!type || generated === 'stored' || generated === 'virtual') return undefined;
  return [
    quote(name),
    typeText(type),
    ...(collation ? [`COLLATE ${written(collation, quote)}`] : []),
    ...(generated === 'identity' ? [identityText(identity)] : []),
    ...(expression ? [`DEFAULT ${expression.text}`] : []),
    ...(notNull ? ['NOT NULL'] : []),
  ].join(' ');
}

/** One that lets an INSERT say a value, where nobody knows. */
function identityText(identity: Identity | undefined): string {
  return `GENERATED ${identity?.always ? 'ALWAYS' : 'BY DEFAULT'} AS IDENTITY`;
}

/** Without its name; `undefined` where not all of it is known. */
export function constraintDefinition(constraint: TableConstraint, quote: Quote): string | undefined {
  const { kind, columns, expression, references, validated, deferrable, enforced } = constraint;
  if (!enforced || deferrable || (kind !== 'check' && columns.length === 0)) return undefined;
  const list = (names: readonly string[]) => `(${names.map(quote).join(', ')})`;
  const state = validated ? '' : ' NOT VALID';
  switch (kind) {
    case 'check':
      return expression && `CHECK (${expression.text})${state}`;
    case 'foreign-key':
      if (!references) return undefined;
      return `FOREIGN KEY ${list(columns)} REFERENCES ${written(references.table, quote)}${references.columns.length > 0 ? ` ${list(references.columns)}` : ''}`
        + `${onAction('DELETE', references.onDelete)}${onAction('UPDATE', references.onUpdate)}${state}`;
    case 'unique':
      return `UNIQUE ${list(columns)}`;
    case 'primary-key':
      return `PRIMARY KEY ${list(columns)}`;
    case 'not-null':
      return columns.length === 1 ? `NOT NULL ${quote(columns[0]!)}${state}` : undefined;
    case 'exclude':
      return undefined;
  }
}

export function typeText({ text, schema, name, modifiers, array }: TypeName): string {
  return text ?? `${written({ ...(schema !== undefined && { schema }), name }, plainly)}${modifiers.length > 0 ? `(${modifiers.join(', ')})` : ''}${array ? '[]' : ''}`;
}

/** Of a value: a `serial` is an integer with a sequence. */
export function valueType(type: TypeName): string {
  return type.serial ? INTEGERS[type.name] ?? type.name : typeText(type);
}

const INTEGERS: Readonly<Record<string, string>> = { int2: 'smallint', int4: 'integer', int8: 'bigint' };

function tableDefinition(table: Table, name: Name): string | undefined {
  const columns = [...table.columns.values()].map(it => columnDefinition(it, plainly));
  const constraints = table.constraints.filter(it => it.kind !== 'not-null').map(it => {
    const definition = constraintDefinition(it, plainly);
    return definition && `CONSTRAINT ${plainly(it.name)} ${definition}`;
  });
  const parts = [...columns, ...constraints];
  if (parts.some(it => it === undefined)) return undefined;
  const indexes = table.indexes.filter(it => it.constraint === undefined).map(it => indexDefinition(it, name));
  return [`CREATE TABLE ${written(name, plainly)} (\n${parts.map(it => `  ${it}`).join(',\n')}\n);`, ...indexes.filter(it => it !== undefined)].join('\n');
}

function indexDefinition({ name, table, unique, method, columns, include, where }: Index, as: Name): string | undefined {
  if (columns.some(it => it === undefined)) return undefined;
  const relation: Name = as.schema === undefined ? { name: table.name } : table;
  return `CREATE ${unique ? 'UNIQUE ' : ''}INDEX ${plainly(name.name)} ON ${written(relation, plainly)}${method === 'btree' ? '' : ` USING ${plainly(method)}`}`
    + ` (${columns.map(it => plainly(it!)).join(', ')})${include.length > 0 ? ` INCLUDE (${include.map(plainly).join(', ')})` : ''}`
    + `${where ? ` WHERE ${where.text}` : ''};`;
}

function onAction(event: 'DELETE' | 'UPDATE', action: ReferentialAction): string {
  return action === 'no-action' ? '' : ` ON ${event} ${action.toUpperCase().replaceAll('-', ' ')}`;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
