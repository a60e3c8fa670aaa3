import type { Relation } from '../server.js';
import { columnDefinition, defaultFor, newColumn, otherType, tableConstraint, type NewColumn } from './columns.js';
import { quoted, type Dice } from './dice.js';

const TABLES = ['users', 'orders', 'items', 'logs', 't1', 't2', 't3', 'Weird Tab', 'order', 'ünïcode_tablé', 'a"b', `${'x'.repeat(58)}_tab`, 'very_long_table_name_that_goes_on_and_on_until_the_limit'];

export function newTable(dice: Dice): string {
  const name = dice.newName([...TABLES, `t${dice.below(1000)}`], dice.schema.relations);
  return dice.odds(0.2) ? `${quoted(dice.one(dice.schema.schemas))}.${quoted(name)}` : quoted(name);
}

export function createTable(dice: Dice): string {
  const kind = dice.one(['', '', '', '', '', '', '', '', 'unlogged ', 'temp ']);
  const columns: NewColumn[] = [];
  const parts: string[] = [];
  for (let count = 1 + dice.below(5); count > 0; count--) {
    const name = columns.length === 0 && dice.odds(0.6) ? 'id' : newColumn(dice, columns);
    if (columns.some(it => it.name === name)) continue;
    const text = columns.length === 0 && dice.odds(0.5) ? `${quoted(name)} ${dice.one(['int', 'bigint', 'serial', 'int generated always as identity'])} primary key` : columnDefinition(dice, name, columns);
    columns.push({ name, type: typeIn(text.slice(quoted(name).length + 1)) });
    parts.push(text);
  }
  for (let i = 0; i < 2; i++) parts.push(...(dice.odds(0.25) ? [tableConstraint(dice, columns, false) ?? ''] : []));
  const like = dice.odds(0.1) ? dice.relation('rpv') : undefined;
  if (like) parts.splice(dice.below(parts.length + 1), 0, `like ${dice.named(like)}${including(dice)}`);
  const name = kind === 'temp ' ? newTable(dice).split('.').at(-1)! : newTable(dice);
  return `create ${kind}table ${dice.maybe(0.1, 'if not exists ')}${name} (${parts.filter(it => it !== '').join(', ')})${kind === 'temp ' ? '' : belonging(dice, columns)}`;
}

/** As `pg_type` calls it, where a partition key or a foreign key may be made of it; numbers of a generated column are not. */
function typeIn(text: string): string {
  if (text.includes('generated always as (')) return '';
  const word = /^\w+/.exec(text)?.[0] ?? '';
  return { int: 'int4', serial: 'int4', bigint: 'int8', bigserial: 'int8', smallint: 'int2', smallserial: 'int2' }[word] ?? word;
}

function belonging(dice: Dice, columns: readonly NewColumn[]): string {
  const keys = columns.filter(it => ['int4', 'int8', 'text', 'date'].includes(it.type));
  const parents = dice.relations('r').filter(it => !it.isPartition);
  return dice.among<string>([
    [18, () => {
      const strategy = dice.one(['range', 'list', 'hash']);
      return keys.length === 0 ? '' : ` partition by ${strategy} (${(strategy === 'list' ? [dice.one(keys)] : dice.some(keys, 2)).map(it => quoted(it.name)).join(', ')})`;
    }],
    [10, () => (parents.length === 0 ? '' : ` inherits (${dice.some(parents, 2).map(it => dice.named(it)).join(', ')})`)],
    [4, () => ' with (fillfactor = 70)'],
    [68, () => ''],
  ])!;
}

function including(dice: Dice): string {
  return dice.odds(0.4) ? ' including all' : dice.some(['indexes', 'constraints', 'defaults', 'identity', 'generated', 'comments', 'storage', 'statistics'], 4).map(it => ` including ${it}`).join('');
}

export function createPartition(dice: Dice): string | undefined {
  const parent = dice.relation('p');
  if (parent === undefined) return undefined;
  const column = quoted(dice.any(parent.columns)?.name ?? 'id');
  const own = dice.maybe(0.1, ` (${column} ${dice.one(['not null', 'unique', 'check (true)'])})`);
  return `create table ${dice.odds(0.5) ? quoted(`p${dice.below(1000)}`) : newTable(dice)} partition of ${dice.named(parent)}${own} ${bounds(dice, parent)}${dice.maybe(0.1, ` partition by list (${column})`)}`;
}

/** A table like a partitioned one, which it may be made part of. */
export function createCandidate(dice: Dice): string | undefined {
  const parent = dice.relation('p');
  return parent && `create table ${newTable(dice)} (like ${dice.named(parent)}${including(dice)})`;
}

export function attachOrDetach(dice: Dice): string | undefined {
  const shape = (it: Relation): string => it.columns.map(column => `${column.name} ${column.type}`).sort().join();
  const partition = dice.any(dice.relations('rp').filter(it => it.isPartition));
  if (partition && dice.odds(0.3)) return `alter table ${partition.parents.map(it => it.split('.').map(quoted).join('.')).join('')} detach partition ${dice.named(partition)}`;
  const parent = dice.relation('p');
  const child = parent && dice.any(dice.relations('rp').filter(it => !it.isPartition && it !== parent && shape(it) === shape(parent)));
  return child && `alter table ${dice.named(parent)} attach partition ${dice.named(child)} ${bounds(dice, parent)}`;
}

