import { expect, test } from 'vitest';
import { pop } from '../../server/core/tools/pop.js';
import { tools } from '../../server/core/tools/tools.js';
import { indexed, migrationsOf, treeOf } from './reading.js';

const project = pop.at('db');

test.each([
  ['20240102030405_add_users.up.sql', 'up 20240102030405 add_users'], ['1_a.down.sql', 'down 1 a'], ['1_a.postgres.up.sql', 'up 1 a'], ['1_a.postgresql.down.sql', 'down 1 a'],
  ['1_a.autocommit.up.sql', 'up 1 a'], ['1_a.postgres.autocommit.up.sql', 'up 1 a'], ['1_a.up.fizz', 'companion 1'],
  ['1_a.mysql.up.sql', ''], ['1_a.sqlite3.down.sql', ''], ['1_a.cockroach.autocommit.up.sql', ''], ['1_a.sql', ''], ['a.up.sql', ''],
])('%s is %j', (file, expected) => {
  const reading = pop.read(`db/${file}`, project);
  expect(!reading ? '' : reading.kind === 'migration' ? `${reading.direction} ${reading.id} ${reading.name}` : reading.kind === 'companion' ? `companion ${reading.of!.id}` : reading.kind).toBe(expected);
});

test('versions are texts', () => {
  expect(migrationsOf(pop, ['2_b.up.sql', '10_c.up.sql', '1_a.up.sql']).map(it => it.id)).toEqual(['1', '10', '2']);
});

test.each([['1_a.up.sql', true], ['1_a.autocommit.up.sql', false], ['1_a.postgres.autocommit.up.sql', false]])('%s is wrapped: %s', (file, wraps) => {
  expect(pop.execution({ text: '', pieces: [], comments: [] }, migrationsOf(pop, [file])[0]!, project)).toEqual({ wraps, sends: 'whole' });
});

const module = { 'go.mod': 'require github.com/ory/pop/v6 v6.2.0\n' };

test.each<[string, Record<string, string>, string]>([
  ['below its module', { ...module, 'store/migrations/1_a.up.sql': '', 'store/migrations/1_a.down.sql': '' }, 'pop store/migrations 1'],
  ['one that is for PostgreSQL goes before one for all', { ...module, 'db/1_a.up.sql': '', 'db/1_a.postgres.up.sql': '', 'db/1_a.down.sql': '', 'db/2_b.mysql.up.sql': '' }, 'pop db 1: db/1_a.postgres.up.sql db/1_a.down.sql'],
  ['not what it was made from', { ...module, 'm/sql/1_a.up.sql': '', 'm/legacy/1_a.up.sql': '', 'm/templates/1_a.up.sql': '', 'popx/stub/m/1_a.up.sql': '' }, 'pop m/sql 1'],
  ['not the steps of others, one by one', { ...module, 'm/1_a.up.sql': '', 'm/2_b.up.sql': '', 'src/1_a/1_a.up.sql': '' }, 'pop m 2'],
  ['not where all is in its own language', { ...module, 'migrations/1_a.up.fizz': '' }, ''],
  ['not another database alone', { ...module, 'migrations/1_a.mysql.up.sql': '' }, ''],
  ['not without a module', { 'migrations/1_a.up.sql': '' }, 'golang-migrate migrations 1'],
])('detection: %s', (_, files, expected) => {
  const [found, ...more] = tools.filter(it => !it.guesses).flatMap(it => it.detect(treeOf(files)));
  const tool = tools.find(it => it.id === found?.tool);
  const own = Object.entries(files).filter(([path]) => found !== undefined && path.startsWith(`${found.folder}/`));
  const index = tool && indexed(tool, Object.fromEntries(own.map(([path, text]) => [path.slice(found!.folder.length + 1), text])), { ...found!, folder: 'db', locations: [{ path: 'db', recursive: false }] });
  const sides = index?.migrations.flatMap(it => [it.up?.path, it.down?.path]).filter(it => it !== undefined) ?? [];
  expect(more).toEqual([]);
  expect([found && `${found.tool} ${found.folder} ${index!.migrations.length}`, ...(expected.includes(':') ? [sides.join(' ')] : [])].filter(Boolean).join(': ')).toBe(expected);
});
