import { describe, expect, test } from 'vitest';
import { supabase } from '../../server/core/tools/supabase.js';
import { statementsOf } from '../../server/core/tools/supabase/split.js';
import { indexed, migrationsOf, treeOf } from './reading.js';

test.each([
  ['20240102030405_create_users.sql', '20240102030405 create_users'],
  ['0001_a.up.sql', '0001 a.up'],
  ['20240102030405-users.sql', 'misnamed 20240102030405_users.sql'],
  ['20240102030405.sql', 'misnamed 20240102030405_.sql'],
  ['V1__users.sql', 'misnamed 1_users.sql'],
  ['remote_schema.sql', ''],
  ['1_a.SQL', ''],
])('%s: %s', (file, expected) => {
  const it = supabase.read(`db/${file}`, supabase.at('db'));
  expect(it?.kind === 'migration' ? `${it.version} ${it.name}` : it?.kind === 'misnamed' ? `misnamed ${it.suggestion ?? ''}` : '').toBe(expected);
});

test('the order is that of the file names', () => {
  expect(migrationsOf(supabase, ['9_a.sql', '10_b.sql', '20240101000000_c.sql']).map(it => it.version)).toEqual(['10', '20240101000000', '9']);
});

describe('the statements that are kept', () => {
  test.each<[string, readonly string[]]>([
    ['a;b', ['a', 'b']],
    [' a ;;\n ; b ', ['a', 'b']],
    ['', []],
    ['-- a; b\nc;', ['-- a; b\nc']],
    ['/* a; /* b; */ c; */ d;', ['/* a; /* b; */ c; */ d']],
    [`select 'a;''b;'; c`, [`select 'a;''b;'`, 'c']],
    ['select "a;b"; c', ['select "a;b"', 'c']],
    ['do $$ a; b; $$; c', ['do $$ a; b; $$', 'c']],
    ['do $x$ a; $$ b; $x$; c', ['do $x$ a; $$ b; $x$', 'c']],
    ['select $1; c', ['select $1', 'c']],
    ['a (b; c); d', ['a (b; c)', 'd']],
    ['a ((b); c); d', ['a ((b)', 'c)', 'd']],
    ["a (')'; b); d", ["a (')'; b)", 'd']],
    ['create function f() begin atomic select 1; select 2; end; c', ['create function f() begin atomic select 1; select 2; end', 'c']],
    // It takes any word that ends so for the beginning of a body.
    ['select is_atomic; select 1', ['select is_atomic; select 1']],
    ["select E'a\\'; b", ["select E'a\\'", 'b']],
    ['select a\\;b; c', ['select a\\;b', 'c']],
    ['select 1 - 2; b / 3; c', ['select 1 - 2', 'b / 3', 'c']],
  ])('%j: %j', (text, expected) => expect(statementsOf(text)).toEqual(expected));

  test('a long text takes no quadratic time', () => {
    const text = 'insert into t values (1, $$x$$, \'y\'); -- atomic\n'.repeat(20_000);
    const start = performance.now();
    statementsOf(text);
    statementsOf('('.repeat(200_000));
    expect(performance.now() - start).toBeLessThan(5000);
  });
});

test('what it takes for one statement is refused', () => {
  const [migration] = migrationsOf(supabase, ['1_a.sql']);
  const refusal = (text: string) => supabase.execution({ text, pieces: [], comments: [] }, migration!, supabase.at('db')).refuses;
  expect(refusal('select is_atomic; select 1')).toContain('cannot insert multiple commands');
  expect(refusal('create function f() begin atomic select 1; select 2; end; select 1')).toBeUndefined();
});

/** Left: on disk. Middle: rows, `1~` with other statements, `1?` from before they were kept, `1=` with the same text in other pieces. */
test.each([
  ['1 2', '', '1 pending, 2 pending'],
  ['1 2', '1', '1 applied, 2 pending'],
  ['1 2 3', '1 3', '1 applied, 2 outOfOrder refuse, 3 applied'],
  ['1 2', '1~ 2', '1 modified run, 2 applied'],
  ['1 2', '1? 2=', '1 applied, 2 applied'],
  ['1', '1 2', '1 applied, 2 missing refuse'],
])('%s | %s: %s', (disk, history, expected) => {
  const { migrations, project } = indexed(supabase, Object.fromEntries(disk.split(' ').map(it => [`${it}_x.sql`, `select ${it};\nselect 2;\n`])));
  const rows = history.split(' ').filter(Boolean).map(it => {
    const version = it.replace(/\D/g, '');
    const statements = it.endsWith('?') ? null : it.endsWith('~') ? ['select 7'] : it.endsWith('=') ? [`select ${version}; select 2`] : [`select ${version}`, 'select 2'];
    return { version, name: 'x', statements };
  });
  const compared = supabase.history.compare(migrations, supabase.history.decode(rows, migrations), project);
  expect(compared.map(it => `${it.migration?.id ?? it.applied!.id} ${it.state}${it.willRun ? ` ${it.willRun}` : ''}`).join(', ')).toBe(expected);
});

test.each<[string, Record<string, string>, readonly string[]]>([
  ['by its place', { 'supabase/migrations/20240101000000_a.sql': '' }, ['supabase/migrations [supabase/migrations]']],
  ['in a package', { 'apps/web/supabase/migrations/1_a.sql': '', 'apps/web/supabase/config.toml': '' }, ['apps/web/supabase/migrations [apps/web/supabase/config.toml]']],
  ['with Drizzle, which names its files as Supabase wants them', { 'supabase/migrations/20240101000000_a.sql': '', 'supabase/migrations/meta/_journal.json': '{}' }, ['supabase/migrations [supabase/migrations]']],
  ['with Drizzle, which runs its files itself', { 'supabase/migrations/0000_a.sql': '', 'supabase/migrations/meta/_journal.json': '{}' }, []],
  ['elsewhere', { 'migrations/20240101000000_a.sql': '', 'supabase/tests/1_a.sql': '', 'supabase/config.toml': '' }, []],
])('found: %s', (_, files, expected) => expect(supabase.detect(treeOf(files)).map(it => `${it.folder} [${it.because}]`)).toEqual(expected));
