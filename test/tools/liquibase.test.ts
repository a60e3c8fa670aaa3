import { afterAll, describe, expect, test } from 'vitest';
import { withChanges } from '../../server/core/migrations/project-index.js';
import type { Migration } from '../../server/core/migrations/migration.js';
import { applyEdits } from '../../server/core/text/span.js';
import { liquibase } from '../../server/core/tools/liquibase.js';
import { isOfOtherDatabases, matches } from '../../server/core/tools/liquibase/contexts.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { applyOn, open, planOn, projectOf, statusOn, written, type Files } from '../flows/database.js';
import { run, startPostgres } from '../postgres.js';
import { indexed, sourceOf, treeOf } from './reading.js';

const parser = startParser();
const read = scripts(parser);
afterAll(() => parser.close());

const sql = (...changesets: readonly string[]): string => `--liquibase formatted sql\n${changesets.map(it => `--changeset ${it}\n`).join('')}`;
const xml = (inner: string): string => `<databaseChangeLog>${inner}</databaseChangeLog>`;
const rooted = (files: Files, root: string, settings: Readonly<Record<string, string>> = {}) => {
  const at = liquibase.at('db');
  return indexed(liquibase, files, { ...at, settings: { ...at.settings, root: `db/${root}`, searchPath: 'db', ...settings } });
};

