import { afterAll, describe, expect, test } from 'vitest';
import { lint } from '../../server/core/lint/lint.js';
import { rules } from '../../server/core/lint/rules.js';
import { rulesOn } from '../../server/core/lint/severity.js';
import { suppressionsOf } from '../../server/core/lint/suppressions.js';
import type { Problem } from '../../server/core/migrations/problem.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { emptyCatalog } from '../../server/core/schema/catalog.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import type { Scripts } from '../../server/flows/script.js';
import { scripts } from '../../server/flows/script.js';
import { withSources } from '../../server/flows/workspace.js';
import { flyway, FLYWAY, golang, projectOf, removeProjects } from './projects.js';

const parser = startParser();
afterAll(async () => {
  await parser.close();
  removeProjects();
});

async function told(index: ProjectIndex, options: Parameters<ReturnType<typeof checker>['check']>[1] = {}): Promise<readonly string[]> {
  const { problems } = await checker(scripts(parser)).check(index, { settings: { ...index.settings, assume: { lockTimeout: true }, rules: { 'require-primary-key': 'off', ...index.settings.rules } }, ...options });
  return problems.map(it => `${it.path.replace(/^.*\//, '').replace(/\.sql$/, '')} ${it.rule}`);
}

describe('what is past is silent', () => {
  const texts = { V1__a: 'create table t (a int);', V2__b: 'alter table t drop column a;', V3__c: 'drop table t;' };

  test('nothing is', async () => expect(await told(await flyway(texts))).toEqual(['V2__b ban-drop-column', 'V3__c ban-drop-table']));
  test('what a database has', async () => expect(await told(await flyway(texts), { applied: new Set(['1', '2']) })).toEqual(['V3__c ban-drop-table']));
  test('what the project file calls past', async () => {
    expect(await told(await flyway({ ...texts, 'migration-lens.jsonc': '{ "baseline": "2" }' }))).toEqual(['V3__c ban-drop-table']);
  });
  test.each([['seed', ''], ['prod', 'V9__b ban-update-without-where']])('what only the profile %s reads: %j', async (profile, expected) => {
    const resources = 'src/main/resources/';
    const index = await projectOf({
      [`${resources}application.properties`]: 'spring.flyway.locations=classpath:db/migration\n',
      [`${resources}application-${profile}.properties`]: 'spring.flyway.locations=classpath:db/migration,classpath:db/more\n',
      [`${resources}db/migration/V1__a.sql`]: 'create table t (a int);', [`${resources}db/more/V9__b.sql`]: 'update t set a = 1;',
    });
    expect((await told(index)).join()).toBe(expected);
  });
  test('a syntax error is not a risk', async () => {
    expect(await told(await flyway({ ...texts, V2__b: 'alter tabel t;' }), { applied: new Set(['1', '2', '3']) })).toEqual(['V2__b syntax-error']);
  });
  test('and so is the way back', async () => {
    const index = await golang({ '1_a.up': 'create table t (a int);', '1_a.down': 'drop table t;', '2_b.up': 'alter table t add b int;', '2_b.down': 'alter table t drop b; drop tabel t;' });
    expect(await told(index)).toEqual(['2_b.down syntax-error']);
  });
});

