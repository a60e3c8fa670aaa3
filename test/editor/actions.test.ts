import { afterAll, describe, expect, test } from 'vitest';
import { actionsAt, wantsDown } from '../../server/core/editor/actions.js';
import type { Action } from '../../server/core/editor/actions.js';
import { hoverAt } from '../../server/core/editor/hover.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { applyEdits } from '../../server/core/text/span.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { downText } from '../../server/flows/down.js';
import { scripts } from '../../server/flows/script.js';
import { flyway, FLYWAY, golang, removeProjects } from '../lint/projects.js';

const parser = startParser();
afterAll(async () => {
  await parser.close();
  removeProjects();
});

const NOW = new Date(Date.UTC(2030, 0, 2, 3, 4, 5));

/** `mark` stands where the cursor is. */
async function actions(index: ProjectIndex, path: string, mark: string): Promise<readonly Action[]> {
  const { file, check } = checker(scripts(parser));
  const settings = { ...index.settings, assume: { lockTimeout: true } };
  const found = (await file(index, path, { settings }))!;
  const start = found.source.text.indexOf(mark);
  const { problems } = await check(index, { settings, only: [path] });
  const request = { index, file: found, span: { start, end: start }, problems, now: NOW };
  return actionsAt({ ...request, ...(wantsDown(request) && { down: await downText(found.script, found.catalog, parser) }) });
}

