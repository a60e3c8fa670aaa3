import { afterAll, beforeAll, expect, test } from 'vitest';
import { inWords, ON_DATABASE } from '../../server/core/replay/differences.js';
import { clock } from '../../server/edges/clock.js';
import { resolveConnection } from '../../server/edges/connections.js';
import { startParser } from '../../server/edges/parser.js';
import { shadowOn } from '../../server/edges/shadow-server.js';
import { driftOf } from '../../server/flows/drift.js';
import type { Shadow } from '../../server/flows/ports.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { run, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn, open, projectOf } from './database.js';
import type { Files } from './database.js';

let server: TestPostgres;
let shadow: Shadow;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  server = await startPostgres();
  const connection = resolveConnection(server.url, { settings: { connections: {} }, env: {} });
  if (connection.kind === 'problem') throw new Error(connection.message);
  shadow = shadowOn(connection);
});
afterAll(() => parser.close());

const USERS = { 'V1__users.sql': 'create table users (id bigint generated always as identity primary key, email text not null);\ncreate index users_email on users (email);' };

// What it is about, the files that are applied, what somebody does by hand, and what is told.
test.each<[about: string, tool: string, files: Files, to: string | undefined, byHand: string, said: string]>([
  ['nothing', 'flyway', USERS, undefined, `insert into users (email) values ('a'); analyze`, ''],
  ['what is pending is no drift', 'flyway', { ...USERS, 'V2__age.sql': 'alter table users add age int' }, '1', '', ''],
  ['an index of somebody\'s, and a column', 'flyway', USERS, undefined, 'create index by_hand on users (id, email); alter table users add extra int default 1',
    'column users.extra is on the database only\nindex by_hand is on the database only'],
  ['what has been dropped and changed', 'flyway', USERS, undefined, 'drop index users_email; alter table users alter email drop not null, alter email type varchar(50)',
    'column users.email: without not null\ncolumn users.email: type character varying(50), not text\nindex users_email is missing'],
  ['owners and privileges are nobody\'s business', 'flyway', USERS, undefined, 'grant select on users to public; alter table users owner to pg_database_owner', ''],
  ['an invalid index', 'flyway', USERS, undefined, `update pg_index set indisvalid = false where indexrelid = 'users_email'::regclass`, 'index users_email: with invalid'],
  ['nothing is applied', 'golang-migrate', { '1_a.up.sql': 'create table a ()' }, '0', 'create table b ()', 'table b is on the database only'],
  ['Liquibase\'s own tables', 'liquibase', { 'changelog.sql': '--liquibase formatted sql\n--changeset me:1\ncreate table a (id int);\n' }, undefined, 'create view v as select 1 as one', 'view v is on the database only'],
])('%s', async (_, tool, files, to, byHand, said) => {
  const url = await server.database();
  const index = projectOf(tool, files);
  if (to !== '0') expect((await applyOn(url, index, scripts, { ...(to !== undefined && { to }) })).outcome.kind).toBe('done');
  if (byHand !== '') await run(url, byHand);
  expect(await drift(url, index)).toBe(said);
});

test('a row without a file, a file that is another, and what cannot be replayed', async () => {
  const url = await server.database();
  await applyOn(url, projectOf('flyway', { ...USERS, 'V2__gone.sql': 'create table gone ()' }), scripts);
  expect(await drift(url, projectOf('flyway', { 'V1__users.sql': `${USERS['V1__users.sql']}\n-- more` }))).toBe('table gone is on the database only\nThe history has 2, which has no file here\nsql/V1__users.sql is not what was applied');
  expect(await drift(url, projectOf('flyway', { 'V1__users.sql': 'select 1/0' }))).toBe('What was applied cannot be replayed: sql/V1__users.sql: division by zero');
});

async function drift(url: string, index: ReturnType<typeof projectOf>): Promise<string> {
  const session = await open(url, { readOnly: true });
  try {
    const found = await driftOf(index, session, { scripts, shadow, clock });
    return found.kind === 'refused' ? found.message : [...found.differences.map(it => inWords(it, ON_DATABASE)), ...found.notes].join('\n');
  } finally {
    await session.close();
  }
}
