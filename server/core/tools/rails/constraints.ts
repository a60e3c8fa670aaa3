import { createHash } from 'node:crypto';
import { identifier } from '../../sql/identifier.js';
import type { Hash, Node } from '../ruby/node.js';
import { isOff, nameOf, namesOf, pairIn } from './arguments.js';
import { columnSql, section } from './columns.js';
import { also, tableName } from './given.js';
import type { Given } from './given.js';
import { indexSql } from './indexes.js';
import { plural, singular } from './inflection.js';
import { keyType } from './keys.js';

const NOWHERE = { start: 0, end: 0 };

/** A reference's columns, and what follows them: its index, then its key. */
export function reference(table: string, name: string, given: Given): { readonly columns: readonly string[]; readonly after: readonly string[]; readonly key: string | undefined } {
  const { options, release, keys } = given;
  const polymorphic = section(pairOf(options, 'polymorphic'));
  const kept = options && { ...options, pairs: options.pairs.filter(({ key }) => key === 'null' || key === 'default') };
  const [id, type] = [`${name}_id`, `${name}_type`];
  const columns = [
    ...(polymorphic ? [columnSql(type, 'string', kept && { ...kept, pairs: kept.pairs.filter(({ key }) => key === 'null') }, release)] : []),
    columnSql(id, keyType(pairOf(options, 'type'), release, keys), kept, release),
  ];
  const index = pairOf(options, 'index');
  const indexed = index === undefined ? (release >= 5 ? { kind: 'hash' as const, span: NOWHERE, pairs: [] } : undefined) : section(index);
  const over = polymorphic ? [type, id] : [id];
  const own = indexed && nameOf(pairIn(indexed, 'name')) === undefined && polymorphic ? also(indexed, { name: { kind: 'symbol', span: NOWHERE, name: `index_${table.replaceAll('.', '_')}_on_${name}` } }) : indexed;
  const key = section(pairOf(options, 'foreign_key'));
  const to = key && (nameOf(pairIn(key, 'to_table')) ?? plural(name));
  const keySql = key && to !== undefined ? foreignKey(table, to, also(key, { column: { kind: 'symbol', span: NOWHERE, name: id } })) : undefined;
  const after = [
    ...(own ? indexSql(table, over, own) : []),
    ...(keySql !== undefined ? [`ALTER TABLE ${tableName(table)} ADD ${keySql}`] : []),
  ];
  return { columns, after, key: keySql };
}

export function foreignKey(table: string, to: string, options: Hash | undefined): string {
  const text = (key: string) => nameOf(options && pairIn(options, key));
  const columns = namesOf(options && pairIn(options, 'column')) ?? [`${singular(to.slice(to.lastIndexOf('.') + 1))}_id`];
  const primary = namesOf(options && pairIn(options, 'primary_key')) ?? ['id'];
  const name = text('name') ?? keyName(table, columns.join('_'));
  const action = (key: string, words: string) => {
    const what = ACTIONS[text(key) ?? ''];
    return what === undefined ? '' : ` ON ${words} ${what}`;
  };
  const valid = (options && pairIn(options, 'validate'))?.kind === 'false' ? ' NOT VALID' : '';
  const deferrable = options && pairIn(options, 'deferrable');
  const deferred = isOff(deferrable) ? '' : ` DEFERRABLE${nameOf(deferrable) === 'deferred' ? ' INITIALLY DEFERRED' : ''}`;
  return `CONSTRAINT ${identifier(name)} FOREIGN KEY (${columns.map(identifier).join(', ')}) REFERENCES ${tableName(to)} (${primary.map(identifier).join(', ')})${action('on_delete', 'DELETE')}${action('on_update', 'UPDATE')}${deferred}${valid}`;
}

const ACTIONS: Readonly<Record<string, string>> = { cascade: 'CASCADE', nullify: 'SET NULL', restrict: 'RESTRICT' };

export function checkConstraint(table: string, expression: Node | undefined, options: Hash | undefined): string | undefined {
  if (expression?.kind !== 'text' || !expression.known) return undefined;
  const valid = (options && pairIn(options, 'validate'))?.kind === 'false' ? ' NOT VALID' : '';
  return `CONSTRAINT ${identifier(namedBy(table, expression, options, 'chk')!)} CHECK (${expression.known.text})${valid}`;
}

export function keyName(table: string, column: string): string {
  return `fk_rails_${digest(`${table}_${column}_fk`)}`;
}

export function namedBy(table: string, expression: Node | undefined, options: Hash | undefined, kind: string): string | undefined {
  const name = nameOf(options && pairIn(options, 'name'));
  if (name !== undefined) return name;
  return expression?.kind === 'text' && expression.known ? `${kind}_rails_${digest(`${table}_${expression.known.text}_${kind}`)}` : undefined;
}

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

function pairOf(options: Hash | undefined, key: string): Node | undefined {
  return options && pairIn(options, key);
}
