import type { Step } from '../play.js';
import type { Relation } from '../server.js';
import { anyType, newColumn, nameOfConstraint } from './columns.js';
import { quoted, type Dice } from './dice.js';
import { rarely } from './rarely.js';
import { alterTable, attachOrDetach, createCandidate, createPartition, createTable, newTable } from './tables.js';

/** One more statement, which the server accepts more often than not. */
export function statement(dice: Dice, { inTransaction, savepoints }: Pick<Step, 'inTransaction' | 'savepoints'>): string {
  if (inTransaction && dice.odds(0.25)) return dice.one(['commit', 'commit', 'rollback', 'savepoint one', 'savepoint two', ...savepoints.flatMap(it => [`rollback to ${it}`, `release ${it}`])]);
  for (;;) {
    const made = dice.among(ALL.map(([weight, make]) => [weight, () => make(dice)] as const));
    if (made !== undefined) return made;
  }
}

const ALL: readonly (readonly [weight: number, make: (dice: Dice) => string | undefined])[] = [
  [16, createTable],
  [6, createPartition],
  [2, createCandidate],
  [6, attachOrDetach],
  [14, createIndex],
  [40, alterTable],
  [9, drop],
  [9, rename],
  [4, setSchema],
  [6, createView],
  [4, sequence],
  [6, type],
  [5, routine],
  [6, onTable],
  [3, list],
  [4, maintain],
  [14, rarely],
  [4, dice => block([createTable(dice), alterTable(dice), createIndex(dice)], dice)],
  [2, dice => `create schema if not exists ${quoted(dice.one(['app', 's1', 'Sch']))}`],
  [1, dice => dice.one([`set search_path to ${dice.some(dice.schema.schemas.map(quoted), 2).join(', ')}`, 'reset search_path'])],
  [1, () => 'begin'],
];

function block(statements: readonly (string | undefined)[], dice: Dice): string {
  return `do $do$ begin ${dice.some(statements.filter(it => it !== undefined), 2).join('; ')}; end $do$`;
}

const WORDS: Readonly<Record<string, string>> = { r: 'table', p: 'table', v: 'view', m: 'materialized view', S: 'sequence', i: 'index', I: 'index' };

function createIndex(dice: Dice): string | undefined {
  const table = dice.relation(dice.odds(0.1) ? 'm' : 'rp');
  if (table === undefined || table.columns.length === 0) return undefined;
  const key = (): string => {
    const column = dice.one(table.columns);
    const own = quoted(column.name);
    if (dice.odds(0.75) || column.array) return own + dice.maybe(0.1, ' desc');
    if (['text', 'varchar'].includes(column.type)) return dice.one([`lower(${own})`, `(${own} || 'x')`, `${own} text_pattern_ops`, `(${own} collate "C")`]);
    return column.type === 'int4' ? dice.one([`(${own} + 1)`, `abs(${own})`, `coalesce(${own}, 0)`]) : own;
  };
  const name = dice.odds(0.5) ? ` ${quoted(dice.one(['ix1', 'ix2', 'ix3', 'Ix 4', 'ix_'.repeat(20), `ix${dice.below(1000)}`]))}` : '';
  const some = quoted(dice.one(table.columns).name);
  return `create ${dice.maybe(0.25, 'unique ')}index${dice.maybe(0.06, ' concurrently')}${name} on ${table.kind === 'p' ? dice.maybe(0.2, 'only ') : ''}${dice.named(table)}${dice.maybe(0.1, ` using ${dice.one(['hash', 'gist', 'gin', 'brin'])}`)}`
    + ` (${Array.from({ length: 1 + dice.below(3) }, key).join(', ')})${dice.maybe(0.12, ` include (${some})`)}${dice.maybe(0.15, ` where ${some} is not null`)}`;
}

function drop(dice: Dice): string | undefined {
  const cascade = dice.maybe(0.35, ' cascade');
  const of = (kind: string, it: { readonly schema: string; readonly name: string } | undefined): string | undefined => it && `drop ${kind} ${dice.object(it)}${cascade}`;
  const relation = dice.relation('rrrriIivmS');
  const table = dice.relation('rpv');
  const part = table && dice.any([...table.triggers.map(it => `trigger ${quoted(it.name)}`), ...table.policies.map(it => `policy ${quoted(it.name)}`), ...table.rules.map(it => `rule ${quoted(it)}`)]);
  const routine_ = dice.any(dice.schema.functions);
  return dice.among<string>([
    [60, () => relation && `drop ${WORDS[relation.kind]} ${dice.maybe(0.15, 'if exists ')}${dice.named(relation)}${cascade}`],
    [6, () => of('type', dice.any([...dice.schema.enums, ...dice.relations('c')]))],
    [4, () => of('domain', dice.any(dice.schema.domains))],
    [4, () => routine_ && `drop ${routine_.procedure ? 'procedure' : 'function'} ${dice.object(routine_)}(${routine_.arguments})${cascade}`],
    [12, () => part && `drop ${part} on ${dice.named(table!)}`],
    [4, () => of('statistics', dice.any(dice.schema.statistics))],
    [4, () => prefixed('drop publication ', dice.any(dice.schema.publications)?.name)],
    [3, () => prefixed('drop schema ', dice.any(dice.schema.schemas.filter(it => it !== 'public').map(it => quoted(it) + cascade)))],
  ]);
}

