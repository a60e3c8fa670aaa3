import { afterAll, describe, expect, test } from 'vitest';
import { actionsAt } from '../../server/core/editor/actions.js';
import { hoverAt } from '../../server/core/editor/hover.js';
import { withChanges } from '../../server/core/migrations/project-index.js';
import { applyEdits } from '../../server/core/text/span.js';
import { dbmate } from '../../server/core/tools/dbmate.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { applyOn, planOn, projectOf, statusOn, written, type Files } from '../flows/database.js';
import { run, startPostgres } from '../postgres.js';
import { indexed, migrationsOf, sourceOf, treeOf } from './reading.js';

const parser = startParser();
const read = scripts(parser);
afterAll(() => parser.close());

describe('names', () => {
  test.each([
    ['20240102030405_create_users.sql', '20240102030405', 'create_users'],
    ['1.sql', '1', ''],
    ['01_a.sql', '01', 'a'],
    ['1_a.up.sql', '1', 'a.up'],
    ['7-a b.sql', '7', '-a b'],
  ])('%s is version %s, %s', (file, version, name) => {
    expect(dbmate.read(`db/${file}`, dbmate.at('db'))).toMatchObject({ kind: 'migration', direction: 'both', id: version, version, name });
  });

  test.each([['schema.sql', undefined], ['a_1.sql', undefined], ['1_a.SQL', undefined], ['1_a.txt', undefined], ['V1__a.sql', '1_a.sql'], ['v2_b.sql', '2_b.sql']])('%s is none, and was perhaps %s', (file, suggestion) => {
    const reading = dbmate.read(`db/${file}`, dbmate.at('db'));
    expect(reading?.kind === 'misnamed' ? reading.suggestion : reading).toBe(suggestion);
  });

  test('file names are sorted as text: dbmate runs 10 before 9', () => {
    expect(migrationsOf(dbmate, ['9_a.sql', '10_b.sql', '010_c.sql', '9_B.sql']).map(it => it.up!.path)).toEqual(['db/010_c.sql', 'db/10_b.sql', 'db/9_B.sql', 'db/9_a.sql']);
  });

  test.each([
    [[], '20261123090507_add_users.sql'],
    [['20240102030405_x.sql'], '20261123090507_add_users.sql'],
    [['001_x.sql', '002_y.sql'], '003_add_users.sql'],
  ])('after %j comes %s, as `dbmate new` writes it', (names, expected) => {
    const { migrations, project } = indexed(dbmate, names);
    expect(dbmate.scaffold({ name: 'Add Users', project, existing: migrations, now: new Date('2026-11-23T09:05:07Z'), down: false })).toEqual([{ path: `db/${expected}`, text: '-- migrate:up\n\n\n-- migrate:down\n\n' }]);
  });
});

describe('detection', () => {
  test.each<[files: Record<string, string>, found: string]>([
    [{ 'db/migrations/1_a.sql': '-- migrate:up\n' }, 'db/migrations schema_migrations false'],
    [{ 'db/migrations/1_a.sql': '--migrate:up transaction:false\n' }, 'db/migrations schema_migrations false'],
    [{ 'db/migrations/1_a.sql': 'select 1;\n' }, ''],
    [{ 'db/migrations/1_a.sql': '-- migrate:upwards\n' }, ''],
    [{ '1_a.sql': '-- migrate:up\n', '.env': 'DATABASE_URL=x\nDBMATE_MIGRATIONS_TABLE="app.done"\nDBMATE_STRICT=true\n' }, '. app.done true'],
    [{ 'a/m/1_a.sql': '-- migrate:up\n', 'a/.env': 'DBMATE_STRICT=1\n', 'b/.env': 'DBMATE_MIGRATIONS_TABLE=other\n' }, 'a/m schema_migrations 1'],
  ])('%j: %s', (files, found) => {
    const tree = { ...treeOf(files), peek: (path: string) => files[path] };
    expect(dbmate.detect(tree).map(({ folder, settings }) => `${folder} ${settings['table']} ${settings['strict']}`).join()).toBe(found);
  });
});

