import { afterAll, describe, expect, test } from 'vitest';
import { scriptProblems } from '../../server/core/lint/checks.js';
import { lint } from '../../server/core/lint/lint.js';
import type { LintOptions } from '../../server/core/lint/lint.js';
import { afterScript } from '../../server/core/lint/replay.js';
import { rules } from '../../server/core/lint/rules.js';
import { rulesOn } from '../../server/core/lint/severity.js';
import { suppressionsOf } from '../../server/core/lint/suppressions.js';
import { emptyCatalog } from '../../server/core/schema/catalog.js';
import type { Execution } from '../../server/core/tools/tool/execution.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { golang, removeProjects } from './projects.js';

const parser = startParser();
const { read } = scripts(parser);
afterAll(async () => {
  await parser.close();
  removeProjects();
});

interface Alarm {
  /** Earlier migrations. */
  readonly before?: string;
  readonly sql: string;
  /** How the tool runs it; absent, each statement in one transaction. */
  readonly execution?: Execution;
  readonly postgres?: number;
  readonly given?: Partial<LintOptions>;
  /** Rules that have nothing to say here, as `rule` or, where only that would be wrong, as `rule severity`. */
  readonly never: readonly string[];
  /** What is true of it. */
  readonly finds?: readonly string[];
}

const oneByOne: Execution = { wraps: false, sends: 'statement' };
const oneMessage: Execution = { wraps: false, sends: 'whole' };

/** Each rule, and each rule with its severity, over all rules as they are by default. */
async function told({ before = '', sql, execution = { wraps: true, sends: 'statement' }, postgres = 18, given = {} }: Alarm): Promise<readonly string[]> {
  const catalog = afterScript(await read(before), emptyCatalog());
  const script = await read(sql);
  const { findings, statements } = lint(script, rulesOn(rules, given.severities ?? {}), { postgres, execution, catalog, suppressions: suppressionsOf(script), ...given });
  const problems = scriptProblems(script, execution, statements, postgres).map(it => ({ rule: it.check.id, severity: it.check.severity }));
  return [...findings, ...problems].flatMap(it => [it.rule, `${it.rule} ${it.severity}`]);
}

async function verdict(alarm: Alarm): Promise<void> {
  const all = await told(alarm);
  expect(all.filter(it => alarm.never.includes(it)), 'never').toEqual([]);
  expect((alarm.finds ?? []).filter(it => !all.includes(it)), 'not found').toEqual([]);
}

test('every rule that is named exists', () => {
  const ids = new Set([...rules.map(it => it.id), 'syntax-error']);
  const named = [...ALARMS, ...REPRODUCED, ...MISSED].flatMap(([, { never, finds = [] }]) => [...never, ...finds]).map(it => it.split(' ')[0]!);
  expect(named.filter(it => !ids.has(it))).toEqual([]);
});

