import { identifier } from '../../sql/identifier.js';
import type { Block, Call, Hash, Node } from '../ruby/node.js';
import { isOff, isTrue, nameOf, namesOf, pairIn } from './arguments.js';
import { columnSql, isType, section } from './columns.js';
import { singular } from './inflection.js';
import { keyColumn, keyType } from './keys.js';
import { checkConstraint, foreignKey, reference } from './constraints.js';
import { tableName } from './given.js';
import type { Given } from './given.js';
import { index } from './indexes.js';
import { comment, joinTable } from './operations.js';

/** A new table with what its block says, then its indexes; `undefined` where a name is computed. */
export function createTable(given: Given, block: Block | undefined): readonly string[] | undefined {
  const name = nameOf(given.positional[0]);
  return name === undefined ? undefined : statements(name, given, block, { key: nameOf(get(given, 'primary_key')) ?? 'id' });
}

export function createJoinTable(given: Given, block: Block | undefined): readonly string[] | undefined {
  const [a, b] = given.positional.map(nameOf);
  if (a === undefined || b === undefined) return undefined;
  const name = nameOf(get(given, 'table_name')) ?? joinTable(a, b);
  const options = section(get(given, 'column_options'));
  const type = keyType(options && pairIn(options, 'type'), given.release, given.keys);
  const columns = [a, b].map(it => columnSql(`${singular(it)}_id`, type, withNull(options), given.release));
  return statements(name, given, block, { key: undefined, columns });
}

interface Start {
  readonly key: string | undefined;
  readonly columns?: readonly string[];
}

function statements(name: string, given: Given, block: Block | undefined, { key, columns: first = [] }: Start): readonly string[] | undefined {
  const { options, release, keys } = given;
  const columns = [...first];
  const after: string[] = [];
  const composite = namesOf(get(given, 'primary_key'));
  const several = composite !== undefined && composite.length > 1;
  const own = key === undefined || several ? undefined : keyColumn(key, get(given, 'id'), release, keys);
  if (own !== undefined) columns.unshift(own);

  const variable = block?.parameters[0];
  for (const { call, maybe } of block ? calls(block.body) : []) {
    // Loops and helpers inside are nothing that a new table could suffer from.
    if (variable === undefined || call.receiver?.kind !== 'call' || call.receiver.name !== variable) continue;
    const { positional, more } = argumentsOf(call);
    const add = (...made: readonly string[]) => {
      // Of branches that make the same column, one is taken; before 6.1 what was said last of a column held.
      for (const it of made) {
        const known = columns.findIndex(column => /^"/.test(it) && nameAt(column) === nameAt(it));
        if (known < 0 || !(maybe || release < 6.1)) columns.push(it);
        else if (!maybe) columns[known] = it;
      }
    };
    const column = (called: string, type: string) => {
      add(columnSql(called, type, more, release));
      const own = section(more && pairIn(more, 'index'));
      if (own) after.push(...index(name, { kind: 'symbol', span: own.span, name: called }, own) ?? []);
    };
    if (isType(call.name)) for (const it of positional.flatMap(it => nameOf(it) ?? [])) column(it, call.name);
    else if (call.name === 'column') {
      const [called, type] = [nameOf(positional[0]), nameOf(positional[1])];
      if (called !== undefined && type !== undefined) column(called, type);
    } else if (call.name === 'timestamps') add(...timestamps(more, release));
    else if (call.name === 'references' || call.name === 'belongs_to') {
      for (const it of positional.flatMap(it => nameOf(it) ?? [])) {
        const made = reference(name, it, { positional: [], options: more, release, keys });
        add(...made.columns, ...(made.key === undefined ? [] : [made.key]));
        after.push(...made.after.filter(it => !it.startsWith('ALTER TABLE')));
      }
    } else if (call.name === 'index' && positional[0]) after.push(...index(name, positional[0], more) ?? []);
    else if (call.name === 'foreign_key') {
      const to = nameOf(positional[0]);
      if (to !== undefined) columns.push(foreignKey(name, to, more));
    } else if (call.name === 'check_constraint') {
      const check = checkConstraint(name, positional[0], more);
      if (check !== undefined) columns.push(check);
    }
  }
  if (several) columns.push(`PRIMARY KEY (${composite.map(identifier).join(', ')})`);

  const dropped = isOff(get(given, 'force')) ? [] : [`DROP TABLE IF EXISTS ${tableName(name)}${nameOf(get(given, 'force')) === 'cascade' ? ' CASCADE' : ''}`];
  const kind = isTrue(get(given, 'temporary')) ? 'TEMPORARY ' : '';
  const query = get(given, 'as');
  if (query) return query.kind === 'text' && query.known ? [...dropped, `CREATE ${kind}TABLE ${tableName(name)} AS ${query.known.text}`] : undefined;
  return [
    ...dropped,
    `CREATE ${kind}TABLE ${isTrue(get(given, 'if_not_exists')) ? 'IF NOT EXISTS ' : ''}${tableName(name)} (${columns.join(', ')})`,
    ...after,
    ...comment('TABLE', tableName(name), options && pairIn(options, 'comment')),
  ];
}

/** Of a column, as it is sent: quoted. */
function nameAt(column: string): string {
  return column.slice(0, column.indexOf('"', 1) + 1);
}

function get({ options }: Given, key: string): Node | undefined {
  return options && pairIn(options, key);
}

export function timestamps(options: Hash | undefined, release: number): readonly string[] {
  const given = release >= 5 ? withNull(options) : options;
  return ['created_at', 'updated_at'].map(it => columnSql(it, 'datetime', given, release >= 6 ? Math.max(release, 7) : release));
}

/** `null: false` where nothing else is said. */
function withNull(options: Hash | undefined): Hash {
  const span = options?.span ?? { start: 0, end: 0 };
  if (options?.pairs.some(it => it.key === 'null')) return options;
  return { kind: 'hash', span, pairs: [...options?.pairs ?? [], { key: 'null', value: { kind: 'false', span }, span }] };
}

export function argumentsOf(call: Pick<Call, 'args'>): { readonly positional: readonly Node[]; readonly more: Hash | undefined } {
  const last = call.args.at(-1);
  return last?.kind === 'hash' ? { positional: call.args.slice(0, -1), more: last } : { positional: call.args, more: undefined };
}

/** `maybe`: in a branch. */
function* calls(body: readonly Node[], maybe = false): Iterable<{ readonly call: Call; readonly maybe: boolean }> {
  for (const node of body) {
    if (node.kind === 'call') yield { call: node, maybe };
    else if (node.kind === 'branch') for (const it of node.bodies) yield* calls(it, true);
  }
}