describe('the catalogue goes from file to file', () => {
  test('what an earlier one says decides', async () => {
    expect(await told(await flyway({
      V1__a: 'create table t (a varchar(10), b varchar(10));',
      V2__b: 'alter table t alter a type varchar(20), alter b type int using b::int;',
    }))).toEqual(['V2__b changing-column-type']);
  });
  test('a file that nobody can read makes nothing sure', async () => {
    expect(await told(await flyway({ V1__a: 'creat table t;', V2__b: 'drop table if exists t;' }))).toEqual(['V1__a syntax-error', 'V2__b ban-drop-table']);
  });
  test('what a later one puts right is not told', async () => {
    const texts = { V1__a: 'create table a (id bigint primary key); create table b (id bigint primary key, a_id bigint references a);', V2__b: 'select 1;' };
    expect(await told(await flyway(texts))).toEqual(['V1__a foreign-key-missing-index']);
    const index = await flyway({ ...texts, V2__b: 'create index concurrently b_a_id on b (a_id);' });
    const one = checker(scripts(parser));
    expect([await told(index), (await one.file(index, `${FLYWAY}V1__a.sql`))?.findings.map(it => it.rule)]).toEqual([[], []]);
  });
  test('a column that is only called otherwise is as it was', async () => {
    const texts = { V1__a: 'create table a (b json, c json); create table d (e json);', V2__b: 'alter table a rename b to x; alter table a rename to z; alter table z rename x to y; alter table d rename e to f; alter table d alter f type jsonb;' };
    expect((await told(await flyway(texts))).filter(it => it.endsWith('jsonb'))).toEqual(['V1__a prefer-jsonb', 'V1__a prefer-jsonb']);
  });
  test('names lead to the schema that the tool is configured for', async () => {
    const index = await flyway({
      'flyway.toml': '[flyway]\nlocations = ["filesystem:db/migration"]\ndefaultSchema = "app"\n', V1__a: 'create table t (a varchar(10));', V2__b: 'alter table app.t alter a type varchar(20); drop table t;',
    });
    const { problems, effects } = await checker(scripts(parser)).check(index, { effects: true, settings: { ...index.settings, assume: { lockTimeout: true } } });
    expect(problems.map(it => it.rule)).toEqual(['ban-drop-table']);
    expect(effects.at(-1)?.relations.map(it => it.relation)).toEqual([{ schema: 'app', name: 't' }]);
  });
  test('Flyway’s repeatables come last', async () => {
    expect(await told(await flyway({ V1__a: 'create table t (a int);', R__v: 'drop view if exists v; create view v as select a from t;' }))).toEqual([]);
  });
  test('placeholders', async () => {
    expect(await told(await flyway({ V1__a: 'create table ${schema}.t (a int);', V2__b: 'alter table ${schema}.t drop column a;' }))).toEqual(['V2__b ban-drop-column']);
  });
});

test('a long file is judged while it is read, and told as if it had been read at once', async () => {
  const text = Array.from({ length: 150 }, (_, i) => [
    `create table t${i} (id bigint primary key, of_id bigint references t0, a varchar(10));`, `alter table t${i} add b int not null;`,
    i % 2 === 0 ? `insert into t${i} (a) select 'x' from t0;` : `delete from t${i};`, i === 100 ? 'commit; begin;' : i === 140 ? 'selec 1;' : `comment on table t${i} is 'x';`, `drop table t${(i * 7) % 150};`,
  ].join('\n')).join('\n') + Array.from({ length: 75 }, (_, i) => `\ncreate index on t${i * 2} (of_id);`).join('');
  const index = await flyway({ V1__a: text });
  const script = await scripts(parser).read(text);
  const { findings } = lint(script, rulesOn(rules, {}), { postgres: 18, execution: index.tool.execution(script, index.migrations[0]!, index.project), catalog: emptyCatalog(), suppressions: suppressionsOf(script) });
  const plain = (all: readonly Pick<Problem, 'rule' | 'span' | 'message'>[]) => all.map(it => `${it.span.start} ${it.rule} ${it.message}`).sort();
  const { problems } = await checker(scripts(parser)).check(index, { only: [`${FLYWAY}V1__a.sql`] });
  expect(findings.length).toBeGreaterThan(150);
  expect(plain(problems.filter(it => it.rule !== 'syntax-error'))).toEqual(plain(findings));
});