// What users of other linters have reported as false. The numbers are those of the linters' issues.
const ALARMS: readonly (readonly [string, Alarm])[] = [
  ['squawk #349: an index of a table that is made here, IF NOT EXISTS', {
    sql: 'create table if not exists customer(email text); create unique index if not exists i on customer(email);',
    never: ['require-concurrent-index-creation', 'adding-unique-index'],
  }],
  ['a function of the project has dropped the policies that read the column', {
    before: 'create table t (a text); create policy p on t using (a = current_user); create function bare(of regclass) returns void language plpgsql as $$ begin execute format(\'drop policy p on %s\', of); end $$;',
    sql: "select bare('t'); alter table t drop column a;", never: ['dependent-objects-break'],
  }],
  ['squawk #331: two rules that contradict each other', {
    before: 'create schema foo; create table foo.bar (field int);', sql: 'CREATE INDEX IF NOT EXISTS i ON foo.bar (field);',
    never: ['ban-concurrent-in-transaction', 'prefer-robust-statements'], finds: ['require-concurrent-index-creation'],
  }],
  ['squawk #339: alone in its message it is in no transaction', { before: 'create table t (a int);', sql: 'CREATE INDEX CONCURRENTLY i ON t (a);', execution: oneMessage, never: ['ban-concurrent-in-transaction', 'prefer-robust-statements'] }],
  ['squawk #152: a table is no index', { before: 'create table some_table (a int);', sql: 'DROP TABLE IF EXISTS some_table', never: ['require-concurrent-index-creation', 'require-concurrent-index-deletion'] }],
  ['squawk #385: START TRANSACTION begins one', {
    before: 'create table "A" (a int constraint "UQ" unique);', sql: 'START TRANSACTION; ALTER TABLE "A" DROP CONSTRAINT "UQ"; COMMIT;', execution: oneByOne, never: ['prefer-robust-statements'],
  }],
  ['squawk #308: ENABLE ROW LEVEL SECURITY can run twice', { sql: 'CREATE TABLE IF NOT EXISTS test(); ALTER TABLE IF EXISTS test ENABLE ROW LEVEL SECURITY; select 1;', execution: oneByOne, never: ['prefer-robust-statements'] }],
  ['squawk #388 #277: a constant default', { before: 'create table example ();', sql: 'ALTER TABLE example ADD COLUMN foo boolean default false;', never: ['adding-field-with-default', 'adding-required-field'] }],
  ['squawk #396: a generated column has its values', {
    before: 'create table t (a numeric, baz numeric);', sql: 'ALTER TABLE t ADD COLUMN bar numeric GENERATED ALWAYS AS (a + baz) STORED NOT NULL;', never: ['adding-required-field', 'adding-field-with-default'], finds: ['adding-generated-stored-column'],
  }],
  ['squawk #137: varchar without a length', { sql: 'CREATE TABLE sample(something varchar)', given: { severities: { 'prefer-text-field': 'warning' } }, never: ['prefer-text-field'] }],
  ['squawk #161: a primary key that changes its index', {
    before: 'create table d (id int constraint d_pkey primary key); create unique index i on d (id);', sql: 'ALTER TABLE d DROP CONSTRAINT d_pkey, ADD CONSTRAINT d_pkey PRIMARY KEY USING INDEX i;',
    never: ['disallowed-unique-constraint', 'adding-primary-key-constraint', 'drop-constraint', 'primary-key-using-nullable-index'],
  }],
  ['squawk #258: one name in two transactions', {
    before: 'create table t (a int);', execution: oneByOne,
    sql: `BEGIN; ALTER TABLE t ADD CONSTRAINT c CHECK (a > 0) NOT VALID; COMMIT;
      BEGIN; ALTER TABLE t VALIDATE CONSTRAINT c; COMMIT;
      BEGIN; ALTER TABLE t DROP CONSTRAINT c, ADD CONSTRAINT c CHECK (a > 1) NOT VALID; COMMIT;`,
    never: ['constraint-missing-not-valid', 'validate-constraint-in-same-transaction'],
  }],
  ['squawk #693: NOT VALID is nothing for a primary key', { before: 'create table account (id int not null); create unique index account_pk_idx on account (id);', sql: 'ALTER TABLE account ADD CONSTRAINT account_pk PRIMARY KEY USING INDEX account_pk_idx;', never: ['constraint-missing-not-valid', 'adding-primary-key-constraint'] }],
  ['squawk #673: a table that is made waits for nobody', { sql: 'create table foo (id integer generated by default as identity primary key);', never: ['require-lock-timeout'] }],
  ['squawk #678: somebody else sets the timeout', { before: 'create table t (a int);', sql: 'alter table t add column b int;', given: { lockTimeoutAssumed: true }, never: ['require-lock-timeout'] }],
  ['squawk #407: a key of the type of what it refers to', { before: 'create table foo (id int primary key);', sql: 'CREATE TABLE bar (foo_id INTEGER NOT NULL, FOREIGN KEY(foo_id) REFERENCES foo(id));', given: { severities: { 'prefer-bigint-over-int': 'warning' } }, never: ['prefer-bigint-over-int', 'prefer-bigint-primary-key', 'foreign-key-type-mismatch'] }],
  ['squawk #833 #254: a small number, with a comment at the end of its line', {
    sql: 'create table t (\n  id bigint primary key,\n  priority smallint NOT NULL -- squawk-ignore prefer-bigint-over-smallint\n);', given: { severities: { 'prefer-bigint-over-smallint': 'warning' } }, never: ['prefer-bigint-over-smallint'],
  }],
  ['squawk #1191: a temporary table has no schema', { sql: 'create temp table t (id bigint);', given: { severities: { 'require-table-schema': 'warning' } }, never: ['require-table-schema', 'require-primary-key'] }],
  ['squawk #739: nor is it there a second time', { sql: 'create temp table t() on commit drop; select 1;', execution: oneByOne, never: ['prefer-robust-statements'] }],
  ['squawk #713: a foreign key between new tables', { sql: 'create table a (id bigint primary key); create table b (a_id bigint); alter table b add constraint fk foreign key (a_id) references a (id);', never: ['adding-foreign-key-constraint', 'require-lock-timeout'] }],
  ['squawk #945 #962: a foreign key of a new table', { before: 'create table users (id int primary key);', sql: 'create table foo(user_id int references users(id));', never: ['adding-foreign-key-constraint', 'constraint-missing-not-valid', 'require-lock-timeout'] }],
  ['squawk #652: defaults that are the same for all rows', {
    before: 'create table t ();', sql: `ALTER TABLE t ADD COLUMN c text[] DEFAULT array[]::text[]; ALTER TABLE t ADD COLUMN d timestamptz DEFAULT now() - interval '100 years'; ALTER TABLE t ADD COLUMN e timestamptz DEFAULT current_timestamp;`,
    never: ['adding-field-with-default'],
  }],
  ['squawk #910: a CHECK proves it, in the same file', {
    before: 'create table t (a int);', sql: 'alter table t add constraint c check (a is not null) not valid; alter table t validate constraint c; alter table t alter a set not null; alter table t drop constraint c;', execution: oneByOne,
    never: ['adding-not-nullable-field'],
  }],
  ['squawk #957: and in an earlier one', { before: 'create table t (a int); alter table t add constraint c check (a is not null) not valid; alter table t validate constraint c;', sql: 'alter table t alter a set not null;', never: ['adding-not-nullable-field'] }],
  ['squawk #126: NOT VALID, then VALIDATE', { before: 'create table t (a int);', sql: 'alter table t add constraint c check (a > 0) not valid; alter table t validate constraint c;', execution: oneByOne, never: ['prefer-robust-statements', 'multiple-alter-table', 'constraint-missing-not-valid'] }],
  ['squawk #509: WITH before UPDATE', { before: 'create table t (a int);', sql: 'with x as (select 1 as a) update t set a = x.a from x where t.a is null;', never: ['syntax-error'] }],
  ['squawk #1188: an operator class with a schema', { before: 'create table t (c int[]);', sql: 'create index concurrently n on public.t using gin (c public.gin__int_ops);', execution: oneByOne, never: ['syntax-error'] }],
  ['a table called system_user, which was a name before 16', { sql: 'create table system_user (id bigint primary key);', postgres: 15, never: ['syntax-error'] }],
  ['squawk #1172: a column called period', { sql: 'create table t (id bigint primary key, period int, value text);', never: ['syntax-error', 'reserved-word-identifier'] }],
  ['squawk #902: one statement in the file', { before: 'create table t (a int);', sql: 'alter table t add column b int;', execution: oneByOne, never: ['prefer-robust-statements'] }],
  ['strong_migrations #128: a longer varchar', { before: 'create table t (country varchar(255));', sql: 'ALTER TABLE t ALTER COLUMN country TYPE varchar(500);', never: ['changing-column-type', 'narrowing-column-type'] }],
  ['strong_migrations #174: text and citext', { before: 'create table t (a text, b citext);', sql: 'alter table t alter a type citext, alter b type text;', never: ['changing-column-type'] }],
  ['strong_migrations #70: NULL is allowed from now on', { before: 'create table t (a int not null);', sql: 'alter table t alter a drop not null;', never: ['adding-not-nullable-field', 'ban-drop-not-null error', 'ban-drop-not-null warning'] }],
  ['strong_migrations 2.5.2: a foreign key that is not validated', { before: 'create table u (id int primary key); create table t (u_id int);', sql: 'alter table t add constraint fk foreign key (u_id) references u not valid;', never: ['adding-foreign-key-constraint'] }],
  ['strong_migrations #321, safe-pg-migrations #94: a partitioned table has no concurrent build', {
    before: 'create table p (a int) partition by range (a);', sql: 'create index on p (a);', never: ['require-concurrent-index-creation'],
  }],
  ['strong_migrations #59 #84: a foreign key of a new column has nothing to look at', { before: 'create table u (id int primary key); create table t ();', sql: 'alter table t add column u_id int references u;', never: ['adding-foreign-key-constraint error', 'adding-foreign-key-constraint warning', 'constraint-missing-not-valid'] }],
  ['atlas #1851: a name with a dot in quotes', {
    before: 'create schema cd; create table cd.bookings (facid int, memid int);', sql: 'CREATE INDEX CONCURRENTLY "bookings.facid_memid" ON "cd"."bookings"(facid, memid);', execution: oneByOne, never: ['require-concurrent-index-creation', 'ban-concurrent-in-transaction'],
  }],
  ['atlas #3467: a renamed column is not another', { before: 'create table t (mycol int not null);', sql: 'ALTER TABLE t RENAME COLUMN mycol TO newname;', never: ['ban-drop-column', 'adding-required-field'], finds: ['renaming-column'] }],
  ['django-migration-linter #103 #326: NOT NULL with a default', { before: 'create table t ();', sql: `ALTER TABLE t ADD COLUMN surname varchar(100) DEFAULT '' NOT NULL;`, never: ['adding-required-field', 'adding-field-with-default', 'drop-default-breaks-old-inserts'] }],
  ['eugene #9: a type that is only another name', { before: 'create table t (a varchar(10), b int not null); create unique index i on t (b);', sql: 'alter table t alter a type text; alter table t add primary key using index i;', never: ['changing-column-type', 'primary-key-using-nullable-index'] }],
  ['migrationpilot s09, pgfence create-trigger: a trigger that keeps two columns alike', {
    before: 'create table t (a int);',
    sql: `alter table t add column b bigint;
      create function sync() returns trigger language plpgsql as $$ begin new.b := new.a; return new; end $$;
      create trigger sync before insert or update on t for each row execute function sync();`,
    never: ['create-trigger'],
  }],
  ['squawk #649, where the linter was right: UNIQUE of a new column builds its index', { before: 'create table t ();', sql: 'alter table t add column x varchar(255) UNIQUE;', never: [], finds: ['disallowed-unique-constraint'] }],
];