function rename(dice: Dice): string | undefined {
  const relation = dice.relation('rpvmSiI');
  const table = dice.relation('rprpvm');
  const column = table && dice.any(table.columns);
  const constraint = table && dice.any(table.constraints.filter(it => !it.shadow));
  const trigger = table && dice.any(table.triggers);
  const policy = table && dice.any(table.policies);
  const routine = dice.any(dice.schema.functions.filter(it => !it.procedure));
  const to = (name: string): string => quoted(`${name}${dice.below(1000)}`);
  const of = (kind: string, it: { readonly schema: string; readonly name: string } | undefined): string | undefined => it && `alter ${kind} ${dice.object(it)} rename to ${to('r')}`;
  return dice.among<string>([
    [30, () => relation && `alter ${WORDS[relation.kind]} ${dice.named(relation)} rename to ${to('r')}`],
    [25, () => column && `alter ${WORDS[table.kind]} ${dice.named(table)} rename column ${quoted(column.name)} to ${quoted(newColumn(dice, table.columns))}`],
    [10, () => constraint && `alter table ${dice.named(table)} rename constraint ${quoted(constraint.name)} to ${to('k')}`],
    [5, () => trigger && `alter trigger ${quoted(trigger.name)} on ${dice.named(table)} rename to ${to('g')}`],
    [5, () => policy && `alter policy ${quoted(policy.name)} on ${dice.named(table)} rename to ${to('p')}`],
    [6, () => of('type', dice.any([...dice.schema.enums, ...dice.relations('c')]))],
    [4, () => of('domain', dice.any(dice.schema.domains))],
    [4, () => routine && `alter function ${dice.object(routine)}(${routine.arguments}) rename to ${to('r')}`],
    [3, () => of('statistics', dice.any(dice.schema.statistics))],
  ]);
}

function setSchema(dice: Dice): string | undefined {
  const relation = dice.relation('rpvmS');
  const to = quoted(dice.one(dice.schema.schemas));
  const of = (kind: string, it: { readonly schema: string; readonly name: string } | undefined): string | undefined => it && `alter ${kind} ${dice.object(it)} set schema ${to}`;
  return dice.among<string>([
    [60, () => relation && `alter ${WORDS[relation.kind]} ${dice.named(relation)} set schema ${to}`],
    [15, () => of('type', dice.any([...dice.schema.enums, ...dice.relations('c')]))],
    [8, () => of('domain', dice.any(dice.schema.domains))],
    [8, () => of('function', dice.any(dice.schema.functions.filter(it => !it.procedure)))],
    [8, () => of('statistics', dice.any(dice.schema.statistics))],
  ]);
}

function createView(dice: Dice): string | undefined {
  const [one, other] = [dice.relation('rpvm'), dice.relation('rpvm')];
  const [a, b] = [dice.any(one?.columns ?? []), dice.any(other?.columns ?? [])];
  if (one === undefined || other === undefined || a === undefined || b === undefined) return undefined;
  const query = dice.among<string>([
    [25, () => `select * from ${dice.named(one)}`],
    [40, () => `select ${dice.some(one.columns).map(it => quoted(it.name)).join(', ')} from ${dice.named(one)}${dice.maybe(0.3, ` where ${quoted(a.name)} is not null`)}`],
    [15, () => `select count(*) as n, ${quoted(a.name)} from ${dice.named(one)} group by ${quoted(a.name)}`],
    [15, () => `select x.${quoted(a.name)} as k1, y.${quoted(b.name)} as k2 from ${dice.named(one)} x ${dice.one(['cross', 'natural'])} join ${dice.named(other)} y`],
    [5, () => `with w as (select ${quoted(a.name)} as k from ${dice.named(one)}) select k, (select count(*) from ${dice.named(other)}) as n from w`],
  ]);
  return `create ${dice.one(['view', 'view', 'materialized view', 'table'])} ${newTable(dice)} as ${query}`;
}

function sequence(dice: Dice): string | undefined {
  const known = dice.relation('S');
  const table = dice.relation('rp');
  const column = dice.any(table?.columns ?? []);
  const owner = column ? ` owned by ${dice.named(table!)}.${quoted(column.name)}` : ' owned by none';
  return dice.odds(0.5) ? `create sequence ${dice.maybe(0.2, 'if not exists ')}${quoted(`sq${dice.below(5)}`)}${dice.maybe(0.4, owner)}` : known && `alter sequence ${dice.named(known)} ${dice.one(['restart', 'increment 5', 'owned by none', owner])}`;
}

