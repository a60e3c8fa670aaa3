import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesOf } from '../../server/edges/files.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts as scriptsOf } from '../../server/flows/script.js';
import { openWorkspace } from '../../server/flows/workspace.js';
import { run, startPostgres } from '../postgres.js';
import type { TestPostgres } from '../postgres.js';
import { applyOn } from './database.js';

let server: TestPostgres;
const parser = startParser();
const scripts = scriptsOf(parser);
beforeAll(async () => {
  server = await startPostgres();
});
afterAll(() => parser.close());

// What the real tool was told to do, in `README.md` of each, and the last migration that it applied or tried.
test.each([
  ['flyway', 'half-applied', '2'],
  ['flyway', 'failed', undefined],
  ['flyway', 'failed-transactional', undefined],
  ['flyway', 'names', '11'],
  ['flyway', 'repeatable-placeholders', undefined],
  ['flyway', 'schemas', '1', 'app.flyway_schema_history'],
  ['golang-migrate', 'half-applied', '1'],
  ['golang-migrate', 'dirty', undefined],
  ['golang-migrate', 'names', '7'],
])('our rows are those of the tool: %s, %s', async (tool, name, to, table = 'flyway_schema_history') => {
  const folder = join(import.meta.dirname, '../tools/fixtures', tool, name);
  const { projects } = await openWorkspace(filesOf(folder));
  const index = projects.find(it => it.tool.id === tool)!;
  const url = await server.database();
  const { outcome } = await applyOn(url, index, scripts, to === undefined ? {} : { to });
  expect(JSON.stringify(outcome)).not.toContain('refused');
  const rows = await run(url, tool === 'flyway' ? `select * from ${table} order by installed_rank` : 'select version::int, dirty from schema_migrations');
  const theirs = JSON.parse(readFileSync(join(folder, 'history.json'), 'utf8')) as Record<string, unknown>[];
  // With a target Flyway runs repeatables all the same; we stop at what was named.
  expect(rows.map(timeless)).toEqual(theirs.filter(it => to === undefined || it['version'] !== null || it['type'] === 'SCHEMA').map(timeless));
});

function timeless({ installed_on: _, execution_time: __, ...row }: Record<string, unknown>): Record<string, unknown> {
  return row;
}