function bounds(dice: Dice, parent: Relation): string {
  const from = dice.below(40) * 10;
  const types = parent.keyColumns.map(name => parent.columns.find(it => it.name === name)?.type ?? 'int4');
  const literal = (type: string, value: number): string => (type === 'text' ? `'${String(value).padStart(4, '0')}'` : type === 'date' ? `date '2024-01-01' + ${value}` : String(value));
  if (parent.strategy === 'h') return `for values with (modulus 4, remainder ${dice.below(4)})`;
  if (dice.odds(0.15)) return 'default';
  if (parent.strategy === 'l') return `for values in (${dice.maybe(0.1, 'null, ')}${literal(types[0]!, from)}, ${literal(types[0]!, from + 5)})`;
  const lower = types.map((type, i) => (i > 0 ? 'minvalue' : literal(type, from)));
  const upper = types.map((type, i) => (i > 0 ? 'maxvalue' : literal(type, from + 10)));
  return `for values from (${lower.join(', ')}) to (${upper.join(', ')})`;
}

export function alterTable(dice: Dice): string | undefined {
  const table = dice.relation('rp');
  if (table === undefined) return undefined;
  const actions = Array.from({ length: dice.odds(0.25) ? 2 + dice.below(2) : 1 }, () => action(dice, table)).filter(it => it !== undefined);
  return actions.length === 0 ? undefined : `alter table ${dice.maybe(0.05, 'if exists ')}${dice.maybe(0.08, 'only ')}${dice.named(table)} ${actions.join(', ')}`;
}

function action(dice: Dice, table: Relation): string | undefined {
  const column = dice.any(table.columns);
  const name = column && quoted(column.name);
  const constraint = dice.any(table.constraints.filter(it => !it.shadow));
  const of = (wanted: (it: Relation['columns'][number]) => boolean): string | undefined => {
    const found = dice.any(table.columns.filter(wanted));
    return found && quoted(found.name);
  };
  const given = column && defaultFor(dice, column.type);
  const counted = of(it => it.identity !== '');
  const countable = of(it => ['int4', 'int8'].includes(it.type) && it.notNull && it.identity === '' && !it.hasDefault);
  const stored = of(it => it.generated === 's');
  const unchecked = dice.any(table.constraints.filter(it => !it.validated && it.enforced));
  const index = dice.any(table.indexes);
  const unused = dice.any(table.indexes.filter(it => it.unique && it.constraint === null));
  const parent = dice.any(dice.relations('r').filter(it => it !== table && it.columns.every(theirs => table.columns.some(own => own.name === theirs.name && own.type === theirs.type))));
  const trigger = dice.any(table.triggers);
  return dice.among<string>([
    [14, () => `add column ${dice.maybe(0.1, 'if not exists ')}${columnDefinition(dice, newColumn(dice, table.columns), table.columns)}`],
    [6, () => name && `drop column ${dice.maybe(0.1, 'if exists ')}${name}${dice.maybe(0.35, ' cascade')}`],
    [9, () => name && `alter ${name} type ${otherType(dice, column)}`],
    [4, () => name && `alter ${name} set not null`],
    [4, () => name && `alter ${name} drop not null`],
    [4, () => given && `alter ${name} set default ${given}`],
    [3, () => name && `alter ${name} drop default`],
    [3, () => countable && `alter ${countable} add generated by default as identity`],
    [2, () => counted && `alter ${counted} ${dice.one(['drop identity', 'set generated always', 'restart with 100'])}`],
    [2, () => stored && `alter ${stored} drop expression`],
    [14, () => prefixed('add ', tableConstraint(dice, table.columns, true))],
    [3, () => unused && `add ${dice.one(['primary key', 'unique'])} using index ${quoted(unused.name)}`],
    [5, () => constraint && `drop constraint ${dice.maybe(0.1, 'if exists ')}${quoted(constraint.name)}${dice.maybe(0.35, ' cascade')}`],
    [4, () => unchecked && `validate constraint ${quoted(unchecked.name)}`],
    [1, () => (constraint?.kind === 'f' ? `alter constraint ${quoted(constraint.name)} ${dice.one(['deferrable', 'not deferrable', ...(dice.major >= 18 ? ['not enforced', 'enforced'] : [])])}` : undefined)],
    [2, () => name && `alter ${name} ${dice.one(['set statistics 10', 'set storage plain', 'set (n_distinct = 5)'])}`],
    [1, () => dice.one(['enable row level security', 'disable row level security', 'force row level security'])],
    [1, () => dice.one(['set logged', 'set unlogged'])],
    [2, () => dice.one(['set (fillfactor = 80)', 'reset (fillfactor)', 'set (autovacuum_enabled = false)', 'set (user_catalog_table = true)'])],
    [1, () => dice.one(['replica identity full', 'replica identity nothing', 'replica identity default'])],
    [1, () => (index ? `cluster on ${quoted(index.name)}` : 'set without cluster')],
    [1, () => `${dice.one(['enable', 'disable'])} trigger ${trigger ? quoted(trigger.name) : 'all'}`],
    [3, () => (parent && table.kind === 'r' && !table.isPartition ? `inherit ${dice.named(parent)}` : undefined)],
    [2, () => (table.parents.length > 0 && !table.isPartition ? `no inherit ${dice.one(table.parents).split('.').map(quoted).join('.')}` : undefined)],
  ]);
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : prefix + text;
}