describe('sections', () => {
  // Left: the file. Right: its two sections, `|` between them, and what dbmate says of it.
  test.each([
    ['-- migrate:up\na;\n-- migrate:down\nb;\n', '-- migrate:up\na;\n|-- migrate:down\nb;\n'],
    ['-- about\n\n--migrate:up\na;\n--  migrate:down foo:bar\nb;', '-- about\n\n--migrate:up\na;\n|--  migrate:down foo:bar\nb;'],
    ['-- migrate:up\r\na;\r\n-- migrate:down\r\n', '-- migrate:up\r\na;\r\n|-- migrate:down\r\n'],
    ['-- migrate:up\n -- migrate:down\na;\n-- migrate:downs\n-- migrate:down\nb;', '-- migrate:up\n -- migrate:down\na;\n-- migrate:downs\n|-- migrate:down\nb;'],
    ['a;', "a;| requires each migration to define an up block with '-- migrate:up'"],
    ['-- migrate:up\na;', "-- migrate:up\na;| requires each migration to define a down block with '-- migrate:down'"],
    ['-- migrate:down\nb;\n-- migrate:up\na;', "-- migrate:up\na;|-- migrate:down\nb;\n requires '-- migrate:up' to appear before '-- migrate:down'"],
    ['x;\n-- migrate:up\n-- migrate:down\n', "x;\n-- migrate:up\n|-- migrate:down\n does not support statements preceding the '-- migrate:up' block"],
    ['-- migrate:up\na;\n-- migrate:down\nb;\n-- migrate:up\nc;\n-- migrate:down\nd;', '-- migrate:up\na;\n|-- migrate:down\nb;\n records the version with each section, and fails at the second'],
  ])('%j', (text, expected) => {
    const { up, down, flaw } = dbmate.sections!(text);
    expect(`${text.slice(up.start, up.end)}|${down ? text.slice(down.start, down.end) : ''}${flaw ? flaw.message.slice('dbmate'.length) : ''}`).toBe(expected);
  });

  test('each is a source whose offsets are the file\'s, also after an edit', () => {
    const text = '-- é😀\n-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n';
    const index = indexed(dbmate, { '1_a.sql': text });
    const [{ up, down }] = index.migrations as [typeof index.migrations[number]];
    expect([up!.text, down!.text.length, down!.text.indexOf('select 2')]).toEqual([text.slice(0, text.indexOf('-- migrate:down')), text.length, text.indexOf('select 2')]);
    expect(down!.text.slice(0, text.indexOf('-- migrate:down')).trim()).toBe('');

    const [edited] = withChanges(index, [sourceOf('db/1_a.sql', '-- migrate:up\nselect 3;\n-- migrate:down\nselect 4;\n')]).migrations;
    expect([edited!.up!.text, edited!.down!.text.trim()]).toEqual(['-- migrate:up\nselect 3;\n', '-- migrate:down\nselect 4;']);
  });

  test.each([
    ['-- migrate:up', true], ['-- migrate:up transaction:true', true], ['-- migrate:up  foo:bar transaction:false', false], ['-- migrate:up transaction: false', true],
    ['-- about\n-- migrate:up transaction:false', false], ['-- migrate:up\n-- transaction:false', true], ['-- migrate:down transaction:false', false],
  ])('%j runs in a transaction: %s', (text, wraps) => {
    const [migration] = migrationsOf(dbmate, ['1_a.sql']);
    expect(dbmate.execution({ text: `${text}\n`, pieces: [], comments: [] }, migration!, dbmate.at('db'))).toEqual({ wraps, sends: 'whole' });
  });
});

describe('a file with both ways in the editor', () => {
  const file = (up: string, down: string) => `-- migrate:up\n${up}\n-- migrate:down\n${down}`;

  test('the up is judged, of the down only what cannot be read; the next file starts from the up', async () => {
    const index = indexed(dbmate, {
      '1_a.sql': file('create table users (id bigint primary key, name text);', 'drop table users;\n'),
      '2_b.sql': file('create index i on users (name);', 'drop index i;\ncreate tabel x;\n'),
      '3_c.sql': file('alter table users drop column name;', '-- migration-lens-ignore ban-drop-table\ndrop table users;\n'),
    });
    const { problems, files } = await checker(read).check(index);
    const texts = new Map([...index.sources].map(([path, { text }]) => [path, text]));
    expect([files, ...problems.map(it => `${it.path} ${it.rule} «${texts.get(it.path)!.slice(it.span.start, it.span.end)}»`)]).toEqual([
      3,
      'db/2_b.sql require-concurrent-index-creation «create index»',
      'db/2_b.sql syntax-error «tabel»',
      'db/3_c.sql require-lock-timeout «alter table»',
      'db/3_c.sql ban-drop-column «drop column name»',
    ]);
  });

  test('hovers and actions know on which side the cursor is', async () => {
    const index = indexed(dbmate, { '1_a.sql': file('create table users (id int);', ''), '2_b.sql': file('create index on users (id);', 'drop index users_id_idx;\n') });
    const check = checker(read);
    const text = index.sources.get('db/2_b.sql')!.text;
    const hover = async (at: number) => { const found = (await check.file(index, 'db/2_b.sql', {}, at))!; return hoverAt(found, at, 18)?.markdown.includes('SHARE'); };
    expect([await hover(text.indexOf('index')), await hover(text.indexOf('drop'))]).toEqual([true, undefined]);
  });

  test('what must leave the transaction gets `transaction:false`, here or in a file of its own', async () => {
    const fix = async (up: string) => {
      const index = indexed(dbmate, { '1_a.sql': file('create table users (id int);', ''), '2_b.sql': file(up, '') });
      const found = (await checker(read).file(index, 'db/2_b.sql'))!;
      const { problems } = await checker(read).check(index);
      const span = problems.find(it => it.rule === 'require-concurrent-index-creation')!.span;
      const actions = actionsAt({ index, file: found, span, problems: problems.filter(it => it.path === 'db/2_b.sql'), now: new Date('2026-11-23T09:05:07Z') });
      const { edits } = actions.find(it => it.fix.title.includes('concurrently') || it.fix.title.includes('CONCURRENTLY'))!.fix;
      const here = applyEdits(index.sources.get('db/2_b.sql')!.text, edits.flatMap(it => (it.kind === 'edit' ? [it] : [])));
      return [here, ...edits.flatMap(it => (it.kind === 'create' ? [it.text] : []))];
    };
    expect(await fix('create index on users (id);')).toEqual(['-- migrate:up transaction:false\ncreate index concurrently on users (id);\n-- migrate:down\n']);
    expect(await fix('select 1;\ncreate index on users (id);')).toEqual([
      '-- migrate:up\nselect 1;\n-- migrate:down\n', '-- migrate:up transaction:false\ncreate index concurrently on users (id);\n\n-- migrate:down\n',
    ]);
  });

  test('an empty down section is filled', async () => {
    const index = indexed(dbmate, { '1_a.sql': '-- migrate:up\ncreate table users (id int);\n\n-- migrate:down\n\n' });
    const found = (await checker(read).file(index, 'db/1_a.sql'))!;
    const [action] = actionsAt({ index, file: found, span: { start: 20, end: 20 }, problems: [], now: new Date(), down: 'DROP TABLE users;\n' }).filter(it => it.fix.title === 'Fill the down section');
    const edits = action!.fix.edits.flatMap(it => (it.kind === 'edit' ? [it] : []));
    expect(applyEdits(index.sources.get('db/1_a.sql')!.text, edits)).toBe('-- migrate:up\ncreate table users (id int);\n\n-- migrate:down\nDROP TABLE users;\n');
  });
});