describe('false alarms that users report', () => {
  test.each(ALARMS)('%s', (_, alarm) => verdict(alarm));

  test('strong_migrations 1.6.4: what takes a migration back is not judged', async () => {
    const index = await golang({ '1_a.up': 'create table t (a bigint primary key);', '1_a.down': 'drop table t; drop schema s cascade;' });
    const { problems } = await checker(scripts(parser)).check(index);
    expect(problems.map(it => it.rule)).toEqual([]);
  });
});

// What other linters said of these when they were tried, and Postgres 10 to 18 did not do.
const REPRODUCED: readonly (readonly [string, Alarm])[] = [
  ['DEFAULT -1, DEFAULT (1)', { before: 'create table t ();', sql: 'alter table t add a int default -1, add b int default (1);', never: ['adding-field-with-default'] }],
  ['CURRENT_DATE, now()', { before: 'create table t ();', sql: 'alter table t add a date default CURRENT_DATE, add b timestamptz default now(), add c text default current_user;', never: ['adding-field-with-default'] }],
  ['functions of constants, CASE, COALESCE', { before: 'create table t ();', sql: `alter table t add a text default md5('abc'), add b int default case when true then 1 else 2 end, add c int default coalesce(null, 1), add d int default length('x');`, never: ['adding-field-with-default'] }],
  ['varchar to text', { before: 'create table t (a varchar(20));', sql: 'alter table t alter a type text;', never: ['changing-column-type'] }],
  ['another collation writes no row anew', { before: 'create table t (a text);', sql: 'alter table t alter a type text collate "C";', never: ['changing-column-type'] }],
  ['a table and its index', { sql: 'create table t (a int); create index on t (a);', never: ['require-concurrent-index-creation'] }],
  ['a table and its foreign key', { before: 'create table u (id int primary key);', sql: 'create table t (u_id int); alter table t add foreign key (u_id) references u;', never: ['adding-foreign-key-constraint error', 'constraint-missing-not-valid'] }],
  ['a validated CHECK, then SET NOT NULL', { before: 'create table t (a int, check (a is not null));', sql: 'alter table t alter a set not null;', never: ['adding-not-nullable-field'] }],
  ['a temporary table that goes again', { sql: 'create temp table t (a int); drop table t;', never: ['ban-drop-table'] }],
  ['VACUUM (FULL false)', { before: 'create table t (a int);', sql: 'vacuum (full false) t;', execution: oneByOne, never: ['ban-vacuum-full'] }],
  ['a domain’s constraint that is not valid yet', { before: 'create domain d as int; create table t (a d);', sql: 'alter domain d add constraint c check (value > 0) not valid;', never: ['ban-alter-domain-with-add-constraint'] }],
  ['UNIQUE USING INDEX', { before: 'create table t (a int); create unique index i on t (a);', sql: 'alter table t add constraint u unique using index i;', never: ['disallowed-unique-constraint', 'constraint-missing-not-valid'] }],
  ['a constant default on PostgreSQL 11', { before: 'create table t ();', sql: 'alter table t add a int default 1;', postgres: 11, never: ['adding-field-with-default'] }],
  ['ADD VALUE in a transaction, from PostgreSQL 12 on', { before: `create type mood as enum ('sad');`, sql: `alter type mood add value 'ok';`, postgres: 12, never: ['ban-concurrent-in-transaction'] }],
  ['NOT VALID is not asked of UNIQUE', { before: 'create table t (a int);', sql: 'alter table t add constraint u unique (a);', never: ['constraint-missing-not-valid'], finds: ['disallowed-unique-constraint'] }],
  ['VIRTUAL is no syntax error, and writes nothing', { before: 'create table t (a int);', sql: 'alter table t add b int generated always as (a + 1) virtual;', never: ['syntax-error', 'adding-generated-stored-column', 'adding-field-with-default', 'adding-required-field'] }],
];

