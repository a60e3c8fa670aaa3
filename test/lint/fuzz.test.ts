import { readFileSync, readdirSync } from 'node:fs';
import { afterAll, expect, test } from 'vitest';
import { scriptProblems } from '../../server/core/lint/checks.js';
import { lint } from '../../server/core/lint/lint.js';
import type { Linted } from '../../server/core/lint/lint.js';
import { rules } from '../../server/core/lint/rules.js';
import { rulesOn } from '../../server/core/lint/severity.js';
import { suppressionsOf } from '../../server/core/lint/suppressions.js';
import { emptyCatalog } from '../../server/core/schema/catalog.js';
import { tokens } from '../../server/core/sql/lexer.js';
import type { Script } from '../../server/core/sql/script.js';
import { split } from '../../server/core/sql/split.js';
import type { Span } from '../../server/core/text/span.js';
import type { Execution } from '../../server/core/tools/tool/execution.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';
import { randomOf } from '../random.js';
import { withoutMarkers } from './markers.js';

// Real statements, some of them broken in some way at a time: nothing may throw, nothing may be found outside of the
// text, and what is computed from the edits alone must be what is computed from the whole. `npm run fuzz` does it 100,000 times.

const MUTATIONS = Number(process.env['FUZZ'] ?? 1_000);
const AT_ONCE = 8;
const SEED = Number(process.env['SEED'] ?? 1);

const parser = startParser();
const { read } = scripts(parser);
afterAll(() => parser.close());

test(`${MUTATIONS} mutations of real statements, seed ${SEED}`, { timeout: 60_000 + MUTATIONS * 50 }, async () => {
  const random = randomOf(SEED);
  const everything = corpus();
  const resident: number[] = [];
  // Long enough for lint to remember, and short enough to be read often.
  let statements: string[] = [];
  let earlier: Linted['trace'] = [];

  for (let round = 0; round * AT_ONCE < MUTATIONS; round++) {
    // From time to time other statements, in another order.
    if (round % 100 === 0) statements = Array.from({ length: 120 }, () => pick(everything, random));
    const before = [...statements];
    const places = Array.from({ length: AT_ONCE }, () => Math.floor(random() * statements.length));
    for (const at of places) statements[at] = mutated(statements[at]!, pick(everything, random), random);

    const text = statements.join(';\n');
    const script = await read(text);
    const execution: Execution = { wraps: round % 20 < 12, sends: round % 20 < 16 ? 'statement' : 'whole' };
    const linted = linting(script, execution, earlier);
    const found = [...linted.findings, ...linted.findings.flatMap(it => it.fixes.flatMap(fix => fix.edits)), ...scriptProblems(script, execution, linted.statements, 18), ...linted.statements];
    const outside = found.find(({ span }) => !isInside(span, text));
    if (outside) expect.fail(`outside of the text, round ${round}: ${JSON.stringify(outside)} in\n${text}`);
    if (round % 4 === 0) expect(plain(linted), `round ${round}`).toBe(plain(linting(script, execution, [])));
    // As when the parser has not yet come to the end.
    const begun = linting({ ...script, pieces: script.pieces.slice(0, 110 - (round % 10)) }, execution, []);
    if (round % 4 === 2) expect(plain(linting(script, execution, begun.trace)), `begun, round ${round}`).toBe(plain(linting(script, execution, [])));

    earlier = linted.trace;
    // Half of the time the next edits are on top of these.
    if (random() < 0.5) statements = before;
    if (round % 1_000 === 999) resident.push(process.memoryUsage().rss);
  }
  const [warm, ...later] = resident;
  if (warm !== undefined) console.log(`resident MB, every 8,000: ${resident.map(it => Math.round(it / 1e6)).join(' ')}`);
  for (const it of later) expect(it).toBeLessThan(warm! * 1.5 + 50e6);
});

function linting(script: Script, execution: Execution, earlier: Linted['trace']): Linted {
  const severities = Object.fromEntries(rules.map(it => [it.id, 'warning' as const]));
  return lint(script, rulesOn(rules, severities), { postgres: 18, execution, catalog: emptyCatalog(), suppressions: suppressionsOf(script), severities, earlier });
}

/** Everything about it that can be compared. */
function plain({ findings, statements, catalog }: Linted): string {
  const relations = [...catalog.relations()].sort((a, b) => (JSON.stringify(a.name) < JSON.stringify(b.name) ? -1 : 1));
  const withMaps = (_: string, value: unknown) => (value instanceof Map ? [...value as Map<unknown, unknown>] : value);
  return JSON.stringify({ findings, statements, complete: catalog.complete, timeZone: catalog.timeZone, relations }, withMaps, 1);
}

function isInside({ start, end }: Span, text: string): boolean {
  return 0 <= start && start <= end && end <= text.length;
}

/** Of the rules' examples and the tests' projects. */
function corpus(): readonly string[] {
  const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter(it => it.endsWith('.sql')).map(it => readFileSync(`test/${it}`, 'utf8'));
  const examples = rules.flatMap(it => it.examples.flatMap(({ sql, before = '' }) => [before, withoutMarkers(sql)]));
  const cut = [...files, ...examples].flatMap(text => split(text).pieces.map(({ span }) => text.slice(span.start, span.end)));
  return [...new Set(cut)].filter(it => it !== '' && it.length < 2_000).sort();
}

const NASTY = ["'", '"', '$$', '$a$', '(', ')', '[', ']', ';', ',', '.', '::', '--', '/*', '*/', '\\', '\0', '\ufeff', '\ud83d', '😀', '\r', '\n', 'é', '1e', '0x', "E'", 'U&"', '${x}', ':x', 'null', '-1', '99999999999999999999', 'begin', 'commit', 'rollback', 'set search_path to a, b', 'only', 'if exists', 'concurrently', 'cascade'];

/** One token or character is lost, doubled, moved, or replaced by something from elsewhere. */
function mutated(text: string, other: string, random: () => number): string {
  const all = tokens(text);
  const token = all.length === 0 ? { start: 0, end: 0 } : pick(all, random).span;
  const word = text.slice(token.start, token.end);
  const place = Math.floor(random() * (text.length + 1));
  const theirs = tokens(other);
  const strange = theirs.length === 0 ? '' : pick(theirs, random).span;
  const replaced = (by: string) => text.slice(0, token.start) + by + text.slice(token.end);
  switch (Math.floor(random() * 10)) {
    case 0: return replaced('');
    case 1: return replaced(`${word} ${word}`);
    case 2: return replaced(strange === '' ? '' : other.slice(strange.start, strange.end));
    case 3: return replaced(pick(NASTY, random));
    case 4: return text.slice(0, place) + pick(NASTY, random) + text.slice(place);
    case 5: return text.slice(0, place) + text.slice(place + 1);
    case 6: return text.slice(0, place);
    case 7: return text.slice(0, place) + other.slice(Math.floor(random() * other.length));
    case 8: return `${text}; ${other}`;
    default: return other;
  }
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)]!;
}
