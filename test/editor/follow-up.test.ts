import { afterAll, describe, expect, test } from 'vitest';
import { followUpOf } from '../../server/core/editor/follow-up.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';
import { flyway, projectOf, removeProjects } from '../lint/projects.js';

const parser = startParser();
const { read } = scripts(parser);
afterAll(async () => {
  await parser.close();
  removeProjects();
});

/** Each new file with its text, or why there is none. */
async function made(index: ProjectIndex, applied: string, edited: string): Promise<readonly string[] | string> {
  const found = followUpOf(index, index.migrations[0]!, await read(applied), await read(edited), new Date('2026-11-24T10:20:30Z'));
  return found.kind === 'refused' ? found.message : found.files.map(it => `${it.path}: ${it.text}`);
}

const CREATED = 'create table t (a int);\ncreate index on t (a);\n';

describe('what was added to an applied migration', async () => {
  const index = await flyway({ V1__t: CREATED, V7__u: 'create table u (a int);' });
  test.each<[string, string, readonly string[] | string]>([
    ['at the end', `${CREATED}\n-- For reports.\nalter table t add b int;\n`, ['db/migration/V8__t_follow_up.sql: -- For reports.\nalter table t add b int;\n']],
    ['in between, and at the end without a semicolon', 'create table t (a int);\nalter table t add b int; -- later\nCREATE INDEX ON t (a);\nselect 1', ['db/migration/V8__t_follow_up.sql: alter table t add b int; -- later\nselect 1;\n']],
    ['the same once more', `${CREATED}create index on t (a);`, ['db/migration/V8__t_follow_up.sql: create index on t (a);\n']],
    ['words in another case and comments', '-- A table.\nCREATE TABLE t (a int);\n\ncreate index on t(a);', 'Nothing was added: blanks and comments need no migration'],
    ['a statement that is another', 'create table t (a bigint);\ncreate index on t (a);', 'Something that was applied is changed or gone: only what was added can become a migration of its own'],
    ['one that is gone', 'create table t (a int);\nalter table t add b int;', 'Something that was applied is changed or gone: only what was added can become a migration of its own'],
    ['one that moved', 'create index on t (a);\ncreate table t (a int);', 'Something that was applied is changed or gone: only what was added can become a migration of its own'],
    ['an error', `${CREATED}alter tabel t;`, 'The file cannot be read: syntax error at or near "tabel"'],
    ['rows', `${CREATED}copy t from stdin;\n1\n\\.\n`, 'Rows and commands of psql cannot be moved to another file'],
  ])('%s', async (_, edited, expected) => expect(await made(index, CREATED, edited)).toEqual(expected));
});

test('a project with downs gets one', async () => {
  const index = await projectOf({ 'migrations/20240101000000_t.up.sql': CREATED, 'migrations/20240101000000_t.down.sql': 'drop table t;', 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' });
  const files = await made(index, CREATED, `${CREATED}alter table t add b int;`);
  expect(files).toEqual(['migrations/20261124102030_t_follow_up.up.sql: alter table t add b int;\n', expect.stringMatching(/^migrations\/20261124102030_t_follow_up\.down\.sql: /)]);
});

test('what is no SQL cannot be taken apart', async () => {
  const index = await projectOf({ 'db/migrate/20240101000000_create_t.rb': 'class CreateT < ActiveRecord::Migration[7.0]\n  def change\n    create_table :t\n  end\nend\n' });
  expect(await made(index, '', '')).toBe('A migration of Rails cannot be taken apart');
});
