import { childrenOf, valueOf, flagOf, type Node } from '../document.js';
import { columnOf, dataOf, type Column } from './columns.js';
import { literal, nameOf, namesOf, qualifiedName, regclass, type Naming } from './names.js';
import { say, type Changes, type Said } from './said.js';
import { typeOf } from './types.js';

/** Tables and their columns. */
export const tables: Changes = {
  createTable: (node, naming) => {
    const table = tableOf(node, naming);
    const columns = childrenOf(node, 'column').map(it => columnOf(it, naming));
    const parts = [...columns.map(it => it.definition), ...keys(columns, valueOf(node, 'tableName') ?? '', naming)];
    return [
      say(`CREATE ${flagOf(node, 'ifNotExists') ? 'TABLE IF NOT EXISTS' : 'TABLE'} ${table} (${parts.join(', ')})`),
      ...remarks('TABLE', table, node),
      ...columns.flatMap(it => remarks('COLUMN', `${table}.${it.name}`, it.node)),
    ];
  },
  dropTable: (node, naming) => [say(`DROP TABLE ${tableOf(node, naming)}${flagOf(node, 'cascadeConstraints') ? ' CASCADE' : ''}`)],
  renameTable: (node, naming) => [say(`ALTER TABLE ${qualifiedName(valueOf(node, 'schemaName'), valueOf(node, 'oldTableName') ?? '', naming)} RENAME TO ${nameOf(valueOf(node, 'newTableName') ?? '', naming)}`)],
  setTableRemarks: (node, naming) => [say(`COMMENT ON TABLE ${tableOf(node, naming)} IS ${literal(valueOf(node, 'remarks') ?? '')}`)],

  addColumn: (node, naming) => {
    const table = tableOf(node, naming);
    const columns = childrenOf(node, 'column').map(it => columnOf(it, naming));
    return [
      ...columns.map(it => added(it, table)),
      ...columns.flatMap(it => unique(it, table, naming)),
      ...columns.flatMap(it => foreignKey(it, naming).map(key => say(`ALTER TABLE ${table} ADD ${key}`, it.node))),
      ...columns.flatMap(it => filled(it, table)),
      ...columns.flatMap(it => remarks('COLUMN', `${table}.${it.name}`, it.node)),
    ];
  },
  dropColumn: (node, naming) => {
    const table = tableOf(node, naming);
    const named = childrenOf(node, 'column');
    const one = valueOf(node, 'columnName');
    return one !== undefined
      ? [say(`ALTER TABLE ${table} DROP COLUMN ${nameOf(one, naming)}`)]
      : named.map(it => say(`ALTER TABLE ${table} DROP COLUMN ${nameOf(valueOf(it, 'name') ?? '', naming)}`, it));
  },
  renameColumn: (node, naming) => [say(`ALTER TABLE ${tableOf(node, naming)} RENAME COLUMN ${nameOf(valueOf(node, 'oldColumnName') ?? '', naming)} TO ${nameOf(valueOf(node, 'newColumnName') ?? '', naming)}`)],
  modifyDataType: (node, naming) => {
    const column = nameOf(valueOf(node, 'columnName') ?? '', naming);
    const type = typeOf(valueOf(node, 'newDataType') ?? '', false);
    return [say(`ALTER TABLE ${tableOf(node, naming)} ALTER COLUMN ${column} TYPE ${type} USING (${column}::${type})`)];
  },
  setColumnRemarks: (node, naming) => [say(`COMMENT ON COLUMN ${tableOf(node, naming)}.${nameOf(valueOf(node, 'columnName') ?? '', naming)} IS ${literal(valueOf(node, 'remarks') ?? '')}`)],
  addAutoIncrement: (node, naming) => {
    const [table, column] = [tableOf(node, naming), nameOf(valueOf(node, 'columnName') ?? '', naming)];
    const sequence = qualifiedName(valueOf(node, 'schemaName'), `${valueOf(node, 'tableName')}_${valueOf(node, 'columnName')}_seq`, naming);
    return [
      say(`CREATE SEQUENCE IF NOT EXISTS ${sequence}${/^\d+$/.test(valueOf(node, 'startWith') ?? '') ? ` START WITH ${valueOf(node, 'startWith')}` : ''}`),
      say(`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`),
      say(`ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT nextval(${literal(regclass(sequence))})`),
      say(`ALTER SEQUENCE ${sequence} OWNED BY ${table}.${column}`),
    ];
  },
  mergeColumns: (node, naming) => {
    const table = tableOf(node, naming);
    const [one, two, both] = ['column1Name', 'column2Name', 'finalColumnName'].map(it => nameOf(valueOf(node, it) ?? '', naming));
    return [
      say(`ALTER TABLE ${table} ADD ${both} ${typeOf(valueOf(node, 'finalColumnType') ?? 'text', false)}`),
      say(`UPDATE ${table} SET ${both} = ${one} || ${literal(valueOf(node, 'joinString') ?? '')} || ${two}`),
      say(`ALTER TABLE ${table} DROP COLUMN ${one}`),
      say(`ALTER TABLE ${table} DROP COLUMN ${two}`),
    ];
  },
};

