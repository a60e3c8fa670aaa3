import { childOf, childrenOf, flagOf, valueOf, type Node, type Text } from '../document.js';
import { changeCutting } from '../torn.js';
import { dataOf } from './columns.js';
import { nameOf, type Naming } from './names.js';
import { say, type Changes, type Said } from './said.js';
import { tableOf } from './tables.js';

/** Views, sequences, rows, and SQL as it is written. */
export const others: Changes = {
  createView: (node, naming) => {
    const sql = bodyOf(node, 'selectQuery');
    if (!sql) return [{ kind: 'unknown' }];
    const before = flagOf(node, 'fullDefinition') ? '' : `CREATE ${flagOf(node, 'replaceIfExists') ? 'OR REPLACE ' : ''}VIEW ${tableOf(node, naming, 'viewName')} AS `;
    return [{ kind: 'written', sql, before }];
  },
  dropView: (node, naming) => [say(`DROP VIEW ${flagOf(node, 'ifExists') ? 'IF EXISTS ' : ''}${tableOf(node, naming, 'viewName')}`)],
  renameView: (node, naming) => [say(`ALTER TABLE ${tableOf(node, naming, 'oldViewName')} RENAME TO ${nameOf(valueOf(node, 'newViewName') ?? '', naming)}`)],
  createProcedure: node => {
    const sql = bodyOf(node, 'procedureText') ?? bodyOf(node, 'procedureBody');
    return sql ? [{ kind: 'written', sql, before: '' }] : [{ kind: 'unknown' }];
  },
  dropProcedure: (node, naming) => [say(`DROP PROCEDURE ${tableOf(node, naming, 'procedureName')}`)],

  createSequence: (node, naming) => {
    const type = valueOf(node, 'dataType');
    const parts = [
      ...(type === undefined ? [] : [`AS ${type}`]),
      ...numbers(node, [['START WITH', 'startValue'], ['INCREMENT BY', 'incrementBy'], ['MINVALUE', 'minValue'], ['MAXVALUE', 'maxValue'], ['CACHE', 'cacheSize']]),
      ...(flagOf(node, 'cycle') ? ['CYCLE'] : []),
    ];
    return [say(`CREATE SEQUENCE IF NOT EXISTS ${[tableOf(node, naming, 'sequenceName'), ...parts].join(' ')}`)];
  },
  alterSequence: (node, naming) => {
    const parts = numbers(node, [['INCREMENT BY', 'incrementBy'], ['MINVALUE', 'minValue'], ['MAXVALUE', 'maxValue'], ['CACHE', 'cacheSize']]);
    return parts.length === 0 ? [] : [say(`ALTER SEQUENCE ${[tableOf(node, naming, 'sequenceName'), ...parts].join(' ')}`)];
  },
  dropSequence: (node, naming) => [say(`DROP SEQUENCE ${tableOf(node, naming, 'sequenceName')} CASCADE`)],
  renameSequence: (node, naming) => [say(`ALTER SEQUENCE ${tableOf(node, naming, 'oldSequenceName')} RENAME TO ${nameOf(valueOf(node, 'newSequenceName') ?? '', naming)}`)],

  insert: (node, naming) => {
    const columns = childrenOf(node, 'column');
    return columns.length === 0 ? [] : [say(`INSERT INTO ${tableOf(node, naming)} (${columns.map(it => nameOf(valueOf(it, 'name') ?? '', naming)).join(', ')}) VALUES (${columns.map(it => dataOf(it) ?? 'NULL').join(', ')})`)];
  },
  update: (node, naming) => {
    const set = childrenOf(node, 'column').map(it => `${nameOf(valueOf(it, 'name') ?? '', naming)} = ${dataOf(it) ?? 'NULL'}`);
    return set.length === 0 ? [] : [say(`UPDATE ${tableOf(node, naming)} SET ${set.join(', ')}${whereOf(node, naming)}`)];
  },
  delete: (node, naming) => [say(`DELETE FROM ${tableOf(node, naming)}${whereOf(node, naming)}`)],
  loadData: (node, naming) => [say(loaded(node, naming))],
  loadUpdateData: (node, naming) => [say(loaded(node, naming))],

  sql: node => {
    const sql = bodyOf(node, 'sql');
    return sql ? [written(node, sql)] : [];
  },
  sqlFile: () => [{ kind: 'unknown' }],
  customChange: () => [{ kind: 'unknown' }],
  executeCommand: () => [],
  empty: () => [], output: () => [], stop: () => [], tagDatabase: () => [],
  dropAllForeignKeyConstraints: () => [{ kind: 'unknown' }],
  createFunction: node => proBody(node, 'functionText'),
  createTrigger: node => proBody(node, 'triggerText'),
  dropFunction: (node, naming) => [say(`DROP FUNCTION ${tableOf(node, naming, 'functionName')}`)],
  dropTrigger: (node, naming) => [say(`DROP TRIGGER ${nameOf(valueOf(node, 'triggerName') ?? '', naming)} ON ${tableOf(node, naming)}`)],
  addCheckConstraint: (node, naming) => {
    const body = bodyOf(node, 'constraintBody');
    return [say(`ALTER TABLE ${tableOf(node, naming)} ADD CONSTRAINT ${nameOf(valueOf(node, 'constraintName') ?? '', naming)} CHECK (${body?.text ?? 'true'})`)];
  },
  dropCheckConstraint: (node, naming) => [say(`ALTER TABLE ${tableOf(node, naming)} DROP CONSTRAINT ${nameOf(valueOf(node, 'constraintName') ?? '', naming)}`)],
};

/** The text of the element, or a child of that name. */
function bodyOf(node: Node, name: string): Text | undefined {
  return node.value ?? childOf(node, name)?.value;
}

function proBody(node: Node, name: string): readonly Said[] {
  const sql = bodyOf(node, name);
  return sql ? [{ kind: 'written', sql, before: '' }] : [{ kind: 'unknown' }];
}

function written(node: Node, sql: Text): Said {
  return { kind: 'written', sql, before: '', cutting: changeCutting(node) };
}

function numbers(node: Node, all: readonly (readonly [words: string, name: string])[]): readonly string[] {
  return all.flatMap(([words, name]) => {
    const value = valueOf(node, name);
    return value === undefined || !/^[-+]?\d+$/.test(value.trim()) ? [] : [`${words} ${value.trim()}`];
  });
}

function whereOf(node: Node, naming: Naming): string {
  const where = childOf(node, 'where')?.value?.text.trim() ?? '';
  if (where === '') return '';
  const params = childrenOf(node, 'param', 'whereParams');
  let at = 0;
  return ` WHERE ${where.replace(/:(value|name)\b|\?/g, (whole, kind: string | undefined) => {
    const param = params[at++];
    return param === undefined ? whole : kind === 'name' ? nameOf(valueOf(param, 'name') ?? '', naming) : dataOf(param) ?? 'NULL';
  })}`;
}

/** Which rows they are, the file says that stands beside. */
function loaded(node: Node, naming: Naming): string {
  const columns = childrenOf(node, 'column').flatMap(it => valueOf(it, 'name') ?? []);
  return columns.length === 0
    ? `INSERT INTO ${tableOf(node, naming)} DEFAULT VALUES`
    : `INSERT INTO ${tableOf(node, naming)} (${columns.map(it => nameOf(it, naming)).join(', ')}) VALUES (${columns.map(() => 'NULL').join(', ')})`;
}