describe('on a server', () => {
  const file = (up: string, down = '') => `-- migrate:up\n${up}\n-- migrate:down\n${down}`;
  const three: Files = { '1_a.sql': file('create table a (id int);', 'drop table a;'), '2_b.sql': file('create table b (id int);'), '3_c.sql': file('create table c (id int);') };

  test('sends the up section only, and records the version with it', async () => {
    const { url, index } = await begin(three);
    expect(written((await applyOn(url, index, read)).outcome, index)).toBe('applied 1 2 3');
    expect(await run(url, 'select version from schema_migrations order by 1')).toEqual([{ version: '1' }, { version: '2' }, { version: '3' }]);
    expect(await run(url, `select to_regclass('a') is not null as there`)).toEqual([{ there: true }]);
    expect(await statusOn(url, index)).toBe('1 applied, 2 applied, 3 applied');
  });

  test('an error is told at its place in the file, and leaves nothing', async () => {
    const { url, index } = await begin({ '1_a.sql': `-- é😀\n${file('create table a (id int);\nselect nothing;', 'drop table a;')}` });
    expect(written((await applyOn(url, index, read)).outcome, index)).toMatch(/^applied, stopped at 1, left nothing: column "nothing" does not exist.* at «nothing»$/s);
    expect(await statusOn(url, index)).toBe('1 pending');
  });

  test('`transaction:false` runs what no transaction takes', async () => {
    const { url, index } = await begin({ '1_a.sql': file('create table a (id int);'), '2_b.sql': '-- migrate:up transaction:false\ncreate index concurrently i on a (id);\n-- migrate:down transaction:false\ndrop index concurrently i;\n' });
    expect(written((await applyOn(url, index, read)).outcome, index)).toBe('applied 1 2');
  });

  test('a lower version runs late, unless dbmate is strict', async () => {
    const { url, index } = await begin(three);
    await run(url, `create table schema_migrations (version varchar primary key); insert into schema_migrations values ('1'), ('3'), ('7')`);
    expect(await statusOn(url, index)).toBe('1 applied, 2 outOfOrder run, 3 applied, 7 missing run');
    const strict = projectOf('dbmate', three, { strict: 'true' });
    expect((await planOn(url, strict, read)).stops).toEqual(['migration `2` is out of order with already applied migrations, the version number has to be higher than the applied migration `3` in --strict mode']);
    expect(written((await applyOn(url, index, read)).outcome, index)).toBe('applied 2');
  });

  test('another tool\'s table of the same name is left alone', async () => {
    const { url, index } = await begin(three);
    await run(url, 'create table schema_migrations (version bigint primary key, dirty boolean not null)');
    expect(await statusOn(url, index)).toBe("public.schema_migrations is not dbmate's history: it has the columns version, dirty");
  });

  test('a file that dbmate cannot read is not applied', async () => {
    const { url, index } = await begin({ ...three, '4_d.sql': '-- migrate:up\nselect 1;\n' });
    expect((await planOn(url, index, read)).stops).toEqual(["sql/4_d.sql: dbmate requires each migration to define a down block with '-- migrate:down'"]);
  });

  async function begin(files: Files) {
    return { url: await (await startPostgres()).database(), index: projectOf('dbmate', files) };
  }
});
