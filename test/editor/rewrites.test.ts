import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';
import { removeProjects } from '../lint/projects.js';
import { startPostgres } from '../postgres.js';
import { played } from './rewriting.js';

const FOLDER = 'test/editor/rewrites';
const parser = startParser();
afterAll(async () => {
  await parser.close();
  removeProjects();
});

/**
 * A rewrite is a text: what it is for; the project's files, of which the last holds the statement and `=== rows` what is in the tables
 * before it, `=== meanwhile` what an old application does after the first step, `=== then` what a new one does; `=== but` what the schema differs in,
 * `=== instead` what a statement that Postgres refuses was to do; behind `=== rewritten`, what the runner made of them. `UPDATE=1` keeps what it wrote.
 *
 * The files run on a real Postgres as the tool would send them. What they leave behind is what the statement alone would have left; and
 * their downs leave what was there before.
 */
test.each(readdirSync(FOLDER))('%s', async name => {
  const path = join(FOLDER, name);
  const expected = readFileSync(path, 'utf8');
  const [given] = expected.split(/^=== rewritten\n/m) as [string];
  const { index, after, fix, problems, run, but } = await played(given, scripts(parser));

  const changed = [...new Set(fix.edits.map(it => it.path))].map(it => `=== ${it}\n${after.sources.get(it)!.text}`);
  const actual = `${given}=== rewritten\n${fix.title}\n${changed.map(it => it.endsWith('\n') ? it : `${it}\n`).join('')}`;
  if (process.env['UPDATE']) writeFileSync(path, actual);
  else expect(actual).toBe(expected);
  expect(problems, 'the rule has nothing more to say').toEqual([]);
  expect(after.migrations.map(it => it.id).slice(0, index.migrations.length)).toEqual(index.migrations.map(it => it.id));

  const server = await startPostgres();
  expect(await run(() => server.database())).toEqual({ differs: but, back: but, rows: 'same' });
});