function type(dice: Dice): string | undefined {
  const known = dice.any(dice.schema.enums);
  const domain = dice.any(dice.schema.domains);
  const values = known?.values ?? [];
  return dice.among<string>([
    [30, () => `create type ${quoted(dice.one(['mood', 'kind_t', 'Ty']))} as enum (${dice.some(["'a'", "'b'", "'c'"]).join(', ')})`],
    [15, () => `create type ${quoted(dice.one(['pair', 'Rec']))} as (x int, y ${anyType(dice)})`],
    [20, () => known && `alter type ${dice.object(known)} add value ${dice.maybe(0.3, 'if not exists ')}'${dice.one(['a', 'e', 'f', 'g'])}'${values.length > 0 ? dice.maybe(0.4, ` ${dice.one(['before', 'after'])} '${dice.one(values)}'`) : ''}`],
    [10, () => (values.length > 0 ? `alter type ${dice.object(known!)} rename value '${dice.one(values)}' to '${dice.one(['h', 'i', 'j'])}'` : undefined)],
    [25, () => `create domain ${quoted(dice.one(['dom', 'dom2', 'Dom 3']))} as ${dice.one(['int', 'text', 'varchar(20)'])}${dice.maybe(0.2, ' not null')}${dice.odds(0.3) ? `${nameOfConstraint(dice)} check (value is not null)` : ''}`],
    [20, () => domain && `alter domain ${dice.object(domain)} ${dice.one(['set not null', 'drop not null', "set default '1'", `add check (value is not null)${dice.maybe(0.3, ' not valid')}`, ...domain.constraints.map(it => `drop constraint ${quoted(it)}`)])}`],
  ]);
}

function routine(dice: Dice): string {
  const name = quoted(dice.one(['f1', 'f2', 'f3']));
  return dice.one([
    `create or replace function ${name}() returns int language sql ${dice.one(['immutable', 'stable', 'volatile'])} as 'select 1'`,
    `create or replace procedure pr1() language sql as 'select 1'`,
    `create or replace function ${dice.one(['trgf', 'trgf2'])}() returns trigger language plpgsql as 'begin return new; end'`,
  ]);
}

/** What hangs on a table. */
function onTable(dice: Dice): string | undefined {
  const table = dice.relation('rp');
  const column = dice.any(table?.columns ?? []);
  const fires = dice.any(dice.schema.functions.filter(it => it.forTriggers));
  const other = dice.relation('rpv');
  if (table === undefined || column === undefined) return undefined;
  return dice.among<string>([
    [35, () => fires && `create trigger ${quoted(dice.one(['trg1', 'Trg 2']))} ${dice.one(['before', 'after'])} ${dice.one(['insert', 'delete', `update of ${quoted(column.name)}`])} on ${dice.named(table)} for each ${dice.one(['row', 'statement'])} execute function ${dice.object(fires)}()`],
    [35, () => `create policy ${quoted(dice.one(['p1', 'Pol 2']))} on ${dice.named(table)}${dice.maybe(0.2, ' as restrictive')}${dice.maybe(0.3, ' for select')} using (${other && dice.odds(0.3) ? `exists (select 1 from ${dice.named(other)})` : `${quoted(column.name)} is not null`})`],
    [10, () => `create rule rl${dice.below(2)} as on ${dice.one(['insert', 'update', 'delete'])} to ${dice.named(table)} do also nothing`],
    [20, () => (table.columns.length > 1 ? `create statistics ${dice.maybe(0.5, `st${dice.below(3)} `)}on ${table.columns.slice(0, 2).map(it => quoted(it.name)).join(', ')} from ${dice.named(table)}` : undefined)],
  ]);
}

function list(dice: Dice): string | undefined {
  const tables = dice.relations('rp');
  const known = dice.any(dice.schema.publications);
  if (tables.length === 0) return undefined;
  return known === undefined || dice.odds(0.5)
    ? `create publication pub${dice.below(3)} for table ${dice.some(tables, 2).map(it => dice.named(it)).join(', ')}`
    : `alter publication ${known.name} ${dice.one(['add', 'drop', 'set'])} table ${dice.named(dice.one(tables))}`;
}

function maintain(dice: Dice): string | undefined {
  const table: Relation | undefined = dice.relation('rp');
  const view = dice.relation('m');
  const index = dice.relation('iI');
  return dice.among<string | undefined>([
    [2, () => table && `lock table ${dice.named(table)} in ${dice.one(['share', 'access exclusive', 'row share'])} mode`],
    [2, () => table && `truncate ${dice.named(table)}${dice.maybe(0.3, ' restart identity')}${dice.maybe(0.4, ' cascade')}`],
    [2, () => table && `comment on table ${dice.named(table)} is 'x'`],
    [2, () => table && `grant select on ${dice.named(table)} to public`],
    [2, () => view && `refresh materialized view ${dice.named(view)}${dice.maybe(0.3, ' with no data')}`],
    [2, () => index && `reindex index ${dice.named(index)}`],
    [2, () => index && `alter index ${dice.named(index)} set (fillfactor = 80)`],
  ]);
}

function prefixed(prefix: string, text: string | undefined): string | undefined {
  return text === undefined ? undefined : prefix + text;
}