describe('what the tool makes of it', () => {
  test('Flyway runs CREATE INDEX CONCURRENTLY by itself', async () => {
    expect(await told(await flyway({ V1__a: 'create table t (a int);', V2__b: 'create index concurrently i on t (a);' }))).toEqual([]);
  });
  test('and refuses it beside others', async () => {
    expect(await told(await flyway({ V1__a: 'create table t (a int);', V2__b: 'alter table t add b int; create index concurrently i on t (a);' }))).toEqual(['V2__b prefer-robust-statements', 'V2__b refused-by-tool']);
  });
  // Seen with the real one: these hang, and the others below do not.
  test.each([
    ['create index concurrently i on t (a);', '', ['V2__b tool-waits-for-itself']],
    ['reindex table concurrently t;', 'executeInTransaction=false', ['V2__b tool-waits-for-itself']],
    ['vacuum t;', '', []],
    ['create index i on t (a);', '', ['V2__b require-concurrent-index-creation']],
  ])('under its own lock Flyway waits for itself: %s', async (sql, sidecar, expected) => {
    const locked = { 'flyway.toml': '[flyway]\nlocations = ["filesystem:db/migration"]\n', V1__a: 'create table t (a int);', V2__b: sql, 'db/migration/V2__b.sql.conf': sidecar };
    expect(await told(await flyway(locked))).toEqual(expected);
  });
  test('Flyway does not know every such statement', async () => {
    expect(await told(await flyway({ V1__a: 'create table t (a int);', V2__b: 'reindex table concurrently t;' }))).toEqual(['V2__b ban-concurrent-in-transaction']);
  });
  test('unless its sidecar says so', async () => {
    expect(await told(await flyway({ V1__a: 'create table t (a int);', V2__b: 'reindex table concurrently t;', 'db/migration/V2__b.sql.conf': 'executeInTransaction=false' }))).toEqual([]);
  });
  test('golang-migrate sends one message', async () => {
    const down = { '1_a.down': 'drop table t;', '2_b.down': 'drop index i;' };
    expect(await told(await golang({ ...down, '1_a.up': 'create table t (a int);', '2_b.up': 'create index concurrently i on t (a);' }))).toEqual([]);
    expect(await told(await golang({ ...down, '1_a.up': 'create table t (a int);', '2_b.up': 'create index concurrently i on t (a); select 1;' }))).toEqual(['2_b.up ban-concurrent-in-transaction']);
  });
  test('rows for COPY', async () => {
    const copy = 'create table t (a int);\ncopy t from stdin;\n1\n\\.\n';
    expect(await told(await flyway({ V1__a: copy, V2__b: 'create table u (a int);' }))).toEqual([]);
    expect(await told(await golang({ '1_a.up': copy, '1_a.down': 'drop table t;' }))).toEqual(['1_a.up copy-data']);
  });
  test('commands of psql', async () => {
    expect(await told(await flyway({ V1__a: '\\set ON_ERROR_STOP on\ncreate table t (a int);', V2__b: 'create table u (a int);' }))).toEqual(['V1__a psql-command']);
  });
});

test('ignore comments hold for what is said of a file’s place among others', async () => {
  const index = await golang({ '1_a.up': '-- migration-lens-ignore-file missing-down-migration: never\ncreate table t (a int);', '2_b.up': 'create table u (a int);', '2_b.down': 'drop table u;', '3_c.up': 'create table v (a int);', '3_c.down': 'drop table v;' });
  expect(index.problems.map(it => it.rule)).toEqual(['missing-down-migration']);
  expect(await told(index)).toEqual([]);
});

test('ignore comments have to say why, where the project file wants it', async () => {
  const index = await flyway({
    V1__a: '-- migration-lens-ignore ban-drop-table\ndrop table a;\n-- migration-lens-ignore ban-drop-table: nobody reads it\ndrop table b;\n-- squawk-ignore ban-drop-table --\ndrop table c;\n-- atlas:nolint\ndrop table d;',
    'migration-lens.jsonc': '{ "rules": { "require-ignore-reason": "warning" } }',
  });
  const { problems } = await checker(scripts(parser)).check(index, { settings: { ...index.settings, assume: { lockTimeout: true } } });
  expect(problems.map(it => `${it.rule} ${it.span.start}`)).toEqual(['require-ignore-reason 0', 'require-ignore-reason 125']);
});

