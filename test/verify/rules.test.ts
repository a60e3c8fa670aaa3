import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { MAJORS } from '../embedded-postgres/majors.mjs';
import { startEmbeddedPostgres } from '../embedded-postgres.mjs';
import { removeProjects } from '../lint/projects.js';
import { effects, examples, rewrites } from './claims.js';
import { histories } from './histories.js';
import type { Verdict } from './claims.js';

const parser = startParser();
afterAll(async () => {
  await parser.close();
  removeProjects();
});

/** `VERIFY=13,18` asks only these. */
const wanted = process.env['VERIFY']?.split(',').map(Number) ?? Object.keys(MAJORS).map(Number);

test.concurrent.each(wanted)('PostgreSQL %i does what the rules say', async major => {
  const server = await startEmbeddedPostgres({ major });
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  const verdict: Verdict = { counts: { examples: 0, fixes: 0, effects: 0, refusals: 0, rewrites: 0, histories: 0 }, disagreements: [] };
  try {
    await examples({ client, major, parser }, verdict);
    await effects({ client, major, parser }, verdict);
    await histories({ client, major, parser }, verdict);
    let count = 0;
    const database = async () => {
      await client.query(`create database rewrite_${++count}`);
      return server.url(`rewrite_${count}`);
    };
    await rewrites({ client, major, parser, database }, verdict);
    const { rows: [version] } = await client.query<{ server_version: string }>('show server_version');
    const { counts } = verdict;
    const total = Object.values(counts).reduce((sum, it) => sum + it, 0);
    console.info(`PostgreSQL ${version!.server_version}: ${total} claims, ${verdict.disagreements.length} disagree: ${counts.examples} examples run or are refused as said, `
      + `${counts.refusals} are refused for syntax that is newer, ${counts.fixes} fixes run, ${counts.effects} statements lock, rewrite, scan and build as said, ${counts.histories} leave the schema that the catalogue has, `
      + `${counts.rewrites} rewrites end where the statement would have.`);
  } finally {
    await client.end();
    await server.stop();
  }
  expect(verdict.disagreements.join('\n')).toBe('');
});