describe('what includes what', () => {
  // Left: the files, with their root. Right: ids in order, and what is said of the whole.
  test.each<[files: Files, expected: readonly string[]]>([
    [{ 'root.xml': xml('<include file="b.sql"/><include file="a.sql"/>'), 'a.sql': sql('me:1\nselect 1;'), 'b.sql': sql('me:1\nselect 1;', 'me:2\nselect 2;') }, ['1::me::b.sql', '2::me::b.sql', '1::me::a.sql']],
    [{ 'root.xml': xml('<changeSet id="0" author="me"/><include file="x/a.xml"/><changeSet id="9" author="me"/>'), 'x/a.xml': xml('<include file="b.sql" relativeToChangelogFile="true"/>'), 'x/b.sql': sql('me:1\nselect 1;') }, ['0::me::root.xml', '1::me::x/b.sql', '9::me::root.xml']],
    [{ 'root.yaml': 'databaseChangeLog:\n- includeAll: {path: x}\n', 'x/10.sql': sql('me:1\nselect 1;'), 'x/9.sql': sql('me:1\nselect 1;'), 'x/y/1.sql': 'select 1;', 'x/README.md': '' }, ['1::me::x/10.sql', '1::me::x/9.sql', 'raw::includeAll::x/y/1.sql']],
    [{ 'root.yaml': 'databaseChangeLog:\n- includeAll: {path: x, maxDepth: 1, endsWithFilter: .sql}\n', 'x/a.sql': sql('me:1\nselect 1;'), 'x/D.SQL': sql('me:2\nselect 2;'), 'x/y/b.sql': sql('me:1\nselect 1;'), 'x/c.xml': xml('<changeSet id="1" author="me"/>') }, ['2::me::x/D.SQL', '1::me::x/a.sql']],
    [{ 'root.xml': xml('<include file="classpath:/a.sql"/><include file=".\\b.sql"/>'), 'a.sql': sql('me:1\nselect 1;'), 'b.sql': sql('me:1\nselect 1;') }, ['1::me::a.sql', '1::me::b.sql']],
    [{ 'root.xml': xml('<include file="a.sql"/>'), 'a.sql': '--liquibase formatted sql logicalFilePath:classpath:other.sql\n--changeset me:1\nselect 1;\n--changeset me:2 logicalFilePath:third.sql\nselect 2;\n' }, ['1::me::other.sql', '2::me::third.sql']],
    [{ 'root.xml': xml('<property name="x" value="b.sql"/><property name="x" value="a.sql"/><include file="${x}"/>'), 'a.sql': sql('me:1\nselect 1;'), 'b.sql': sql('me:1\nselect 1;') }, ['1::me::b.sql']],
    [{ 'root.xml': xml('<changeSet id="1" author="me" runOrder="last"/><changeSet id="2" author="me"/><changeSet id="3" author="me" runOrder="first"/>') }, ['3::me::root.xml', '2::me::root.xml', '1::me::root.xml']],
    [{ 'root.xml': xml('<changeSet id="1" author="me" dbms="oracle"/><changeSet id="2" author="me" dbms="!postgresql"/><changeSet id="3" author="me" dbms="h2, postgresql"/><changeSet id="4" author="me" context="mysql"/>') }, ['3::me::root.xml']],
    [{ 'root.xml': xml('<changeSet id="1" author="me"><sqlFile path="x/f.sql"/></changeSet>'), 'x/f.sql': 'select 1;' }, ['1::me::root.xml in db/x/f.sql']],
    [{ 'root.json': '{"databaseChangeLog":[{"include":{"file":"a.sql"}}]}', 'a.sql': sql('me:1\nselect 1;') }, ['1::me::a.sql']],
    // Nothing good comes of these.
    [{ 'root.xml': xml('<include file="a.xml"/><changeSet id="1" author="me"/>'), 'a.xml': xml('<include file="root.xml"/>') }, ['1::me::root.xml', 'db/a.xml broken-include «root.xml» This includes root.xml, which includes this file']],
    [{ 'root.xml': xml('<include file="a.sql"/><include file="a.sql"/>'), 'a.sql': sql('me:1\nselect 1;') }, ['1::me::a.sql', '1::me::a.sql#2', 'db/a.sql duplicate-version «me:1» Liquibase validation fails: a.sql::1::me had duplicate identifiers']],
    [{ 'root.xml': xml('<include file="a.sql"/>') }, ['db/root.xml broken-include «a.sql» The file a.sql was not found in the configured search path']],
    [{ 'root.xml': xml('<include file="a.sql" errorIfMissing="false"/><include file="org/library/changes.xml"/>') }, []],
    [{ 'root.xml': xml('<includeAll path="x"/>'), 'x': '' }, ["db/root.xml broken-include «x» Could not find directory, directory was empty, or no changelogs matched the provided search criteria for includeAll 'x'"]],
    [{ 'root.xml': xml('<changeSet id="1"><sql>select 1</sql></changeSet>') }, ['1::null::root.xml', "db/root.xml bad-section «changeSet» cvc-complex-type.4: Attribute 'author' must appear on element 'changeSet'."]],
    [{ 'root.xml': xml('<changeSet id="1" author="me" runOnchange="true"/>') }, ['1::me::root.xml', `db/root.xml bad-section «runOnchange="true"» cvc-complex-type.3.2.2: Attribute 'runOnchange' is not allowed to appear in element 'changeSet'.`]],
    [{ 'root.yaml': 'databaseChangeLog:\n- changeSet:\n    author: me\n' }, ['null::me::root.yaml', 'db/root.yaml bad-section «changeSet» ChangeSet Id is empty']],
    [{ 'root.yaml': 'databaseChangeLog:\n- changeSet:\n    id: 1\n    author: me\n    changes:\n    - creatTable:\n        tableName: t\n' }, ['1::me::root.yaml', "db/root.yaml bad-section «creatTable» Unknown change type 'creatTable'. Check for spelling or capitalization errors and missing extensions: perhaps `createTable`"]],
    [{ 'root.yaml': 'databaseChangeLog:\n- changeset:\n    id: 1\n- changeSet:\n    id: 2\n    author: me\n' }, ['2::me::root.yaml', 'db/root.yaml bad-section «changeset» Unexpected node found under databaseChangeLog: changeset']],
  ])('%j', (files, expected) => {
    const { migrations, problems, sources } = rooted(files, Object.keys(files)[0]!);
    expect([
      ...migrations.map(({ id, up }) => (up!.path.endsWith('f.sql') ? `${id} in ${up!.path}` : id)),
      ...problems.filter(it => it.rule !== 'empty-migration').map(it => `${it.path} ${it.rule} «${sources.get(it.path)!.text.slice(it.span.start, it.span.end)}» ${it.message}`),
    ]).toEqual(expected);
  });

  test('without a root, what others include comes where they include it', () => {
    const { migrations } = indexed(liquibase, { 'm.xml': xml('<include file="b.sql" relativeToChangelogFile="true"/><include file="a.sql" relativeToChangelogFile="true"/>'), 'a.sql': sql('me:1\nselect 1;'), 'b.sql': sql('me:1\nselect 1;'), 'z.sql': sql('me:1\nselect 1;') });
    expect(migrations.map(it => it.id)).toEqual(['1::me::db/b.sql', '1::me::db/a.sql', '1::me::db/z.sql']);
  });

  test('one that was forgotten beside others is told', () => {
    const files = Object.fromEntries([1, 2, 3, 4].map(it => [`${it}.sql`, sql(`me:${it}\nselect 1;`)]));
    const { problems } = rooted({ 'root.xml': xml([1, 2, 3].map(it => `<include file="${it}.sql"/>`).join('')), ...files }, 'root.xml');
    expect(problems.map(it => `${it.path} ${it.rule}`)).toEqual(['db/4.sql changelog-not-included']);
  });

  test('an edit of a changelog that includes changes what is there', () => {
    const before = rooted({ 'root.xml': xml('<include file="a.sql"/>'), 'a.sql': sql('me:1\nselect 1;'), 'b.sql': sql('me:1\nselect 1;') }, 'root.xml');
    const after = withChanges(before, [sourceOf('db/root.xml', xml('<include file="b.sql"/><include file="a.sql"/>'))]);
    expect([before, after].map(it => it.migrations.map(({ id }) => id))).toEqual([['1::me::a.sql'], ['1::me::b.sql', '1::me::a.sql']]);
  });

  test('includes that double at every level end', () => {
    const files = Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`${i}.xml`, xml(`<include file="${i + 1}.xml"/><include file="${i + 1}.xml"/>`)]));
    expect(rooted({ ...files, '40.xml': xml('') }, '0.xml').migrations).toEqual([]);
  });
});