/** What the action makes of the files, each under its name. */
function result(index: ProjectIndex, { fix }: Action): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const edit of fix.edits) {
    const path = edit.kind === 'rename' ? edit.to : edit.path;
    const before = index.sources.get(edit.path)?.text ?? '';
    const edits = fix.edits.filter(it => it.kind === 'edit' && it.path === edit.path).map(it => it as Extract<typeof it, { kind: 'edit' }>);
    files[path.replace(/^.*\//, '')] = edit.kind === 'create' ? edit.text : applyEdits(before, edits);
  }
  return files;
}

async function perform(index: ProjectIndex, path: string, mark: string, title: string) {
  const offered = await actions(index, path, mark);
  const action = offered.find(it => it.fix.title.startsWith(title));
  expect(offered.map(it => it.fix.title).join('\n')).toContain(title);
  return { title: action!.fix.title, ...result(index, action!) };
}

describe('an index that is built concurrently', () => {
  test('Flyway, alone: the word is enough', async () => {
    const index = await flyway({ V1__a: 'create table t (a int);', V2__b: 'create index i on t (a);' });
    expect(await perform(index, `${FLYWAY}V2__b.sql`, 'create', 'Add CONCURRENTLY')).toEqual({ title: 'Add CONCURRENTLY', 'V2__b.sql': 'create index concurrently i on t (a);' });
  });
  test('Flyway, beside others: in a migration of its own', async () => {
    const index = await flyway({ V1__a: 'create table t (a int);', V2__b: '-- about\nalter table t add b int; -- b\n-- why\nCREATE INDEX i ON t (a); -- fast\nalter table t add c int;\n' });
    expect(await perform(index, `${FLYWAY}V2__b.sql`, 'CREATE', 'Add CONCURRENTLY')).toEqual({
      title: 'Add CONCURRENTLY, alone in the next migration',
      'V2__b.sql': '-- about\nalter table t add b int; -- b\nalter table t add c int;\n',
      'V3__b_concurrently.sql': 'CREATE INDEX CONCURRENTLY i ON t (a);\n',
    });
  });
  test('golang-migrate, alone: the word is enough', async () => {
    const index = await golang({ '1_a.up': 'create table t (a int);', '1_a.down': 'drop table t;', '2_b.up': 'create index i on t (a);', '2_b.down': 'drop index i;' });
    expect(await perform(index, 'migrations/2_b.up.sql', 'create', 'Add CONCURRENTLY')).toEqual({ title: 'Add CONCURRENTLY', '2_b.up.sql': 'create index concurrently i on t (a);' });
  });
  test('golang-migrate, beside others: in a migration of its own', async () => {
    const index = await golang({ '1_a.up': 'create table t (a int);', '1_a.down': 'drop table t;', '2_b.up': 'create index i on t (a);\nalter table t add b int;\n', '2_b.down': 'drop index i;' });
    expect(await perform(index, 'migrations/2_b.up.sql', 'create', 'Add CONCURRENTLY')).toEqual({
      title: 'Add CONCURRENTLY, alone in the next migration',
      '2_b.up.sql': 'alter table t add b int;\n',
      '3_b_concurrently.up.sql': 'create index concurrently i on t (a);\n',
    });
  });
  test('in the script’s own transaction: not at all', async () => {
    const index = await flyway({ V1__a: 'create table t (a int);', V2__b: 'begin; create index i on t (a); commit;' });
    expect((await actions(index, `${FLYWAY}V2__b.sql`, 'create')).map(it => it.fix.title)).not.toContain('Add CONCURRENTLY');
  });
});

test('NOT VALID, and the validation in the next migration', async () => {
  const index = await flyway({ V1__a: 'create table t (a int);', V2__b: 'ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0);' });
  expect(await perform(index, `${FLYWAY}V2__b.sql`, 'positive', 'Add NOT VALID, and validate')).toEqual({
    title: 'Add NOT VALID, and validate it in the next migration',
    'V2__b.sql': 'ALTER TABLE t ADD CONSTRAINT positive CHECK (a > 0) NOT VALID;',
    'V3__validate_positive.sql': 'ALTER TABLE "t" VALIDATE CONSTRAINT "positive";\n',
  });
});

test.each([
  ['16', 'alter table t add constraint t_a_present check (a is not null) not valid;', 'ALTER TABLE "t" VALIDATE CONSTRAINT "t_a_present";\nALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL;\nALTER TABLE "t" DROP CONSTRAINT "t_a_present";\n'],
  ['18', 'alter table t add constraint t_a_not_null not null a not valid;', 'ALTER TABLE "t" VALIDATE CONSTRAINT "t_a_not_null";\n'],
])('NOT NULL, proved in the next migration, on PostgreSQL %s', async (postgres, edited, next) => {
  const index = await flyway({ V1__a: 'create table t (a int);', V2__b: 'alter table t alter column a set not null;', 'migration-lens.jsonc': `{ "postgres": ${postgres} }` });
  expect(await perform(index, `${FLYWAY}V2__b.sql`, 'alter column', 'Add a NOT VALID constraint')).toEqual({
    title: 'Add a NOT VALID constraint, and validate it in the next migration', 'V2__b.sql': edited, 'V3__t_a_not_null.sql': next,
  });
});

test('the missing down, for the problem that it is missing', async () => {
  const index = await golang({
    '1_a.up': 'create table t (a int);', '1_a.down': 'drop table t;', '2_b.up': 'alter table t add b int;\ncreate index t_b on t (b);', '3_c.up': 'create table u (a int);', '3_c.down': 'drop table u;',
  });
  const offered = await actions(index, 'migrations/2_b.up.sql', 'alter');
  const action = offered.find(it => it.fix.title === 'Create the missing down migration: 2_b.down.sql')!;
  expect(action.problem?.rule).toBe('missing-down-migration');
  expect(result(index, action)).toEqual({ '2_b.down.sql': 'DROP INDEX t_b;\n\nALTER TABLE t DROP COLUMN b RESTRICT;\n' });
});

test('Flyway’s undo migration, on offer', async () => {
  const index = await flyway({ V1__a: 'create table t (a int);', V2__b: 'alter table t add b int;' });
  expect(await perform(index, `${FLYWAY}V2__b.sql`, 'alter', 'Create the missing down')).toMatchObject({ 'U2__b.sql': 'ALTER TABLE t DROP COLUMN b RESTRICT;\n' });
});

test('a file that the tool does not read can be renamed', async () => {
  const index = await flyway({ V1__a: 'create table t (a int);', V2_b: 'create table u (a int);' });
  const path = `${FLYWAY}V2_b.sql`;
  const { problems } = await checker(scripts(parser)).check(index, { only: [path] });
  const offered = actionsAt({ index, span: { start: 0, end: 0 }, problems, now: NOW });
  expect(offered.map(it => it.fix.edits)).toEqual([[{ kind: 'rename', path, to: `${FLYWAY}V2__b.sql` }]]);
});

test('a finding is ignored by a comment above its statement', async () => {
  const index = await flyway({ V1__a: 'create table t (a int, b bigint primary key);', V2__b: 'select 1;\n  alter table t\n    drop column a;\n' });
  const ignored = 'select 1;\n  -- migration-lens-ignore ban-drop-column\n  alter table t\n    drop column a;\n';
  expect(await perform(index, `${FLYWAY}V2__b.sql`, 'drop', 'Ignore ban-drop-column')).toEqual({ title: 'Ignore ban-drop-column for this statement', 'V2__b.sql': ignored });
  const after = await flyway({ V1__a: 'create table t (a int, b bigint primary key);', V2__b: ignored });
  expect((await checker(scripts(parser)).check(after, { settings: { ...after.settings, assume: { lockTimeout: true } } })).problems).toEqual([]);
});

test('inside a DO block, above the statement in it', async () => {
  const block = (comment: string) => `do $$ begin\n${comment}  alter table t drop column a;\nend $$;\n`;
  const index = await flyway({ V1__a: 'create table t (a int, b bigint primary key);', V2__b: block('') });
  const ignored = block('  -- migration-lens-ignore ban-drop-column\n');
  expect(await perform(index, `${FLYWAY}V2__b.sql`, 'drop', 'Ignore ban-drop-column')).toMatchObject({ 'V2__b.sql': ignored });
  const after = await flyway({ V1__a: 'create table t (a int, b bigint primary key);', V2__b: ignored });
  expect((await checker(scripts(parser)).check(after, { settings: { ...after.settings, assume: { lockTimeout: true } } })).problems).toEqual([]);
});

test('a file is split at the cursor', async () => {
  const index = await flyway({ V1__a: 'create table t (a int);', V2__b: 'alter table t add b int;\n\n-- then\nupdate t set b = 1;\nupdate t set a = 1;\n' });
  expect(await perform(index, `${FLYWAY}V2__b.sql`, 'update', 'Split into two')).toEqual({
    title: 'Split into two migrations here: the rest goes into the next one',
    'V2__b.sql': 'alter table t add b int;\n',
    'V3__b_continued.sql': '\n-- then\nupdate t set b = 1;\nupdate t set a = 1;\n',
  });
});

test('not where transactions are the script’s own', async () => {
  const index = await flyway({ V1__a: 'begin;\ncreate table t (a int);\ncommit;' });
  expect((await actions(index, `${FLYWAY}V1__a.sql`, 'create')).map(it => it.fix.title.split(':')[0])).toEqual(['Create the missing down migration']);
});

test('the next pair, at the top of a file', async () => {
  const index = await golang({ '1_a.up': 'create table t (a int);', '1_a.down': 'drop table t;' });
  expect(await perform(index, 'migrations/1_a.up.sql', 'create', 'Create the next migration')).toMatchObject({ '2_new_migration.up.sql': expect.any(String), '2_new_migration.down.sql': expect.any(String) });
});

describe('hovers', () => {
  const texts = { V1__a: 'create table t (a int);', V2__b: '/* é😀 */ alter table t alter a type bigint;\nselect 1 as one;\ncreate table u (a int);\nalter table u add b int;' };

  test.each([
    ['alter table t', 'alter table t alter a type bigint', /^On PostgreSQL 18:\n\n- `t`: `ACCESS EXCLUSIVE`, blocks reads and writes · writes every row anew\n\nThe locks are held until the transaction ends\.$/],
    ['type bigint', 'alter a type bigint', /\n\n---\n\n\*\*Why\.\*\* Where the stored values[^]*\*\*Instead\.\*\*[^]*\(https:\/\/www\.postgresql\.org\//],
    ['select 1', undefined, /./],
    ['alter table u', 'alter table u add b int', /^On PostgreSQL 18:\n\n- `u`: new in this migration, nobody waits for it/],
  ])('at %s', async (mark, over, markdown) => {
    const index = await flyway(texts);
    const file = (await checker(scripts(parser)).file(index, `${FLYWAY}V2__b.sql`, { settings: { ...index.settings, assume: { lockTimeout: true } } }))!;
    const hover = hoverAt(file, file.source.text.indexOf(mark), file.postgres);
    expect(hover && file.source.text.slice(hover.span.start, hover.span.end)).toBe(over);
    if (hover) expect(hover.markdown).toMatch(markdown);
  });

  // Markdown that others have written would load pictures from anywhere, and offer commands.
  test.each([
    ['a` ![x](https://example.com/a.png) `b', '`` a` ![x](https://example.com/a.png) `b ``'],
    ['a\n\n[x](command:x)', '`a [x](command:x)`'],
    ['``', '``` `` ```'],
  ])('a table called %j is a name', async (name, written) => {
    const index = await flyway({ V1__a: `create table "${name}" (a int);`, V2__b: `alter table "${name}" add b int;` });
    const file = (await checker(scripts(parser)).file(index, `${FLYWAY}V2__b.sql`, {}))!;
    expect(hoverAt(file, 0, file.postgres)!.markdown).toContain(`- ${written}: \`ACCESS EXCLUSIVE\``);
  });
});