test('severities are the project file’s', async () => {
  const index = await flyway({ V1__a: 'create table t (a bigint primary key, b int);', V2__b: 'drop table t; alter table t drop a;', 'migration-lens.jsonc': '{ "rules": { "ban-drop-table": "error", "ban-drop-column": "off" } }' });
  const { problems } = await checker(scripts(parser)).check({ ...index, settings: { ...index.settings, assume: { lockTimeout: true } } });
  expect(problems.map(it => `${it.rule} ${it.severity}`)).toEqual(['ban-drop-table error']);
});

test('effects are told for each statement', async () => {
  const index = await flyway({ V1__a: 'create table t (a int);', V2__b: 'alter table t add b int default 1;\nupdate t set b = 2;' });
  const { effects, files, statements } = await checker(scripts(parser)).check(index, { effects: true, only: [`${FLYWAY}V2__b.sql`] });
  expect({ files, statements }).toEqual({ files: 1, statements: 2 });
  expect(effects).toMatchObject([
    { statement: 0, transaction: true, span: { start: 0, end: 33 }, relations: [{ relation: { schema: 'public', name: 't' }, lock: 'AccessExclusiveLock', rewrite: false, scan: false }] },
    { statement: 1, transaction: true, relations: [{ lock: 'RowExclusiveLock' }] },
  ]);
});

describe('an edit costs what it changes', () => {
  const texts = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`V${i + 1}__t`, `create table t${i} (a varchar(10));`]));

  async function editing() {
    const reads: string[] = [];
    const real = scripts(parser);
    const counting: Scripts = { ...real, begin: (text, options) => { reads.push(text); return real.begin(text, options); } };
    const { check } = checker(counting);
    const root = await flyway({ ...texts, V151__last: 'alter table t0 alter a type varchar(20);' });
    const workspace = { projects: [root], settings: root.settings, problems: [] };
    await check(root);
    return {
      check,
      edit: (name: string, text: string) => withSources(workspace, [{ path: `${FLYWAY}${name}.sql`, text, bom: false, malformed: false }]).projects[0]!,
      readsSince: () => reads.splice(0),
    };
  }

  test('one file is read, the others are as they were', async () => {
    const { check, edit, readsSince } = await editing();
    readsSince();
    const { problems } = await check(edit('V1__t', 'create table t0 (a int);'), { only: [`${FLYWAY}V151__last.sql`] });
    expect(readsSince()).toEqual(['create table t0 (a int);']);
    expect(problems.map(it => it.rule)).toContain('changing-column-type');
  });

  test('a sidecar counts as much as the script', async () => {
    const conf = (text: string) => ({ path: `${FLYWAY}V2__b.sql.conf`, text, bom: false, malformed: false });
    const root = await flyway({ V1__a: 'create table t (a bigint primary key);', V2__b: 'reindex table concurrently t;', [`${FLYWAY}V2__b.sql.conf`]: 'executeInTransaction=true' });
    const { check } = checker(scripts(parser));
    const rules = async (index: ProjectIndex) => (await check(index)).problems.map(it => it.rule);
    expect(await rules(root)).toEqual(['ban-concurrent-in-transaction']);
    expect(await rules(withSources({ projects: [root], settings: root.settings, problems: [] }, [conf('executeInTransaction=false')]).projects[0]!)).toEqual([]);
  });

  test('a comment changes no schema', async () => {
    const { check, edit } = await editing();
    const before = await check(edit('V1__t', 'create table t0 (a varchar(10));'));
    const after = await check(edit('V1__t', '-- a comment\ncreate table t0  (a varchar(10));\ninsert into t0 values (1);'));
    expect(after.problems.map(it => it.rule)).toEqual(before.problems.map(it => it.rule));
  });
});