describe('wrong results of other linters', () => {
  test.each(REPRODUCED)('%s', (_, alarm) => verdict(alarm));
});

const MISSED: readonly (readonly [string, Alarm])[] = [
  ['IDENTITY of a new column', { before: 'create table t ();', sql: 'alter table t add id bigint generated by default as identity;', never: [], finds: ['adding-serial-column'] }],
  ['a column of a domain with a CHECK', { before: 'create domain positive as int check (value > 0); create table t ();', sql: 'alter table t add a positive;', never: [], finds: ['adding-constrained-domain-column'] }],
  ['a CHECK on a new column is looked at, too', { before: 'create table t ();', sql: 'alter table t add a int check (a > 0);', never: [], finds: ['constraint-missing-not-valid'] }],
  ['NOT VALID and VALIDATE in one statement', { before: 'create table t (a int);', sql: 'alter table t add constraint c check (a > 0) not valid, validate constraint c;', never: [], finds: ['validate-constraint-in-same-transaction'] }],
  ['PARTITION OF locks the parent', { before: 'create table p (a int) partition by range (a);', sql: 'create table p1 partition of p for values from (1) to (2);', never: [], finds: ['create-partition-of-locks-parent'] }],
  ['a dropped foreign key locks both tables', { before: 'create table u (id int primary key); create table t (u_id int constraint fk references u);', sql: 'alter table t drop constraint fk;', never: [], finds: ['drop-foreign-key-locks-both-tables'] }],
  ['CREATE POLICY locks everybody out', { before: 'create table t (a int); alter table t enable row level security;', sql: 'create policy p on t using (a > 0);', never: [], finds: ['require-lock-timeout'] }],
  ['SET EXPRESSION writes all rows anew', { before: 'create table t (a int, b int generated always as (a) stored);', sql: 'alter table t alter b set expression as (a + 1);', never: [], finds: ['set-expression-rewrite'] }],
  ['an enum value is used too early', { before: `create type mood as enum ('sad'); create table t (m mood);`, sql: `alter type mood add value 'ok'; insert into t (m) values ('ok');`, never: [], finds: ['enum-value-used-in-same-transaction'] }],
  ['SET LOCAL outside a transaction', { before: 'create table t ();', sql: `set local lock_timeout = '1s'; alter table t add a int;`, execution: oneByOne, never: [], finds: ['lock-timeout-ineffective', 'require-lock-timeout'] }],
  ['a timeout of zero', { before: 'create table t ();', sql: 'set lock_timeout = 0; alter table t add a int;', never: [], finds: ['require-lock-timeout'] }],
  ['a timeout that is taken back', { before: 'create table t ();', sql: `set lock_timeout = '1s'; reset lock_timeout; alter table t add a int;`, never: [], finds: ['require-lock-timeout'] }],
  ['set_config is a SET', { before: 'create table t ();', sql: `select set_config('lock_timeout', '1s', true); alter table t add a int;`, never: ['require-lock-timeout'] }],
  ['what a DO block runs', { before: 'create table t (a int);', sql: 'do $$ begin alter table t drop column a; end $$;', never: [], finds: ['ban-drop-column'] }],
  ['a new table of the same name in another schema', { before: 'create schema b; create table b.t (a int);', sql: 'create schema a; create table a.t (a int); create index on b.t (a);', never: [], finds: ['require-concurrent-index-creation'] }],
  ['a table that is made behind the statement', { before: 'create table t (a int);', sql: 'create index on t (a); create table if not exists t (a int);', never: [], finds: ['require-concurrent-index-creation'] }],
  ['rows are changed while nobody can read them', { before: 'create table t (a int);', sql: 'alter table t add b int; update t set b = a;', never: ['mixing-ddl-and-dml', 'ban-update-without-where'], finds: ['backfill-in-ddl-transaction error'] }],
  ['volatile, however deep', { before: 'create table t ();', sql: 'alter table t add a text default upper(gen_random_uuid()::text), add b float[] default array[random()];', never: [], finds: ['adding-field-with-default'] }],
];

describe('what other linters miss', () => {
  test.each(MISSED)('%s', (_, alarm) => verdict(alarm));
});
