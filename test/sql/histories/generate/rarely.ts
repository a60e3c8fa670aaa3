import { anyType, newColumn } from './columns.js';
import { quoted, type Dice } from './dice.js';
import { newTable } from './tables.js';

/** What migrations say less often. */
export function rarely(dice: Dice): string | undefined {
  return dice.among<string | undefined>([
    [6, () => composite(dice)],
    [6, () => typedTable(dice)],
    [4, () => `create foreign table ${newTable(dice)} (a int${dice.maybe(0.3, ' not null')}, b text) server elsewhere`],
    [6, () => overload(dice)],
    [4, () => collation(dice)],
    [5, () => view(dice)],
    [6, () => concurrently(dice)],
    [6, () => maintained(dice)],
    [5, () => told(dice)],
    [5, () => settings(dice)],
    [4, () => policy(dice)],
    [3, () => constraintTrigger(dice)],
    [4, () => dice.one(['create type rng as range (subtype = int)', 'create aggregate total(int) (sfunc = int4pl, stype = int)', 'drop aggregate total(int)', 'create publication everything for all tables', 'drop publication everything'])],
    [3, () => domain(dice)],
    [3, () => temporary(dice)],
    [2, () => schema(dice)],
  ]);
}

function composite(dice: Dice): string | undefined {
  const type = dice.relation('c');
  const attribute = dice.any(type?.columns ?? []);
  if (type === undefined || attribute === undefined) return `create type ${dice.one(['pair', 'shape'])} as (a int, b text, c ${anyType(dice)})`;
  const cascade = dice.maybe(0.7, ' cascade');
  return `alter type ${dice.object(type)} ${dice.one([
    `add attribute ${quoted(newColumn(dice, type.columns))} ${anyType(dice)}${cascade}`, `drop attribute ${quoted(attribute.name)}${cascade}`,
    `alter attribute ${quoted(attribute.name)} type bigint${cascade}`, `rename attribute ${quoted(attribute.name)} to ${quoted(newColumn(dice, type.columns))}${cascade}`,
  ])}`;
}

function typedTable(dice: Dice): string | undefined {
  const type = dice.relation('c');
  const column = dice.any(type?.columns ?? []);
  if (type === undefined || column === undefined) return undefined;
  const table = dice.relation('r');
  return dice.one([
    `create table ${newTable(dice)} of ${dice.object(type)}${dice.maybe(0.5, ` (${quoted(column.name)} ${dice.one(['not null', 'primary key', 'unique'])})`)}`,
    `create table ${newTable(dice)} (like ${dice.object(type)}, more int)`,
    ...(table ? [`alter table ${dice.named(table)} ${dice.one([`of ${dice.object(type)}`, 'not of'])}`] : []),
  ]);
}

function overload(dice: Dice): string | undefined {
  const known = dice.any(dice.schema.functions);
  const name = dice.one(['f1', 'f2']);
  const taken = known && `${dice.object(known)}(${known.arguments})`;
  const kind = known?.procedure ? 'procedure' : 'function';
  return dice.one([
    `create or replace function ${name}(${dice.one(['int', 'text', 'a int', 'int, int default 1', 'text[]'])}) returns int language sql as 'select 1'`,
    `create function ${name}(${dice.one(['int', 'bigint', 'varchar', 'out x int, int'])}) ${dice.maybe(0.2, 'returns int ')}language sql as 'select 1'`,
    ...(taken === undefined ? [] : [`drop ${dice.one([kind, 'routine'])} ${taken}`, `alter ${kind} ${taken} rename to ${dice.one(['f1', 'f2', 'f3'])}`, `alter ${kind} ${taken} set schema ${quoted(dice.one(dice.schema.schemas))}`, `drop ${kind} ${dice.object(known!)}`]),
  ]);
}

function collation(dice: Dice): string | undefined {
  const known = dice.any(dice.schema.collations);
  return known === undefined || dice.odds(0.4)
    ? `create collation ${dice.one(['coll', 'Coll 2'].map(quoted))} (provider = icu, locale = 'und'${dice.maybe(0.3, ', deterministic = false')})`
    : dice.one([`drop collation ${dice.object(known)}`, `alter collation ${dice.object(known)} rename to ${quoted(`coll${dice.below(9)}`)}`, `alter collation ${dice.object(known)} set schema ${quoted(dice.one(dice.schema.schemas))}`]);
}

function view(dice: Dice): string | undefined {
  const known = dice.relation('v');
  const table = dice.relation('rp');
  if (known === undefined || table === undefined) return undefined;
  return dice.one([
    `create or replace view ${dice.named(known)} as select * from ${dice.named(table)}`,
    `alter view ${dice.named(known)} set (security_barrier = true)`,
    `create table ${newTable(dice)} (like ${dice.named(known)})`,
    `drop view ${dice.named(known)}${dice.maybe(0.5, ' cascade')}`,
    ...known.columns.slice(0, 1).map(it => `alter view ${dice.named(known)} alter ${quoted(it.name)} set default null`),
  ]);
}

