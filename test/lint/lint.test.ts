import { afterAll, describe, expect, test } from 'vitest';
import { scriptProblems } from '../../server/core/lint/checks.js';
import { lint } from '../../server/core/lint/lint.js';
import type { Linted } from '../../server/core/lint/lint.js';
import { afterScript } from '../../server/core/lint/replay.js';
import { rules } from '../../server/core/lint/rules.js';
import { rulesOn } from '../../server/core/lint/severity.js';
import { suppressionsOf } from '../../server/core/lint/suppressions.js';
import { emptyCatalog } from '../../server/core/schema/catalog.js';
import type { Catalog } from '../../server/core/schema/catalog.js';
import { applyEdits } from '../../server/core/text/span.js';
import type { Execution } from '../../server/core/tools/tool/execution.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';

const parser = startParser();
const { read } = scripts(parser);
afterAll(() => parser.close());

/** `line rule` of every finding, and of what is not needed among our own comments. */
async function found(text: string, execution: Execution = { wraps: true, sends: 'statement' }, quiet: readonly string[] = ['require-lock-timeout']): Promise<readonly string[]> {
  const script = await read(text);
  const suppressions = suppressionsOf(script);
  const severities = Object.fromEntries(quiet.map(it => [it, 'off' as const]));
  const { findings } = lint(script, rulesOn(rules, severities), { postgres: 18, execution, catalog: emptyCatalog(), suppressions, severities });
  const line = (offset: number) => text.slice(0, offset).split('\n').length;
  return [
    ...findings.map(it => `${line(it.span.start)} ${it.rule}`),
    ...suppressions.unused().map(it => `${line(it.span.start)} unused ${it.name}`),
  ];
}