test('what runs at every update runs again before the one that Liquibase is told to run next', () => {
  const { migrations, project } = rooted({ 'root.xml': xml('<changeSet id="1" author="a" runAlways="true"/><changeSet id="2" author="a" runAlways="true" context="test"/><changeSet id="3" author="a"/><changeSet id="4" author="a" runAlways="true"/><changeSet id="5" author="a"/>') }, 'root.xml');
  const counts = (own: Project) => liquibase.order!(migrations, new Map(migrations.map(it => [it.up!.path, it.up!])), own).migrations.map(it => it.options!['alwaysBefore'] ?? '0').join(' ');
  expect(counts(project)).toBe('0 1 2 2 3');
  expect(counts({ ...project, settings: { ...project.settings, contexts: 'prod' } })).toBe('0 1 1 1 2');
});

describe('detection', () => {
  const changelog = xml('<changeSet id="1" author="me"><empty/></changeSet>');
  test.each<[files: Files, found: readonly string[]]>([
    [{ 'liquibase.properties': 'changeLogFile=db/root.xml\n', 'db/root.xml': changelog }, ['db/root.xml in db from .']],
    [{ 'x/liquibase.properties': 'changelog-file: root.xml\nsearchPath: ../y\n', 'y/root.xml': changelog }, ['y/root.xml in y from y,x']],
    [{ 'src/main/resources/liquibase.properties': 'changeLogFile=src/main/resources/db/m.yaml\n', 'src/main/resources/db/m.yaml': 'databaseChangeLog: []' }, ['src/main/resources/db/m.yaml in src/main/resources/db from .,src/main/resources']],
    [{ 'src/main/resources/application.yml': 'spring:\n  datasource:\n    url: jdbc:postgresql://h/d\n', 'src/main/resources/db/changelog/db.changelog-master.yaml': 'databaseChangeLog: []' }, ['src/main/resources/db/changelog/db.changelog-master.yaml in src/main/resources/db/changelog from src/main/resources']],
    [{ 'a/src/main/resources/application.properties': 'spring.liquibase.change-log=classpath:/db/m.xml\nspring.liquibase.parameters.x=1\nspring.liquibase.default-schema=app\n', 'a/src/main/resources/db/m.xml': changelog }, ['a/src/main/resources/db/m.xml in a/src/main/resources/db from a/src/main/resources app x=1']],
    [{ 'a/src/main/resources/application.properties': 'quarkus.liquibase.change-log=db/m.xml\n', 'a/src/main/resources/db/m.xml': changelog }, ['a/src/main/resources/db/m.xml in a/src/main/resources/db from a/src/main/resources']],
    [{ 'pom.xml': '<project><build><plugins><plugin><artifactId>liquibase-maven-plugin</artifactId><configuration><changeLogFile>src/main/resources/m.xml</changeLogFile></configuration></plugin></plugins></build></project>', 'src/main/resources/m.xml': changelog }, ['src/main/resources/m.xml in src/main/resources from .,src/main/resources']],
    [{ 'build.gradle': "liquibase { activities { main { changelogFile 'db/m.xml'\n url 'jdbc:postgresql://h/d' } } }", 'db/m.xml': changelog }, ['db/m.xml in db from .']],
    [{ 'resources/META-INF/changelog-master.xml': xml('<include file="META-INF/changelog-1.xml"/>'), 'resources/META-INF/changelog-1.xml': changelog }, ['resources/META-INF/changelog-master.xml in resources/META-INF from .']],
    [{ 'test/resources/changelog.xml': changelog, 'docs/changelog.xml': '<releases/>' }, []],
    [{ 'db/changelog-mysql.xml': changelog.replace('1', '2'), 'db/changelog-postgresql.xml': changelog }, ['db/changelog-postgresql.xml in db from .']],
    // Two that include are two; one that does not was forgotten.
    [{ 'db/changelog-a.xml': xml('<include file="x/1.xml"/>'), 'db/changelog-b.xml': xml('<include file="x/2.xml"/>'), 'db/changelog-c.xml': changelog }, ['db/changelog-a.xml,db/changelog-b.xml in db from .']],
    // It is run below the root of the repository.
    [{ 'app/x/changelog/db.changelog-main.xml': xml('<include file="changelog/1.json"/>'), 'app/x/changelog/1.json': '{"databaseChangeLog":[{"changeSet":{"id":"1","author":"me","changes":[{"sqlFile":{"path":"sql/1.sql"}}]}}]}', 'app/x/sql/1.sql': 'select 1;' },
      ['app/x/changelog/db.changelog-main.xml in app/x/changelog,app/x/sql from .,app/x']],
    // Another module's resources are on the same classpath.
    [{ 'a/src/main/resources/db/changelog-master.xml': xml('<include file="db/b/changelog.xml"/>'), 'b/src/main/resources/db/b/changelog.xml': changelog }, ['a/src/main/resources/db/changelog-master.xml in a/src/main/resources/db,b/src/main/resources/db/b from a/src/main/resources,b/src/main/resources']],
    // A root among other resources does not own them all.
    [{ 'src/main/resources/migrations.xml': xml('<include file="db/changes/1.xml"/>'), 'src/main/resources/db/changes/1.xml': changelog }, ['src/main/resources/migrations.xml in src/main/resources,src/main/resources/db/changes from src/main/resources']],
  ])('%j: %j', (files, expected) => {
    expect(liquibase.detect(treeOf(files)).map(({ settings, locations, placeholders }) => [
      `${settings['root']} in ${locations.map(it => it.path).join()} from ${settings['searchPath']!.split(',').filter((it, i) => i === 0 || /(?:^|\/)x$/.test(it) || (it.endsWith('src/main/resources') || (it === '.' && files['src/main/resources/liquibase.properties']))).join()}`,
      ...(settings['defaultSchemaName'] ? [settings['defaultSchemaName']] : []), ...Object.entries(placeholders).map(([name, value]) => `${name}=${value}`),
    ].join(' '))).toEqual(expected);
  });

  test('of formatted SQL alone, by its header', () => {
    const files: Files = { 'db/changes/1_a.sql': sql('me:1\nselect 1;'), 'other/1_a.sql': 'select 1;' };
    expect(liquibase.detect({ ...treeOf(files), peek: path => files[path] }).map(it => it.folder)).toEqual(['db/changes']);
  });
});

