import { afterAll, describe, expect, test } from 'vitest';
import { goose } from '../../server/core/tools/goose.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { applyOn, planOn, projectOf, statusOn, written, type Files } from '../flows/database.js';
import { run, startPostgres } from '../postgres.js';
import { indexed, migrationsOf, treeOf } from './reading.js';

const parser = startParser();
const read = scripts(parser);
afterAll(() => parser.close());

describe('names', () => {
  test.each([
    ['00001_create_users.sql', 'migration 1 create_users'],
    ['20240102030405_a.sql', 'migration 20240102030405 a'],
    ['1_.sql', 'migration 1 '],
    ['00003_seed.go', 'companion 3'],
    ['00003_seed_test.go', ''],
    ['00000_zero.sql', 'misnamed '],
    ['9223372036854775808_much.sql', 'misnamed '],
    ['schema.sql', ''],
    ['3.sql', 'misnamed '],
    ['4-dash.sql', 'misnamed 4_dash.sql'],
    ['V5__flyway.sql', 'misnamed 5_flyway.sql'],
    ['1_a.SQL', ''],
  ])('%s: %s', (file, expected) => {
    const it = goose.read(`db/${file}`, goose.at('db'));
    expect([it?.kind, ...(it?.kind === 'migration' ? [it.version, it.name] : it?.kind === 'companion' ? [it.of?.id] : it?.kind === 'misnamed' ? [it.suggestion] : [])].join(' ')).toBe(expected);
  });

  test('versions are numbers', () => {
    expect(migrationsOf(goose, ['9_a.sql', '10_b.sql', '00002_c.sql', '20240101000000_d.sql']).map(it => it.version)).toEqual(['2', '9', '10', '20240101000000']);
  });

  test.each([[[], '20261123090507_add_users.sql'], [['00041_x.sql'], '00042_add_users.sql'], [['20240102030405_x.sql'], '20261123090507_add_users.sql']])('after %j comes %s', (names, expected) => {
    const { migrations, project } = indexed(goose, names);
    expect(goose.scaffold({ name: 'Add Users', project, existing: migrations, now: new Date('2026-11-23T09:05:07Z'), down: true }).map(it => it.path)).toEqual([`db/${expected}`]);
  });

  test.each<[Record<string, string>, string]>([
    [{ 'm/1_a.sql': '-- +goose Up\n' }, 'm goose_db_version'],
    [{ 'm/1_a.sql': '--+goose up\n', '.env': 'GOOSE_TABLE=app.done\n' }, 'm app.done'],
    [{ 'm/1_a.sql': 'select 1;\n' }, ''],
    [{ 'm/1_a.sql': '-- migrate:up\n' }, ''],
  ])('%j: %s', (files, expected) => {
    expect(goose.detect({ ...treeOf(files), peek: path => files[path] }).map(it => `${it.folder} ${it.settings['table']}`).join()).toBe(expected);
  });
});

describe('sections', () => {
  // Left: the file. Right: where its down begins, and what goose says of it.
  test.each([
    ['-- +goose Up\na;\n-- +goose Down\nb;\n', 'down'],
    ['-- about\n\n--+goose UP\na;\n', ''],
    ['-- +goose Up\r\na;\r\n-- +goose Down\r\nb;\r\n', 'down'],
    ['-- +goose Up\n-- +goose Down\n', 'down'],
    ['', "must start with '-- +goose Up' annotation"],
    ['a;\n-- +goose Up\n', "must start with '-- +goose Up' annotation at «a;»"],
    ['-- +goose Down\nb;\n-- +goose Up\n', "must start with '-- +goose Up' annotation at «-- +goose Down»"],
    ['-- +goose Up\n-- +goose Up\n', "duplicate '-- +goose Up' annotations"],
    ['-- +goose Up\n -- +goose Down\n', 'invalid annotation'],
    ['-- +goose Up\n-- +goose Upp\n', 'invalid annotation'],
    ['-- +goose Up\na\n-- +goose Down\n', 'missing semicolon? at «a\n»'],
    ['-- +goose Up\na;\n/* the end */\n', 'missing semicolon? at «/* the end */\n»'],
    ['-- +goose Up\na; -- the end\n', ''],
    ['-- +goose Up\n-- +goose StatementBegin\na;\n', "missing '-- +goose StatementEnd' annotation"],
    ['-- +goose Up\n-- +goose StatementEnd\n', "'-- +goose StatementEnd' must be defined after '-- +goose StatementBegin'"],
    ['-- +goose StatementBegin\n', "must be defined after '-- +goose Up' or '-- +goose Down'"],
    ['-- +goose Up\ncreate function f() as $$\nbegin\n  a;\nend\n$$;\n', 'goose cuts this statement'],
    ['-- +goose Up\n-- +goose StatementBegin\ncreate function f() as $$\nbegin\n  a;\nend\n$$;\n-- +goose StatementEnd\n', ''],
    ['-- +goose Up\na; b;\n', ''],
  ])('%j: %s', (text, expected) => {
    const { down, flaw } = goose.sections!(text);
    if (flaw) expect(`${flaw.message} at «${text.slice(flaw.span.start, flaw.span.end)}»`).toContain(expected);
    else expect(down ? 'down' : '').toBe(expected);
  });
});

