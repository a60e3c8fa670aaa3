import { childrenOf, flagOf, valueOf, type Node } from '../document.js';
import { defaultOf, qualifiedSequence } from './columns.js';
import { literal, nameOf, namesOf, qualifiedName, type Naming } from './names.js';
import { say, type Changes } from './said.js';
import { tableOf } from './tables.js';

/** Constraints, indexes and defaults. */
export const constraints: Changes = {
  createIndex: (node, naming) => {
    const columns = childrenOf(node, 'column').map(it => `${flagOf(it, 'computed') ? valueOf(it, 'name') ?? '' : nameOf(valueOf(it, 'name') ?? '', naming)}${flagOf(it, 'descending') ? ' DESC' : ''}`);
    const name = valueOf(node, 'indexName');
    return [say(`CREATE ${flagOf(node, 'unique') ? 'UNIQUE ' : ''}INDEX ${name === undefined ? '' : `${nameOf(name, naming)} `}ON ${tableOf(node, naming)}(${columns.join(', ')})`)];
  },
  dropIndex: (node, naming) => [say(`DROP INDEX ${qualifiedName(valueOf(node, 'schemaName'), valueOf(node, 'indexName') ?? '', naming)}`)],

  addForeignKeyConstraint: (node, naming) => {
    const [onDelete, onUpdate] = [flagOf(node, 'deleteCascade') ? 'CASCADE' : valueOf(node, 'onDelete'), valueOf(node, 'onUpdate')];
    const to = tableOf(node, naming, 'referencedTableName', 'referencedTableSchemaName');
    return [say(`ALTER TABLE ${baseTable(node, naming)} ADD CONSTRAINT ${nameOf(valueOf(node, 'constraintName') ?? '', naming)} FOREIGN KEY (${columnsOf(node, 'baseColumnNames', naming)}) REFERENCES ${to} (${columnsOf(node, 'referencedColumnNames', naming)})`
      + `${onUpdate === undefined ? '' : ` ON UPDATE ${onUpdate}`}${onDelete === undefined ? '' : ` ON DELETE ${onDelete}`}${deferrable(node)}${flagOf(node, 'validate') === false ? ' NOT VALID' : ''}`)];
  },
  dropForeignKeyConstraint: (node, naming) => [say(`ALTER TABLE ${baseTable(node, naming)} DROP CONSTRAINT ${nameOf(valueOf(node, 'constraintName') ?? '', naming)}`)],

  addUniqueConstraint: (node, naming) => [say(`ALTER TABLE ${tableOf(node, naming)} ADD ${named(node, naming)}${keyOf(node, 'UNIQUE', naming)}${deferrable(node)}`)],
  dropUniqueConstraint: (node, naming) => [say(`ALTER TABLE ${tableOf(node, naming)} DROP CONSTRAINT ${nameOf(valueOf(node, 'constraintName') ?? '', naming)}`)],
  addPrimaryKey: (node, naming) => [say(`ALTER TABLE ${tableOf(node, naming)} ADD ${named(node, naming)}PRIMARY KEY (${columnsOf(node, 'columnNames', naming)})`)],
  dropPrimaryKey: (node, naming) => {
    const name = valueOf(node, 'constraintName');
    // Without a name Liquibase looks for it on the server; this is the one that PostgreSQL gives.
    return [say(`ALTER TABLE ${tableOf(node, naming)} DROP CONSTRAINT ${nameOf(name ?? `${valueOf(node, 'tableName')}_pkey`, naming)}`)];
  },

  addNotNullConstraint: (node, naming) => {
    const [table, column, value] = [tableOf(node, naming), nameOf(valueOf(node, 'columnName') ?? '', naming), valueOf(node, 'defaultNullValue')];
    return [
      ...(value === undefined ? [] : [say(`UPDATE ${table} SET ${column} = ${literal(value)} WHERE ${column} IS NULL`)]),
      say(`ALTER TABLE ${table} ALTER COLUMN ${column} SET NOT NULL`),
    ];
  },
  dropNotNullConstraint: (node, naming) => [say(`ALTER TABLE ${tableOf(node, naming)} ALTER COLUMN ${nameOf(valueOf(node, 'columnName') ?? '', naming)} DROP NOT NULL`)],

  addDefaultValue: (node, naming) => {
    const value = defaultOf(node, naming);
    const [table, column, sequence] = [tableOf(node, naming), nameOf(valueOf(node, 'columnName') ?? '', naming), valueOf(node, 'defaultValueSequenceNext')];
    return value === undefined ? [] : [
      say(`ALTER TABLE ${table} ALTER COLUMN ${column} SET DEFAULT ${value}`),
      ...(sequence === undefined ? [] : [say(`ALTER SEQUENCE ${qualifiedSequence(sequence, naming)} OWNED BY ${table}.${column}`)]),
    ];
  },
  dropDefaultValue: (node, naming) => [say(`ALTER TABLE ${tableOf(node, naming)} ALTER COLUMN ${nameOf(valueOf(node, 'columnName') ?? '', naming)} DROP DEFAULT`)],

  addLookupTable: (node, naming) => {
    const [from, to] = [tableOf(node, naming, 'existingTableName', 'existingTableSchemaName'), tableOf(node, naming, 'newTableName', 'newTableSchemaName')];
    const [column, key] = [nameOf(valueOf(node, 'existingColumnName') ?? '', naming), nameOf(valueOf(node, 'newColumnName') ?? '', naming)];
    return [
      say(`CREATE TABLE ${to} AS SELECT DISTINCT ${column} AS ${key} FROM ${from} WHERE ${column} IS NOT NULL`),
      say(`ALTER TABLE ${to} ALTER COLUMN ${key} SET NOT NULL`),
      say(`ALTER TABLE ${to} ADD PRIMARY KEY (${key})`),
      say(`ALTER TABLE ${from} ADD ${named(node, naming)}FOREIGN KEY (${column}) REFERENCES ${to} (${key})`),
    ];
  },
};

function baseTable(node: Node, naming: Naming): string {
  return tableOf(node, naming, 'baseTableName', 'baseTableSchemaName');
}

function columnsOf(node: Node, name: string, naming: Naming): string {
  return namesOf(valueOf(node, name) ?? '', naming);
}

function named(node: Node, naming: Naming): string {
  const name = valueOf(node, 'constraintName');
  return name === undefined ? '' : `CONSTRAINT ${nameOf(name, naming)} `;
}

function keyOf(node: Node, kind: string, naming: Naming): string {
  const index = valueOf(node, 'forIndexName');
  return index === undefined ? `${kind} (${columnsOf(node, 'columnNames', naming)})` : `${kind} USING INDEX ${nameOf(index, naming)}`;
}

function deferrable(node: Node): string {
  return `${flagOf(node, 'deferrable') ? ' DEFERRABLE' : ''}${flagOf(node, 'initiallyDeferred') ? ' INITIALLY DEFERRED' : ''}`;
}
