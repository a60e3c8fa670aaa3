import { createHash } from 'node:crypto';
import { identifier } from '../../sql/identifier.js';
import type { Hash, Node } from '../ruby/node.js';
import { isTrue, nameOf, namesOf, pairIn } from './arguments.js';
import { tableName } from './given.js';

export function index(table: string, columns: Node, options: Hash | undefined): readonly string[] | undefined {
  // A string that is no name is an expression.
  if (columns.kind === 'text' && columns.known && /\W/.test(columns.known.text)) return indexSql(table, [], options, columns.known.text);
  // `x ? :a : [:a, :b]`: an index either way.
  if (columns.kind === 'branch') return columns.bodies.slice(1).map(([only]) => only && index(table, only, options)).find(it => it !== undefined);
  const names = namesOf(columns);
  return names && indexSql(table, names, options);
}

export function indexSql(table: string, columns: readonly string[], options: Hash | undefined, expression?: string): readonly string[] {
  const get = (key: string) => options && pairIn(options, key);
  const name = nameOf(get('name')) ?? indexName(table, expression === undefined ? columns : [expression.replace(/\W+/g, '_')]);
  const per = (key: string, column: string) => {
    const node = get(key);
    return node?.kind === 'hash' ? nameOf(pairIn(node, column)) : nameOf(node);
  };
  const parts = columns.map(it => {
    const [operators, order] = [per('opclass', it), per('order', it)];
    return `${identifier(it)}${operators === undefined ? '' : ` ${operators}`}${order === undefined ? '' : ` ${order.toUpperCase()}`}`;
  });
  const using = nameOf(get('using'));
  const included = namesOf(get('include'));
  const where = get('where');
  return [
    `CREATE ${isTrue(get('unique')) ? 'UNIQUE ' : ''}INDEX ${concurrently(get('algorithm'))}${isTrue(get('if_not_exists')) ? 'IF NOT EXISTS ' : ''}${identifier(name)} ON ${tableName(table)}`
    + `${using === undefined ? '' : ` USING ${using}`} (${expression ?? parts.join(', ')})${included ? ` INCLUDE (${included.map(identifier).join(', ')})` : ''}`
    + `${isTrue(get('nulls_not_distinct')) ? ' NULLS NOT DISTINCT' : ''}${where?.kind === 'text' ? ` WHERE ${where.known?.text ?? 'true'}` : ''}`,
  ];
}

/** Since 7.1 a name that is too long is made short, and unlike others by a hash (`schema_statements.rb`: `generate_index_name`). */
export function indexName(table: string, columns: readonly string[]): string {
  const name = `index_${table.replaceAll('.', '_')}_on_${columns.join('_and_')}`;
  if (name.length <= LONGEST) return name;
  const hash = `_${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;
  return `idx_on_${columns.join('_')}`.slice(0, LONGEST - hash.length) + hash;
}

/** `max_index_name_size`: one less than Postgres takes, for what SQLite puts in front. */
const LONGEST = 62;

export function concurrently(algorithm: Node | undefined): string {
  return nameOf(algorithm) === 'concurrently' ? 'CONCURRENTLY ' : '';
}