describe('ignore comments', () => {
  test.each([
    ['above', '-- migration-lens-ignore ban-drop-table\ndrop table t;', []],
    ['on the same line', 'drop table t; -- migration-lens-ignore ban-drop-table', []],
    ['in the words of squawk', '-- squawk-ignore ban-drop-table\ndrop table t;', []],
    ['in a block', '/* squawk-ignore ban-drop-table */\ndrop table t;', []],
    ['several rules, parted by commas', '-- squawk-ignore renaming-column, ban-drop-table,ban-drop-column\ndrop table t;', []],
    ['without a name, all rules', '-- migration-lens-ignore\ndrop table t;', []],
    ['with a reason', '-- migration-lens-ignore ban-drop-table: nobody reads it, see #12\ndrop table t;', []],
    ['other comments between', '-- squawk-ignore ban-drop-table\n-- old\n\n/* stuff */\ndrop table t;', []],
    ['for the whole statement', '-- squawk-ignore ban-drop-column\nalter table t\n  drop column a,\n  drop column b;', []],
    ['inside it, for one action', 'alter table t\n  -- squawk-ignore ban-drop-column\n  drop column a,\n  drop column b;', ['4 ban-drop-column']],
    ['for the next statement only', '-- squawk-ignore ban-drop-table\ndrop table t;\ndrop table u;', ['3 ban-drop-table']],
    ['at the end of a line, not for the next', 'select 1; -- squawk-ignore ban-drop-table\ndrop table u;', ['2 ban-drop-table']],
    ['for the file, wherever it stands', 'drop table t;\n-- migration-lens-ignore-file ban-drop-table\ndrop table u;', []],
    ['for the file, all rules', '-- squawk-ignore-file\ndrop table t;\nalter table u drop a;', []],
    ['under another linter’s name', '-- squawk-ignore ban-concurrent-index-creation-in-transaction\ncreate index concurrently i on t (a);', []],
    ['of one rule hide no other', '-- squawk-ignore ban-drop-column\nalter table t drop a, add b int not null;', ['2 adding-required-field']],
    ['for another rule', '-- migration-lens-ignore ban-drop-column\ndrop table t;', ['2 ban-drop-table', '1 unused ban-drop-column']],
    ['for nothing', '-- migration-lens-ignore\nselect 1;', ['1 unused ']],
    ['of squawk may serve squawk alone', '-- squawk-ignore prefer-text-field\nselect 1;', []],
    ['that only look alike', '-- migration-lens-ignored ban-drop-table\ndrop table t;', ['2 ban-drop-table']],
    ['in a string', `select '-- squawk-ignore ban-drop-table';\ndrop table t;`, ['2 ban-drop-table']],
    ['with Windows line ends', '-- squawk-ignore ban-drop-table\r\ndrop table t;\r\ndrop table u;', ['3 ban-drop-table']],
  ])('%s', async (_, text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  test.each([
    ['eugene', '-- eugene: ignore\ndrop table t;', []],
    ['eugene, by id, inside the statement', 'alter table t\n  -- eugene: ignore E5, E4\n  add b int,\n  alter a type int;', []],
    ['eugene, another id', '-- eugene: ignore E1\nalter table t alter a type int;', ['2 changing-column-type']],
    ['eugene has its comments written exactly so', '-- eugene:ignore E5\nalter table t alter a type int;', ['2 changing-column-type']],
    ['pgfence', '-- pgfence-ignore\ndrop table t;', []],
    ['pgfence, by name', '-- PGFENCE-IGNORE: drop-column, drop-table\ndrop table t;', []],
    ['pgfence, another name', '-- pgfence-ignore: drop-column\ndrop table t;', ['2 ban-drop-table']],
    ['pgfence takes what has no colon before it for nothing', '-- pgfence-ignore drop-column\ndrop table t;', []],
    ['pgfence, as it once was', '-- pgfence: ignore drop-table\ndrop table t;', []],
    ['atlas', '--atlas:nolint\ndrop table t;\ndrop table u;', ['3 ban-drop-table']],
    ['atlas, by code', '/* atlas:nolint DS102 BC101 */\ndrop table t;', []],
    ['atlas, by analyzer, behind words', '-- gone, atlas:nolint destructive\ndrop table t;\n', []],
    ['atlas, another code', '-- atlas:nolint DS103\ndrop table t;', ['2 ban-drop-table']],
    ['atlas, for the file', '-- atlas:nolint\n-- a word\n\ndrop table t;\ndrop table u;', []],
    ['pg-migration-lint', '-- pgm-lint:suppress PGM001,PGM201\ndrop table t;', []],
    ['pg-migration-lint wants a name', '-- pgm-lint:suppress\ndrop table t;', ['2 ban-drop-table']],
    ['pg-migration-lint, for the file', '-- pgm-lint:suppress-file PGM201\ndrop table t;\nselect 1;\ndrop table u;', []],
    ['postgres-language-server', '-- pgls-ignore banDropTable: nobody reads it\ndrop table t;', []],
    ['postgres-language-server, as it once was', '-- pgt-ignore lint/safety/banDropTable: nobody reads it\ndrop table t;', []],
    ['postgres-language-server, all rules', '-- pgls-ignore lint/safety\ndrop table t;', []],
    ['postgres-language-server, one rule each', '-- pgls-ignore banDropColumn banDropTable\ndrop table t;', ['2 ban-drop-table']],
    ['postgres-language-server, for the file', '-- pgls-ignore-all lint/safety/banDropTable\n\ndrop table t;\ndrop table u;', []],
    ['postgres-language-server, from here to there', '-- pgls-ignore-start banDropTable\ndrop table t;\ndrop table u;\n-- pgls-ignore-end banDropTable\ndrop table v;', ['5 ban-drop-table']],
    ['postgres-language-server has a name of its own for it', '-- pgls-ignore addingNotNullField\nalter table t alter a set not null;', []],
    ['MigrationPilot', '-- migrationpilot-disable\ndrop table t;\ndrop table u;', ['3 ban-drop-table']],
    ['MigrationPilot, by id', '-- MigrationPilot-disable mp026 because\ndrop table t;', []],
    ['MigrationPilot, no id', '-- migrationpilot-disable because\ndrop table t;', ['2 ban-drop-table']],
    ['MigrationPilot, for the file', 'drop table t;\n/* migrationpilot-disable-file MP026 */', []],
    ['for nothing', '-- eugene: ignore E9\n-- pgfence-ignore\n-- atlas:nolint\n-- migrationpilot-disable\nselect 1;', []],
  ])('of other linters: %s', async (_, text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  test('a silenced first statement leaves the timeout to the next', async () => {
    const text = '-- squawk-ignore require-timeout-settings\nalter table t add a int;\nalter table u add b int;\nalter table u add c int;';
    expect(await found(text, undefined, ['wide-lock-window', 'multiple-alter-table'])).toEqual(['3 require-lock-timeout']);
  });
});

describe('a file in one message', () => {
  const whole: Execution = { wraps: false, sends: 'whole' };
  test.each([
    ['squawk #339: one statement is no transaction', 'create index concurrently i on t (a);', []],
    ['comments are no statements', '-- a\ncreate index concurrently i on t (a); /* b */ ;', []],
    ['two statements are one', 'select 1;\ncreate index concurrently i on t (a);', ['2 ban-concurrent-in-transaction']],
    ['even behind a COMMIT', 'begin; select 1; commit;\ncreate index concurrently i on t (a);', ['2 ban-concurrent-in-transaction']],
    ['SET LOCAL holds in it', `set local lock_timeout = '1s';\nalter table t add a int;`, []],
    ['and ends with it', `begin; set local lock_timeout = '1s'; commit;\nalter table t add a int;`, ['2 require-lock-timeout']],
  ])('%s', async (_, text, expected) => {
    expect(await found(text, whole, [])).toEqual(expected);
  });
});

describe('a DO block', () => {
  test.each<[string, string, readonly string[]]>([
    ['is linted at its own places', 'do $$ begin\n  drop table t;\nend $$;', ['2 ban-drop-table']],
    ['also in its branches', 'do $$ begin\n  if a then\n    drop table t;\n  end if;\nend $$;', ['3 ban-drop-table']],
    ['also what it executes', `do 'begin\n  execute $q$drop table t$q$;\n end';\ndo $$ begin\n  execute 'drop table u';\n end $$;`, ['2 ban-drop-table', '5 ban-drop-table']],
    ['behind letters that are no ASCII', `do $$ begin\n  raise notice 'é😀'; drop table t;\nend $$;`, ['2 ban-drop-table']],
    ['what it makes is new', 'do $$ begin\n  create table t (a int); create index on t (a);\nend $$;\ndrop table t;', []],
    ['what a guard makes is, too', `do $$ begin\n  if not exists (select from pg_tables where tablename = 't') then create table t (a bigint primary key, b text, c text); create index on t (b); end if;\nend $$;\ncreate index on t (c);`, []],
    ['but not what was there', `create table t (a bigint primary key);\ndo $$ begin\n  if a then create table u (a bigint primary key); end if;\n  create index i on v (a);\nend $$;`, ['4 require-concurrent-index-creation']],
    ['comments inside it', 'do $$ begin\n  -- migration-lens-ignore ban-drop-table\n  drop table t;\n  drop table u; -- squawk-ignore ban-drop-table\n  drop table v;\nend $$;', ['5 ban-drop-table']],
    ['comments above it', '-- migration-lens-ignore ban-drop-table\ndo $$ begin\n  drop table t;\nend $$;\ndrop table u;', ['5 ban-drop-table']],
    ['comments for nothing', 'do $$ begin\n  -- migration-lens-ignore ban-drop-table\n  null;\nend $$;', ['2 unused ban-drop-table']],
    ['is a transaction', 'do $$ begin\n  create index concurrently i on t (a);\nend $$;', ['2 ban-concurrent-in-transaction']],
    ['in another language', 'do language plpython3u $$ drop table t $$;', []],
    ['a function is made, not run', 'create function f() returns void language plpgsql as $$ begin drop table t; end $$;', []],
    ['rows changed before it', 'update t set a = 1 where b;\ndo $$ begin\n  alter table t add b int;\nend $$;', ['3 mixing-ddl-and-dml']],
  ])('%s', async (_, text, expected) => {
    expect(await found(text)).toEqual(expected);
  });

  test('alone it is a transaction of its own', async () => {
    const oneByOne: Execution = { wraps: false, sends: 'statement' };
    expect(await found(`do $$ begin\n  set local lock_timeout = '1s';\n  alter table t add a int;\nend $$;\nalter table t add b int;`, oneByOne, [])).toEqual(['5 require-lock-timeout']);
    expect(await found('do $$ begin\n  update t set a = 1 where b; commit;\n  alter table t add c int;\nend $$;', oneByOne)).toEqual([]);
  });

  test('what it executes is told in its own words', async () => {
    const script = await read(`do $$ begin execute 'create index concurrently i on t (a) where b = ''x'''; end $$`);
    const { findings } = lint(script, rulesOn(rules, {}), { postgres: 18, execution: { wraps: true, sends: 'statement' }, catalog: emptyCatalog(), suppressions: suppressionsOf(script) });
    expect(findings.map(it => it.message)).toEqual(['`create index concurrently` cannot run inside a transaction, and a DO block is always in one']);
  });

  test('fixes fit into the text', async () => {
    const fixes = async (text: string) => {
      const script = await read(text);
      const { findings } = lint(script, rulesOn(rules, {}), { postgres: 18, execution: { wraps: true, sends: 'statement' }, catalog: emptyCatalog(), suppressions: suppressionsOf(script) });
      return findings.map(it => `${it.rule}: ${it.fixes.map(fix => applyEdits(text, fix.edits)).join(' or ')}`);
    };
    expect(await fixes('do $$ begin create index i on t (a); end $$')).toEqual(['require-concurrent-index-creation: ']);
    expect(await fixes('do $$ begin alter table t add a int; end $$')).toEqual([`require-lock-timeout: do $$ begin set local lock_timeout = '5s';\nalter table t add a int; end $$`]);
    expect(await fixes(`do 'begin alter table t add a int; end'`)).toEqual(['require-lock-timeout: ']);
  });
});

describe('errors in the code that is in strings', () => {
  const errors = async (text: string) => {
    const script = await read(text, { masks: ['dollar-brace'] });
    return scriptProblems(script, { wraps: true, sends: 'statement' }, [], 18).map(it => `${it.message} | ${text.slice(it.span.start, it.span.end)}`);
  };
  test.each<[string, string, readonly string[]]>([
    ['a DO block', 'do $$ begin if a then alter tabel t add b int; end if; end $$', ['syntax error at or near "tabel" | tabel']],
    ['a function in PL/pgSQL', `create function f() returns int language plpgsql as $f$ begin raise notice 'é😀'; selec 1; return 1; end $f$`, ['syntax error at or near "selec" | selec']],
    ['a function in SQL', `create function f() returns int language sql as 'selec 1'`, ['syntax error at or near "selec" | selec']],
    ['a template', 'do $$ begin alter tabel ${t} add b int; end $$', []],
    ['a name that is none any more', 'do $$ begin delete from system_user; end $$', ['`system_user` is a reserved word since PostgreSQL 16: as a name it needs quotes | system_user']],
    ['only PL/pgSQL has the error', 'do $$ begin if a then null; end $$', []],
    ['a variable is no error', 'do $$ declare x int; begin select 1 into x; delete from t where a = x; x := (select 2); end $$', []],
    ['other languages', 'create function f() returns int language plv8 as $$ selec $$', []],
  ])('%s', async (_, text, expected) => expect(await errors(text)).toEqual(expected));
});

test('what is remembered of a file gives way where a migration before it was edited', async () => {
  const before = afterScript(await read('create table public.t (id int);'), emptyCatalog(['app', 'public']));
  const beside = async (text: string) => afterScript(await read(text), before);
  const script = await read(`${'select 1;\n'.repeat(100)}begin; truncate t; commit; select 1;\ndelete from public.t;`);
  const linted = (catalog: Catalog, earlier: Linted['trace']) => lint(script, rulesOn(rules, {}), { postgres: 18, execution: { wraps: false, sends: 'statement' }, catalog, suppressions: suppressionsOf(script), earlier });
  const told = ({ findings }: Linted) => findings.map(it => it.rule).filter(it => it === 'ban-delete-without-where');

  const first = linted(await beside('create table app.other (id int);'), []);
  expect(told(first)).toEqual([]);
  const edited = await beside('create table app.t (id int);');
  expect(told(linted(edited, first.trace))).toEqual(['ban-delete-without-where']);
});

test('of many tables only the first are named', async () => {
  const tables = ['a', 'b', 'c', 'd', 'e', 'f'];
  const script = await read(tables.map(it => `alter table ${it} add x int;${it === 'f' ? '' : ' -- migration-lens-ignore wide-lock-window'}`).join('\n'));
  const { findings } = lint(script, rulesOn(rules, {}), { postgres: 18, execution: { wraps: true, sends: 'statement' }, catalog: emptyCatalog(), suppressions: suppressionsOf(script) });
  expect(findings.filter(it => it.rule === 'wide-lock-window').map(it => it.message)).toEqual(['Nobody can use `a`, `b`, `c` and 2 others while this waits for `f`: all are locked until the transaction ends']);
});
