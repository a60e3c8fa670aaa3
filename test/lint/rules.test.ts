import { readdirSync, writeFileSync } from 'node:fs';
import pg from 'pg';
import { afterAll, describe, expect, test } from 'vitest';
import { lint } from '../../server/core/lint/lint.js';
import type { ScriptFinding } from '../../server/core/lint/lint.js';
import type { Example, Rule } from '../../server/core/lint/rule.js';
import { rules } from '../../server/core/lint/rules.js';
import { rulesOn } from '../../server/core/lint/severity.js';
import { suppressionsOf } from '../../server/core/lint/suppressions.js';
import { emptyCatalog } from '../../server/core/schema/catalog.js';
import type { Script } from '../../server/core/sql/script.js';
import { applyEdits } from '../../server/core/text/span.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';
import { run, startPostgres } from '../postgres.js';
import { casesOf, type Case } from './cases.js';
import { EMPTIED } from './emptied.js';
import { withMarkers, withoutMarkers } from './markers.js';

const parser = startParser();
const { read } = scripts(parser);
afterAll(() => parser.close());

test('every file in rules/ is in the list, under its own name', () => {
  const files = readdirSync('server/core/lint/rules').map(file => file.replace(/\.ts$/, ''));
  expect(rules.map(it => it.id).toSorted()).toEqual(files.toSorted());
});

describe.each(rules.map(it => [it.id, it] as const))('%s', (_, rule) => {
  const cases = casesOf(rule);

  test.each([...rule.examples, ...cases].map(it => [it.title, it] as const))('%s', async (_title, { sql, fixed, ...given }) => {
    const source = withoutMarkers(sql);
    const findings = await found(rule, source, given);
    expect(withMarkers(source, findings)).toBe(sql);

    const after = applyEdits(source, findings.flatMap(it => it.fixes[0]?.edits ?? []));
    expect(after).toBe(fixed ?? source);
    if (fixed !== undefined) expect(await found(rule, after, given), 'the fix must satisfy the rule').toEqual([]);
  });

  // What an old major does, another test observes; here the text has to be real SQL on real tables.
  test.each([...rule.examples, ...cases].map(it => [it.title, it] as const))('runs: %s', async (_title, { sql, fixed, before, transaction, refusedWith }) => {
    expect(await refusal(withoutMarkers(sql), before, transaction ?? true)).toBe(refusedWith);
    // Outside a transaction, because that is where some fixes lead. What was refused may be mended by it.
    if (fixed !== undefined) expect([undefined, refusedWith]).toContain(await refusal(fixed, before, false));
  });

  if (process.env['UPDATE'] && cases.length > 0) test('writes its cases anew', async () => {
    const texts = await Promise.all(cases.map(it => updated(rule, it)));
    writeFileSync(`test/lint/cases/${rule.id}.sql`, texts.join(''));
    expect(texts).toHaveLength(cases.length);
  });

  test('has an example that is found and one that is not', () => {
    const marked = rule.examples.filter(it => withoutMarkers(it.sql) !== it.sql).length;
    expect(marked).toBeGreaterThan(0);
    expect(marked).toBeLessThan(rule.examples.length);
  });
});

async function found(rule: Rule, source: string, { before = '', postgres = 18, transaction = true, settings = {} }: Omit<Example, 'sql' | 'title'>): Promise<readonly ScriptFinding[]> {
  const earlier = await read(before);
  const catalog = statementsOf(earlier).reduce((so, statement) => so.after(statement), emptyCatalog());
  const script = await read(source);
  const execution = { wraps: transaction, sends: 'statement' } as const;
  const severities = { [rule.id]: rule.severity === 'off' ? 'info' as const : rule.severity };
  return lint(script, rulesOn([rule], severities), { postgres, execution, catalog, suppressions: suppressionsOf(script), severities, ruleSettings: { [rule.id]: settings } }).findings;
}

function statementsOf({ pieces }: Script) {
  return pieces.flatMap(it => it.kind === 'statement' ? [it.statement] : []);
}

/** The SQLSTATE with which Postgres refuses the script, statement by statement as Flyway sends it. */
async function refusal(source: string, before: string | undefined, transaction: boolean): Promise<string | undefined> {
  const url = await (playground.url ??= startPostgres().then(it => it.database()));
  await run(url, EMPTIED);
  if (before !== undefined) await run(url, before);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    if (transaction) await client.query('begin');
    for (const piece of (await read(source)).pieces) await client.query(source.slice(piece.span.start, piece.span.end));
    if (transaction) await client.query('commit');
    return undefined;
  } catch (error) {
    return (error as pg.DatabaseError).code;
  } finally {
    await client.end();
  }
}

/** A database that each example finds empty: to make one for each would take minutes. */
const playground: { url?: Promise<string> } = {};

/** The case as it would have to be written for what is found now. */
async function updated(rule: Rule, { title, given, before, sql, ...rest }: Case): Promise<string> {
  const source = withoutMarkers(sql);
  const findings = await found(rule, source, { ...rest, ...(before !== undefined && { before }) });
  const after = applyEdits(source, findings.flatMap(it => it.fixes[0]?.edits ?? []));
  return [
    `-- case: ${title}\n`,
    given && `-- given: ${given}\n`,
    before !== undefined && `${before}-- then:\n`,
    withMarkers(source, findings),
    after !== source && `-- fixed:\n${after}`,
  ].filter(it => it !== false).join('');
}
