import pg from 'pg';
import { expect, test } from 'vitest';
import { hasura } from '../../server/core/tools/hasura.js';
import { tools } from '../../server/core/tools/tools.js';
import { run, startPostgres } from '../postgres.js';
import { indexed, migrationsOf, treeOf } from './reading.js';

const project = hasura.at('migrations/default');

test.each([
  ['1700000000000_add_users/up.sql', 'up 1700000000000 add_users'], ['1_a/down.sql', 'down 1 a'], ['007_a b/up.sql', 'up 7 a b'],
  ['1_a/up.yaml', 'companion 1'], ['1_a/up.SQL', ''], ['a/up.sql', ''], ['1/up.sql', ''], ['1_a.up.sql', 'up 1 a'], ['1_a.down.yaml', 'companion 1'], ['x/1_a.up.sql', ''], ['1_a/x/up.sql', ''], ['99999999999999999999_a/up.sql', ''],
])('%s is %j', (file, expected) => {
  const reading = hasura.read(`migrations/default/${file}`, project);
  expect(!reading ? '' : reading.kind === 'migration' ? `${reading.direction} ${reading.id} ${reading.name}` : reading.kind === 'companion' ? `companion ${reading.of!.id}` : reading.kind).toBe(expected);
});

test('versions are numbers', () => {
  expect(migrationsOf(hasura, ['10_b/up.sql', '9_a/up.sql', '1700000000000_c/up.sql']).map(it => it.id)).toEqual(['9', '10', '1700000000000']);
});

const config = 'version: 3\nendpoint: http://localhost:8080\nmetadata_directory: metadata\n';

// The first tool in the list that finds a folder has it.
test.each<[string, Record<string, string>, string]>([
  ['a folder for each database', { 'config.yaml': config, 'migrations/default/1_a/up.sql': '', 'migrations/other/1_a/up.sql': '' }, 'hasura migrations/default default,hasura migrations/other other'],
  ['below the workspace, with a folder of another name', { 'api/config.yaml': `${config}migrations_directory: steps\n`, 'api/steps/main/1_a/up.sql': '', 'api/steps/main/1_a/down.sql': '' }, 'hasura api/steps/main main'],
  ['not the databases of others', { 'config.yaml': config, 'metadata/databases/databases.yaml': '- name: default\n  kind: postgres\n- name: reports\n  kind: mssql\n', 'migrations/default/1_a/up.sql': '', 'migrations/reports/1_a/up.sql': '' }, 'hasura migrations/default default'],
  ['also beside a crate with Diesel, which keeps its own', { 'Cargo.toml': '[dependencies]\ndiesel = "2"\n', 'hasura/config.yaml': config, 'hasura/migrations/default/1_a/up.sql': '', 'migrations/2024-01-01-000000_a/up.sql': '' }, 'hasura hasura/migrations/default default,diesel migrations undefined'],
  ['not a configuration of anything', { 'config.yaml': 'version: 3\n', 'migrations/default/1_a/up.sql': '' }, ''],
  ['not without one', { 'migrations/default/1700000000000_a/up.sql': '' }, ''],
  ['of version 2, which has no folders for databases', { 'config.yaml': 'version: 2\nendpoint: x\n', 'migrations/1_a/up.sql': '', 'migrations/default/1_a/up.sql': '' }, 'hasura migrations '],
  ['files of its first version, in the folder of a database or without', { 'config.yaml': config, 'migrations/default/1_a.up.sql': '', 'migrations/default/1_a.up.yaml': '', 'v2/config.yaml': 'version: 2\nendpoint: x\n', 'v2/migrations/1_a.up.sql': '' }, 'hasura migrations/default default,hasura v2/migrations '],
  ['not of version 1, which has files', { 'config.yaml': 'endpoint: x\n', 'migrations/1_a/up.sql': '' }, ''],
])('detection: %s', (_, files, expected) => {
  const claimed = new Set<string>();
  const found = tools.flatMap(it => it.detect(treeOf(files))).filter(({ folder }) => !claimed.has(folder) && claimed.add(folder));
  expect(found.map(({ tool, folder, settings }) => `${tool} ${folder} ${settings['database']}`).join()).toBe(expected);
});

test('the state of each database is read from the document that its server keeps', async () => {
  const url = await (await startPostgres()).database('hasura_state');
  await run(url, `create schema hdb_catalog; create table hdb_catalog.hdb_version (hasura_uuid uuid primary key default gen_random_uuid(), version text not null, upgraded_on timestamptz not null, cli_state jsonb not null default '{}', console_state jsonb not null default '{}')`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const states = async (state: object) => {
    await run(url, `delete from hdb_catalog.hdb_version; insert into hdb_catalog.hdb_version (version, upgraded_on, cli_state) values ('47', now(), '${JSON.stringify(state)}')`);
    const { text, values } = hasura.history.read(project, { database: 'd', schema: 'public', user: 'u' });
    const { migrations } = indexed(hasura, ['1_a/up.sql', '2_b/up.sql', '10_c/up.sql']);
    const { rows } = await client.query<Record<string, unknown>>(text, [...values]);
    return hasura.history.compare(migrations, hasura.history.decode(rows, migrations), project).map(it => [it.migration?.id ?? it.applied!.id, it.state, it.willRun].filter(Boolean).join(' ')).join(', ');
  };
  expect(await states({})).toBe('1 pending, 2 pending, 10 pending');
  expect(await states({ migrations: { default: { 1: false, 10: true }, other: { 2: false } } })).toBe('1 applied, 2 outOfOrder run, 10 failed');
  expect(await states({ migrations: { default: { 1: false, 2: false, 11: false } } })).toBe('1 applied, 2 applied, 10 pending, 11 missing run');

  const flat = { ...project, settings: { database: '' } };
  await run(url, 'create table hdb_catalog.schema_migrations (version bigint primary key, dirty boolean not null); insert into hdb_catalog.schema_migrations values (1, false), (10, true)');
  const { rows } = await client.query<Record<string, unknown>>(hasura.history.read(flat, { database: 'd', schema: 'public', user: 'u' }).text);
  expect(hasura.history.decode(rows, []).map(it => `${it.id} ${it.success}`)).toEqual(['1 true', '10 false']);
  await client.end();
}, 60_000);

test('it runs everything in a transaction, and nobody runs it but Hasura', () => {
  const { migrations } = indexed(hasura, ['1_a/up.sql']);
  expect(hasura.execution({ text: '', pieces: [], comments: [] }, migrations[0]!, project)).toEqual({ wraps: true, sends: 'whole' });
  expect(hasura.run).toMatchObject({ by: 'nobody', why: expect.stringContaining('`hasura migrate apply`') });
});