/** `tableName`, or that of another attribute, with `schemaName`. */
export function tableOf(node: Node, naming: Naming, table = 'tableName', schema = 'schemaName'): string {
  return qualifiedName(valueOf(node, schema), valueOf(node, table) ?? '', naming);
}

/** Rows get their value before the column takes no NULL any more. */
function isLate({ node, isNotNull }: Column): boolean {
  return isNotNull && dataOf(node) !== undefined;
}

function added(column: Column, table: string): Said {
  const { node, constraints, definition } = column;
  const key = constraints && flagOf(constraints, 'primaryKey') ? ' PRIMARY KEY' : '';
  return say(`ALTER TABLE ${table} ADD ${isLate(column) ? definition.replace(/ NOT NULL$/, '') : definition}${key}`, node);
}

function unique({ node, name, constraints }: Column, table: string, naming: Naming): readonly Said[] {
  return constraints && flagOf(constraints, 'unique') ? [say(`ALTER TABLE ${table} ADD ${constraintName(constraints, 'uniqueConstraintName', naming)}UNIQUE (${name})`, node)] : [];
}

function filled(column: Column, table: string): readonly Said[] {
  const { node, name } = column;
  const value = dataOf(node);
  return [
    ...(value === undefined ? [] : [say(`UPDATE ${table} SET ${name} = ${value}`, node)]),
    ...(isLate(column) ? [say(`ALTER TABLE ${table} ALTER COLUMN ${name} SET NOT NULL`, node)] : []),
  ];
}

function keys(columns: readonly Column[], table: string, naming: Naming): readonly string[] {
  const primary = columns.filter(it => it.constraints && flagOf(it.constraints, 'primaryKey'));
  const name = primary.map(it => valueOf(it.constraints!, 'primaryKeyName')).find(it => it !== undefined) ?? `${table}_pkey`;
  return [
    ...(primary.length > 0 ? [`CONSTRAINT ${nameOf(name, naming)} PRIMARY KEY (${primary.map(it => it.name).join(', ')})`] : []),
    ...columns.flatMap(it => foreignKey(it, naming)),
    ...columns.flatMap(({ name: column, constraints }) => (constraints && flagOf(constraints, 'unique') ? [`${constraintName(constraints, 'uniqueConstraintName', naming)}UNIQUE (${column})`] : [])),
  ];
}

function foreignKey({ name, constraints }: Column, naming: Naming): readonly string[] {
  if (!constraints) return [];
  const [references, table, columns] = ['references', 'referencedTableName', 'referencedColumnNames'].map(it => valueOf(constraints, it));
  const target = references !== undefined ? referenceOf(references, naming) : table !== undefined ? `${qualifiedName(valueOf(constraints, 'referencedTableSchemaName'), table, naming)}(${namesOf(columns ?? '', naming)})` : undefined;
  if (target === undefined) return [];
  const deferrable = `${flagOf(constraints, 'deferrable') ? ' DEFERRABLE' : ''}${flagOf(constraints, 'initiallyDeferred') ? ' INITIALLY DEFERRED' : ''}`;
  return [`${constraintName(constraints, 'foreignKeyName', naming)}FOREIGN KEY (${name}) REFERENCES ${target}${flagOf(constraints, 'deleteCascade') ? ' ON DELETE CASCADE' : ''}${deferrable}`];
}

/** `schema.table(column)`. */
function referenceOf(written: string, naming: Naming): string | undefined {
  const [, schema, table, columns] = /^(?:([^.(]+)\.)?([^(]+)\(([^)]*)\)\s*$/.exec(written.trim()) ?? [];
  return table === undefined ? undefined : `${qualifiedName(schema, table.trim(), naming)}(${namesOf(columns!, naming)})`;
}

function constraintName(constraints: Node, name: string, naming: Naming): string {
  const said = valueOf(constraints, name);
  return said === undefined ? '' : `CONSTRAINT ${nameOf(said, naming)} `;
}

function remarks(kind: string, name: string, node: Node): readonly Said[] {
  const said = valueOf(node, 'remarks');
  return said === undefined ? [] : [say(`COMMENT ON ${kind} ${name} IS ${literal(said)}`, node)];
}