function concurrently(dice: Dice): string | undefined {
  const partition = dice.any(dice.relations('rp').filter(it => it.isPartition));
  const index = dice.relation('i');
  const view = dice.relation('m');
  const whole = dice.any(dice.relations('I'));
  return dice.among<string | undefined>([
    [4, () => partition && dice.major >= 14 ? `alter table ${partition.parents.map(it => it.split('.').map(quoted).join('.')).join('')} detach partition ${dice.named(partition)} concurrently` : undefined],
    [2, () => index && `drop index concurrently ${dice.named(index)}`],
    [2, () => index && `reindex index concurrently ${dice.named(index)}`],
    [2, () => view && `refresh materialized view concurrently ${dice.named(view)}`],
    [3, () => (whole && index ? `alter index ${dice.named(whole)} attach partition ${dice.named(index)}` : undefined)],
  ]);
}

function maintained(dice: Dice): string | undefined {
  const table = dice.relation('rpm');
  const index = dice.any(table?.indexes ?? []);
  if (table === undefined) return undefined;
  return dice.one([`analyze ${dice.named(table)}`, `reindex table ${dice.named(table)}`, `vacuum ${dice.maybe(0.5, '(full) ')}${dice.named(table)}`, ...(index ? [`cluster ${dice.named(table)} using ${quoted(index.name)}`] : [])]);
}

function told(dice: Dice): string | undefined {
  const table = dice.relation('rpvmf');
  const column = dice.any(table?.columns ?? []);
  if (table === undefined || column === undefined) return undefined;
  const constraint = dice.any(table.constraints);
  return dice.one([
    `comment on column ${dice.named(table)}.${quoted(column.name)} is 'x'`,
    `grant select (${quoted(column.name)}) on ${dice.named(table)} to public`,
    `revoke all on ${dice.named(table)} from public`,
    ...(constraint && table.kind !== 'f' ? [`comment on constraint ${quoted(constraint.name)} on ${dice.named(table)} is 'x'`] : []),
  ]);
}

function settings(dice: Dice): string | undefined {
  const table = dice.relation('rp');
  const column = dice.any(table?.columns ?? []);
  if (table === undefined || column === undefined) return undefined;
  const name = dice.named(table);
  return dice.one([
    `alter table ${name} alter ${quoted(column.name)} set storage ${dice.one(['plain', 'main', 'external', 'extended'])}`,
    ...(dice.major >= 14 ? [`alter table ${name} alter ${quoted(column.name)} set compression pglz`] : []),
    `alter table ${name} alter ${quoted(column.name)} reset (n_distinct)`,
    `alter table ${name} set (parallel_workers = 2, toast.autovacuum_enabled = false)`,
    `alter table ${name} ${dice.one(['disable', 'enable'])} rule rl0`,
    `alter table only ${name} ${dice.one([`drop column ${quoted(column.name)}`, `alter ${quoted(column.name)} set default null`, `alter ${quoted(column.name)} set not null`, `add check (${quoted(column.name)} is not null) no inherit`])}`,
    'set constraints all deferred', `set local lock_timeout = '4s'`, 'set role none',
  ]);
}

function policy(dice: Dice): string | undefined {
  const table = dice.any(dice.relations('rp').filter(it => it.policies.length > 0));
  const column = dice.any(table?.columns ?? []);
  if (table === undefined || column === undefined) return undefined;
  return `alter policy ${quoted(dice.one(table.policies).name)} on ${dice.named(table)} ${dice.one(['to public', `using (${quoted(column.name)} is not null)`])}`;
}

function constraintTrigger(dice: Dice): string | undefined {
  const table = dice.relation('r');
  const fires = dice.any(dice.schema.functions.filter(it => it.forTriggers));
  const column = dice.any(table?.columns ?? []);
  if (table === undefined || fires === undefined || column === undefined) return undefined;
  return dice.one([
    `create constraint trigger ${quoted(`${table.name.slice(0, 40)}_${column.name.slice(0, 10)}_check`)} after insert on ${dice.named(table)} for each row execute function ${dice.object(fires)}()`,
    `create trigger sometimes before update on ${dice.named(table)} for each row when (new.${quoted(column.name)} is null) execute function ${dice.object(fires)}()`,
  ]);
}

function domain(dice: Dice): string | undefined {
  const known = dice.any(dice.schema.domains);
  const constraint = dice.any(known?.constraints ?? []);
  if (known === undefined || constraint === undefined) return undefined;
  return `alter domain ${dice.object(known)} ${dice.one([`rename constraint ${quoted(constraint)} to ${quoted(`dk${dice.below(9)}`)}`, `validate constraint ${quoted(constraint)}`, 'drop default'])}`;
}

function temporary(dice: Dice): string {
  return `create temp table ${quoted(`tmp${dice.below(20)}`)} (a int, b text)${dice.one([' on commit preserve rows', ' on commit delete rows'])}`;
}

function schema(dice: Dice): string | undefined {
  const known = dice.any(dice.schema.schemas.filter(it => it !== 'public'));
  return known && `alter schema ${quoted(known)} rename to ${quoted(dice.one(['app', 's1', 's2', 'Sch']))}`;
}