test('the up is judged, of the down only what cannot be read; NO TRANSACTION may stand anywhere', async () => {
  const { problems } = await checker(read).check(indexed(goose, {
    '1_a.sql': '-- +goose Up\ncreate table users (id bigint primary key, a int, b int);\n-- +goose Down\ndrop table users;\n',
    '2_b.sql': '-- +goose Up\ncreate index concurrently i on users (a);\n-- +goose Down\n-- +goose NO TRANSACTION\ndrop index i;\n',
    '3_c.sql': '-- +goose Up\ncreate index concurrently j on users (b);\n-- +goose Down\ndrop indx j;\n',
  }));
  expect(problems.map(it => `${it.path} ${it.rule}`)).toEqual(['db/3_c.sql ban-concurrent-in-transaction', 'db/3_c.sql syntax-error']);
});

describe('on a server', () => {
  const three: Files = { '00001_a.sql': '-- +goose Up\ncreate table a (id int);\n-- +goose Down\ndrop table a;\n', '00002_b.sql': '-- +goose Up\ncreate table b (id int);\n', '00003_c.sql': '-- +goose Up\ncreate table c (id int);\n' };

  test('applies the up, with the row of version 0 first', async () => {
    const { url, index } = await begin(three);
    expect(written((await applyOn(url, index, read)).outcome, index)).toBe('applied 1 2 3');
    expect(await run(url, 'select version_id::int, is_applied from goose_db_version order by id')).toEqual([0, 1, 2, 3].map(version_id => ({ version_id, is_applied: true })));
    expect(await statusOn(url, index)).toBe('1 applied, 2 applied, 3 applied');
  });

  test('the newest row of a version decides; a lower version is refused', async () => {
    const { url, index } = await begin(three);
    for (const { text, values } of goose.history.create(index.project, { database: '', schema: 'public', user: '' })) await run(url, values.length === 0 ? text : text.replace('$1', '0').replace('$2', 'true'));
    await run(url, 'insert into goose_db_version (version_id, is_applied) values (1, true), (3, true), (3, false), (7, true)');
    expect(await statusOn(url, index)).toBe('1 applied, 2 outOfOrder refuse, 3 outOfOrder refuse, 7 missing run');
    expect((await planOn(url, index, read)).stops).toEqual(['error: found 2 missing migrations before current version 7: version 2', 'error: found 2 missing migrations before current version 7: version 3']);
  });

  test('an error is told at its place in the file', async () => {
    const { url, index } = await begin({ '1_a.sql': '-- é😀\n-- +goose Up\ncreate table a (id int);\nselect nothing;\n' });
    expect(written((await applyOn(url, index, read)).outcome, index)).toMatch(/^applied, stopped at 1, left nothing: column "nothing" does not exist.* at «nothing»$/s);
  });

  test.each<[why: string, files: Files, stop: string]>([
    ['a program', { '2_b.go': 'package m' }, 'sql/2_b.go is a program, which only the project\'s own migrator can run'],
    ['variables', { '2_b.sql': '-- +goose Up\n-- +goose ENVSUB ON\nselect \'${A}\';\n' }, 'sql/2_b.sql: goose fills in variables of its own environment'],
    ['several at once', { '2_b.sql': '-- +goose NO TRANSACTION\n-- +goose Up\nselect 1; select 2;\n' }, 'sql/2_b.sql: goose sends several statements in one message, and without a transaction of its own'],
    ['no end', { '2_b.sql': '-- +goose Up\nselect 1\n' }, 'sql/2_b.sql: goose: unexpected unfinished SQL query: missing semicolon?'],
  ])('does not apply what only goose can: %s', async (_, files, stop) => {
    const { url, index } = await begin({ '1_a.sql': '-- +goose Up\nselect 1;\n', ...files });
    expect((await planOn(url, index, read)).stops).toEqual([stop]);
  });

  async function begin(files: Files) {
    return { url: await (await startPostgres()).database(), index: projectOf('goose', files) };
  }
});