describe('contexts', () => {
  test.each([
    ['test', ['test'], true], ['test', ['TEST'], true], ['test', ['prod'], false], ['test', [], true], ['!test', ['prod'], true], ['not test', ['test'], false],
    ['a and b', ['a'], false], ['a and b', ['a', 'b'], true], ['a or b', ['b'], true], ['a, b', ['b'], true], ['!a and !b', ['c'], true], ['a and (b or !c)', ['a'], true], ['(a', ['a'], true], ['', ['a'], true], ['two words', ['two words'], true],
  ])('%s with %j: %s', (expression, active, expected) => expect(matches(expression, active)).toBe(expected));

  test.each([['mysql', true], ['postgresql', false], ['!mysql', false], ['mysql or postgresql', false], ['!postgresql', true], ['test', false], ['test and mysql', true], ['tenant AND !initial', false]])('%s is for other databases: %s', (expression, expected) => expect(isOfOtherDatabases(expression)).toBe(expected));
});

describe('in the editor', () => {
  test.each([
    ['--changeset me:1 splitStatments:false\nselect 1;\n', 'Write splitStatements', '--changeset me:1 splitStatements:false\nselect 1;\n'],
    ['--changeset me:1\ndo $$ declare x int; begin null; end $$;\n', 'Do not cut the statements', '--changeset me:1 splitStatements:false\ndo $$ declare x int; begin null; end $$;\n'],
    ['-changeset me:1\nselect 1;\n--changeset me:2\nselect 2;\n', 'Write two dashes', '--changeset me:1\nselect 1;\n--changeset me:2\nselect 2;\n'],
  ])('%j: %s', (text, title, expected) => {
    const { problems } = indexed(liquibase, { 'a.sql': `--liquibase formatted sql\n${text}` });
    const [fix] = problems.flatMap(it => it.fixes ?? []);
    expect([fix?.title, applyEdits(`--liquibase formatted sql\n${text}`, fix!.edits.flatMap(it => (it.kind === 'edit' ? [it] : [])))]).toEqual([title, `--liquibase formatted sql\n${expected}`]);
  });

  test('rules see what is sent, at its place, in every format', async () => {
    const index = rooted({
      'root.yaml': 'databaseChangeLog:\n- include: {file: a.sql}\n- include: {file: b.xml}\n- include: {file: c.json}\n',
      'a.sql': sql('me:1\ncreate table users (id int, name text, age int);', 'you:2\ncreate index i on users (id);', 'you:3 endDelimiter:@\nalter table users drop column age @'),
      'b.xml': xml('<changeSet id="1" author="me"><dropColumn tableName="users" columnName="name"/></changeSet><!-- migration-lens-ignore ban-drop-table: old -->\n<changeSet id="2" author="me">\n<!-- migration-lens-ignore ban-drop-table: old -->\n<dropTable tableName="users"/></changeSet>'),
      'c.json': '{"databaseChangeLog":[{"changeSet":{"id":"1","author":"me","changes":[{"sql":{"sql":"select 1 frm x"}}]}}]}',
    }, 'root.yaml');
    const { problems } = await checker(read).check(index, { settings: { ...index.settings, rules: { 'require-lock-timeout': 'off', 'require-primary-key': 'off' } } });
    expect(problems.map(it => `${it.path} ${it.rule} «${index.sources.get(it.path)!.text.slice(it.span.start, it.span.end)}»`)).toEqual([
      'db/a.sql require-concurrent-index-creation «create index»', 'db/a.sql ban-drop-column «drop column age»',
      'db/b.xml ban-drop-column «<dropColumn»', 'db/c.json syntax-error «x»',
    ]);
  });

  test('what must leave the transaction gets its word in the header', async () => {
    const index = indexed(liquibase, { '1_a.sql': sql('me:1\ncreate table users (id int);'), '2_b.sql': sql('me:2 labels:x\ncreate index i on users (id);') });
    const { problems } = await checker(read).check(index);
    const fix = problems.find(it => it.rule === 'require-concurrent-index-creation')!.fixes![0]!;
    expect(applyEdits(index.sources.get('db/2_b.sql')!.text, fix.edits.flatMap(it => (it.kind === 'edit' ? [it] : [])))).toBe(sql('me:2 labels:x runInTransaction:false\ncreate index concurrently i on users (id);'));
  });
});

