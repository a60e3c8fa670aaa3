import { expect, test } from 'vitest';
import { run, startPostgres } from '../postgres.js';

// What fixes promise, seen on a server: the table's file stays, or it does not.
test.each([
  ['a volatile default', 'alter table t add column a float8 default random()', true],
  ['set for new rows only', 'alter table t add column a float8, alter column a set default random()', false],
  ['a check on the column', 'alter table t add column a int check (a > 0)', false],
])('%s', async (_, sql, rewritten) => {
  const url = await (await startPostgres()).database();
  await run(url, 'create table t (id int); insert into t select generate_series(1, 10)');
  const file = async () => (await run(url, `select pg_relation_filenode('t') as file`))[0]!['file'];
  const before = await file();
  await run(url, sql);
  expect(await file() !== before).toBe(rewritten);
});