test('from a changelog one comes to what it names', () => {
  const { sources, project } = rooted({ 'root.xml': xml('<include file="x/a.yaml"/><include file="nowhere.xml"/><changeSet id="1" author="me"><sqlFile path="x/f.sql"/></changeSet>'), 'x/a.yaml': 'databaseChangeLog:\n- include: {file: b.sql, relativeToChangelogFile: true}\n', 'x/b.sql': sql('me:1\nselect 1;'), 'x/f.sql': 'select 1;' }, 'root.xml');
  const shown = (path: string) => liquibase.links!(sources.get(path)!, sources, project).map(it => `${sources.get(path)!.text.slice(it.span.start, it.span.end)} → ${it.path}`);
  expect([shown('db/root.xml'), shown('db/x/a.yaml'), shown('db/x/b.sql')]).toEqual([['x/a.yaml → db/x/a.yaml', 'x/f.sql → db/x/f.sql'], ['b.sql → db/x/b.sql'], []]);
});

describe('new changesets', () => {
  const now = new Date('2026-11-23T09:05:07Z');
  const scaffolded = (files: Files) => {
    const { migrations, project } = indexed(liquibase, files);
    return liquibase.scaffold({ name: 'Add users', project, existing: migrations, now, down: true });
  };
  test.each<[files: Files, path: string, text: string]>([
    [{}, 'db/20261123090507_add_users.sql', '--liquibase formatted sql\n\n--changeset author:20261123090507\n\n\n--rollback \n'],
    [{ 'x/001-a.sql': sql('bob:1\nselect 1;'), 'x/002-b.sql': sql('bob:2\nselect 1;') }, 'db/x/003-add-users.sql', '--liquibase formatted sql\n\n--changeset bob:003\n\n\n--rollback \n'],
    [{ 'all.sql': sql('bob:1\nselect 1;', 'bob:2\nselect 1;') }, 'db/all.sql', `${sql('bob:1\nselect 1;', 'bob:2\nselect 1;')}\n--changeset bob:3\n--comment: Add users\n\n\n--rollback \n`],
  ])('%j: %s', (files, path, text) => expect(scaffolded(files)).toEqual([{ path, text }]));
});

describe('on a server', () => {
  const three: Files = { '1_a.sql': sql('me:1\ncreate table a (id int);\n--rollback drop table a;', 'me:2\ncreate table b (id int);'), '2_c.sql': sql('me:1\ncreate table c (id int);') };
  const begin = async (files: Files, settings: Readonly<Record<string, string>> = {}) => ({ url: await (await startPostgres()).database(), index: projectOf('liquibase', files, settings) });
  const ids = (migrations: readonly Migration[]): string => migrations.map(it => it.id.replace(/::sql\//, '/')).join(' ');

  test('each changeset in a transaction of its own, with its row, under one deployment', async () => {
    const { url, index } = await begin(three);
    const { outcome } = await applyOn(url, index, read);
    expect([outcome.kind, outcome.kind === 'done' && ids(outcome.applied)]).toEqual(['done', '1::me/1_a.sql 2::me/1_a.sql 1::me/2_c.sql']);
    expect(await run(url, 'select id, author, filename, orderexecuted, exectype, description, liquibase, count(*) over (partition by deployment_id)::int as together from databasechangelog order by orderexecuted')).toEqual(
      [['1', 'sql/1_a.sql'], ['2', 'sql/1_a.sql'], ['1', 'sql/2_c.sql']].map(([id, filename], i) => ({ id, author: 'me', filename, orderexecuted: i + 1, exectype: 'EXECUTED', description: 'sql', liquibase: '4.28.0', together: 3 })));
    expect(await run(url, 'select locked, lockedby from databasechangeloglock')).toEqual([{ locked: false, lockedby: null }]);
  });

  test('an error is told at its place in its changeset, and leaves what was before', async () => {
    const { url, index } = await begin({ '1_a.sql': sql('é:😀\ncreate table a (id int);', 'me:2 endDelimiter://\ncreate table b (id int)//\nselect nothing//') });
    const { outcome } = await applyOn(url, index, read);
    expect(written(outcome, index)).toMatch(/^applied 😀::é::sql\/1_a\.sql, stopped at 2::me::sql\/1_a\.sql, left nothing: column "nothing" does not exist/);
    expect(outcome.kind === 'stopped' && outcome.place && index.sources.get('sql/1_a.sql')!.text.slice(outcome.place.span.start, outcome.place.span.end)).toBe('select nothing');
    expect(await run(url, 'select locked from databasechangeloglock')).toEqual([{ locked: false }]);
  });

  test('a changeset that is to run again keeps its row', async () => {
    const { url, index } = await begin({ '1_v.sql': sql('me:v runOnChange:true\ncreate or replace view v as select 1 as one;') });
    await applyOn(url, index, read);
    const changed = projectOf('liquibase', { '1_v.sql': sql('me:v runOnChange:true\ncreate or replace view v as select 2 as one;') });
    expect(await statusOn(url, changed)).toBe('v::me::sql/1_v.sql outdated run');
    await applyOn(url, changed, read);
    expect(await run(url, 'select exectype, orderexecuted from databasechangelog')).toEqual([{ exectype: 'RERAN', orderexecuted: 2 }]);
    expect(await statusOn(url, changed)).toBe('v::me::sql/1_v.sql applied');
  });

  test('a changed changeset stops everything, in the words of Liquibase', async () => {
    const { url, index } = await begin(three);
    await applyOn(url, index, read);
    const changed = projectOf('liquibase', { ...three, '2_c.sql': sql('me:1\ncreate table c (id bigint);', 'me:2\nselect 1;') });
    expect((await planOn(url, changed, read)).stops).toEqual([expect.stringMatching(/^Validation Failed: 1 changesets check sum sql\/2_c\.sql::1::me was: 9:[\da-f]{32} but is now: 9:[\da-f]{32}$/)]);
  });

  test('parameters, contexts and labels', async () => {
    const files: Files = { '1_a.sql': `--liquibase formatted sql\n--property name:t value:one\n--changeset me:1 context:test labels:x\ncreate table \${t} (id int, c text default '\${other}');\n` };
    const { url, index } = await begin(files, { contexts: 'prod' });
    expect(await statusOn(url, index)).toBe('1::me::sql/1_a.sql ignored');
    await applyOn(url, projectOf('liquibase', files), read);
    expect(await run(url, "select contexts, labels, to_regclass('one') is not null as there from databasechangelog")).toEqual([{ contexts: '(test)', labels: 'x', there: true }]);
  });

  test('whoever holds the row is named, with the age of the lock', async () => {
    const { url, index } = await begin(three);
    await applyOn(url, index, read, { to: '1::me::sql/1_a.sql' });
    await run(url, "update databasechangeloglock set locked = true, lockedby = 'build-7 (10.0.0.7)', lockgranted = localtimestamp - interval '3 hours'");
    const told: string[] = [];
    const stop = new AbortController();
    const { outcome } = await applyOn(url, index, read, { signal: stop.signal, tell: ({ message, kind }) => { if (kind === 'waiting') { told.push(message); stop.abort(); } } });
    expect(outcome.kind).toBe('stopped');
    expect(told[0]).toMatch(/^Another migration is running: build-7 \(10\.0\.0\.7\), since \d{4}-\d\d-\d\d \d\d:\d\d:\d\d \(3 hours\) holds Liquibase's lock\. Who dies leaves the lock behind: `liquibase release-locks`, or repair, frees it/);
    expect(await run(url, 'select lockedby from databasechangeloglock')).toEqual([{ lockedby: 'build-7 (10.0.0.7)' }]);
  });

  test('a session that is lost does not leave its lock behind', async () => {
    const { url, index } = await begin({ '1_a.sql': sql('me:1\nselect pg_terminate_backend(pg_backend_pid());') });
    const { outcome } = await applyOn(url, index, read, { reconnect: () => open(url) });
    expect(outcome.kind).toBe('stopped');
    expect(await run(url, 'select locked from databasechangeloglock')).toEqual([{ locked: false }]);
  });

  test('what only Liquibase understands, Liquibase runs', async () => {
    const { url, index } = await begin({ 'root.xml': xml('<changeSet id="1" author="me"><createTable tableName="t"><column name="id" type="int"/></createTable></changeSet>'), '2_b.sql': sql('me:2\nselect 1;') }, { root: 'sql/root.xml', searchPath: 'sql', contexts: 'test' });
    const plan = await planOn(url, index, read);
    expect(plan.steps[0]!.command!.argv.join(' ')).toBe('liquibase --search-path=sql update-count --count=1 --changelog-file=root.xml --contexts=test');
    expect((await applyOn(url, index, read, { plan })).outcome).toEqual({ kind: 'refused', message: 'Only Liquibase itself can run these migrations' });
  });
});
