import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { lint } from '../../server/core/lint/lint.js';
import { rulesOn } from '../../server/core/lint/severity.js';
import { afterPiece } from '../../server/core/lint/replay.js';
import type { Example, Rule } from '../../server/core/lint/rule.js';
import { rules } from '../../server/core/lint/rules.js';
import { suppressionsOf } from '../../server/core/lint/suppressions.js';
import { emptyCatalog, type Catalog } from '../../server/core/schema/catalog.js';
import { effectsOf } from '../../server/core/sql/effects.js';
import type { Name } from '../../server/core/sql/identifier.js';
import type { Lock } from '../../server/core/sql/locks.js';
import type { Piece, Script } from '../../server/core/sql/script.js';
import type { Statement } from '../../server/core/sql/statement.js';
import { applyEdits } from '../../server/core/text/span.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import type { Parser } from '../../server/flows/ports.js';
import { played } from '../editor/rewriting.js';
import { casesOf } from '../lint/cases.js';
import { EMPTIED } from '../lint/emptied.js';
import { withoutMarkers } from '../lint/markers.js';
import { STATEMENTS } from '../sql/effects-statements.js';
import { isAside } from '../sql/histories/play.js';
import { line, observed } from '../sql/observed.js';

/** What was asked of one server, and where it says something else than we do. */
export interface Verdict {
  readonly counts: { examples: number; fixes: number; effects: number; refusals: number; rewrites: number; histories: number };
  readonly disagreements: string[];
}

export interface Asked {
  readonly client: pg.Client;
  readonly major: number;
  readonly parser: Parser;
}

/** `undefined_object`, `undefined_file`. */
const ABSENT: ReadonlySet<string> = new Set(['42704', '58P01']);

/** Every example of every rule, and every fix of a finding in it: runs, or is refused, as is said; and each statement does what is said. */
export async function examples({ client, major, parser }: Asked, verdict: Verdict): Promise<void> {
  const { read } = scripts(parser);
  const unavailable = rules.find(it => it.id === 'version-feature-unavailable')!;

  for (const rule of rules) {
    for (const example of [...rule.examples, ...casesOf(rule)]) {
      // What is said of a major is not said of others; without one, it is said of all.
      if (example.postgres !== undefined && example.postgres !== major) continue;
      const source = withoutMarkers(example.sql);
      const [earlier, script] = [await read(example.before ?? ''), await read(source)];
      const start = earlier.pieces.reduce(afterPiece, emptyCatalog());
      const place = `${rule.id}: ${example.title}`;

      const asked = await plays(earlier, script, example);
      const newer = [...found(unavailable, earlier, emptyCatalog(), true), ...found(unavailable, script, start, true)];
      // Of a major that it names, an example may show what is refused there and runs on the newest: then the rule says so.
      const findings = found(rule, script, start, example.transaction ?? true, example.settings);
      const warned = example.postgres !== undefined && major < 18 && findings.length > 0;
      // Older servers lack roles, parameters and extensions that an example may name, and say no in other words.
      if (major < 18 && newer.length === 0 && asked !== undefined && ABSENT.has(asked)) continue;
      // What the newest refuses, an older one may run: there the rule speaks of no error.
      const runsYet = major < 18 && asked === undefined && findings.every(it => it.severity !== 'error');
      const asSaid = newer.length > 0 ? asked !== undefined : asked === example.refusedWith || runsYet || (asked !== undefined && (warned || (major < 18 && example.refusedWith !== undefined)));
      verdict.counts[newer.length > 0 ? 'refusals' : 'examples']++;
      if (!asSaid) verdict.disagreements.push(`${place}: ${newer.length > 0 ? 'a refusal' : example.refusedWith ?? 'runs'} is said, ${asked ?? 'runs'} is seen`);
      if (newer.length > 0 || asked !== undefined) continue;

      const edits = findings.flatMap(it => it.fixes[0]?.edits ?? []);
      if (edits.length > 0) {
        verdict.counts.fixes++;
        const fixed = await read(applyEdits(source, edits));
        const seen = found(unavailable, fixed, start, true).length > 0 ? 'newer syntax' : await plays(earlier, fixed, { ...example, transaction: false });
        if (seen !== undefined) verdict.disagreements.push(`${place}: its fix runs is said, ${seen} is seen`);
        if (found(rule, fixed, start, example.transaction ?? true, example.settings).length > 0) verdict.disagreements.push(`${place}: its fix is still found`);
      }
      await effectsOfScript(earlier, script, start, place);
    }
  }

  function found(rule: Rule, script: Script, catalog: Catalog, wraps: boolean, given: NonNullable<Example['settings']> = {}) {
    const severities = rule.severity === 'off' ? { [rule.id]: 'info' as const } : {};
    return lint(script, rulesOn([rule], severities), { postgres: major, execution: { wraps, sends: 'statement' }, catalog, suppressions: suppressionsOf(script), severities, ruleSettings: { [rule.id]: given } }).findings;
  }

  /** The SQLSTATE of a refusal, statement by statement. */
  async function plays(earlier: Script, script: Script, { transaction = true }: Pick<Example, 'transaction'>): Promise<string | undefined> {
    await fresh();
    try {
      for (const text of textsOf(earlier)) await client.query(text);
      if (transaction) await client.query('begin');
      for (const text of textsOf(script)) await client.query(text);
      if (transaction) await client.query('commit');
      return undefined;
    } catch (error) {
      return (error as pg.DatabaseError).code;
    } finally {
      await client.query('rollback');
    }
  }

  /** Each statement in a transaction that is undone, and then for good. */
  async function effectsOfScript(earlier: Script, script: Script, start: Catalog, place: string): Promise<void> {
    await fresh();
    for (const text of textsOf(earlier)) await client.query(text);
    let catalog = start;
    for (const piece of script.pieces) {
      const text = script.text.slice(piece.span.start, piece.span.end);
      if (piece.kind === 'statement' && piece.statement.kind !== 'transaction') await compare(client, piece, text, catalog, major, place, verdict);
      catalog = afterPiece(catalog, piece);
      // What lives by the tool's transaction cannot go on without it: SET LOCAL, say.
      if (await client.query(text).then(() => false, () => true)) return;
    }
  }

  async function fresh(): Promise<void> {
    await client.query('rollback; reset all; reset session authorization; discard temp');
    await client.query(EMPTIED);
  }
}

/** The statements of `effects-statements.ts`, as far as the major has their syntax. */
export async function effects({ client, major, parser }: Asked, verdict: Verdict): Promise<void> {
  const { read } = scripts(parser);
  await client.query(EMPTIED);
  await client.query('set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 0');
  const schema = await read(readFileSync('test/sql/effects-schema.sql', 'utf8'));
  let catalog = emptyCatalog();
  for (const piece of schema.pieces) {
    const refused = await client.query(schema.text.slice(piece.span.start, piece.span.end)).then(() => false, () => true);
    if (!refused) catalog = afterPiece(catalog, piece);
  }
  for (const sql of STATEMENTS) {
    const [piece] = (await read(sql)).pieces;
    if (piece?.kind === 'statement') await compare(client, piece, sql, catalog, major, 'effects', verdict);
  }
}

/** The sequences of `test/editor/rewrites/`, as they are written for this major: they run, and leave what the statement alone would have left. */
export async function rewrites({ major, parser, database }: Asked & { database(): Promise<string> }, verdict: Verdict): Promise<void> {
  const FOLDER = 'test/editor/rewrites';
  for (const name of readdirSync(FOLDER)) {
    const [given] = readFileSync(join(FOLDER, name), 'utf8').split(/^=== rewritten\n/m) as [string];
    const { index, problems, run, but } = await played(given, scripts(parser), major);
    const refused = (await checker(scripts(parser)).check(index)).problems.some(it => it.rule === 'version-feature-unavailable');
    if (refused) continue;
    verdict.counts.rewrites++;
    if (problems.length > 0) verdict.disagreements.push(`${name}: ${problems.join(', ')}`);
    const seen = await run(database).catch((error: unknown) => ({ differs: String(error), back: '', rows: 'same' }));
    if (seen.differs !== but || seen.back !== but || seen.rows !== 'same') verdict.disagreements.push(`${name}: ${JSON.stringify(seen)}`);
  }
}

/** A statement that the server refuses in this place says nothing. */
async function compare(client: pg.Client, { statement }: Extract<Piece, { kind: 'statement' }>, sql: string, catalog: Catalog, major: number, place: string, verdict: Verdict): Promise<void> {
  const said = effectsOf(statement, catalog, major);
  if (said.outsideTransactionOnly) return;
  const seen = await observed(client, sql).catch(() => undefined);
  if (seen === undefined) return;
  verdict.counts.effects++;
  const told = said.relations.filter(it => it.relation.schema !== 'pg_temp');
  // What is feared is not known: the locks are.
  const loose = told.some(it => it.feared) ? () => true : isUndecided(statement, place === 'effects');
  const lines = told.filter(it => !(isSequence(it.relation) && loose('sequence'))).map(({ relation: { schema, name }, lock, rewrite, scan, indexBuild }) => line(`${schema}.${name}`, lock, rewrite, scan, indexBuild));
  const [a, b] = [lines, seen.filter(it => !(isSequence(nameIn(it)) && loose('sequence')) && !(place !== 'effects' && isAside(it, lines)))].map(all => all.map(it => loosened(it, loose)).sort().join(', '));
  if (a !== b) verdict.disagreements.push(`${place}: ${sql.replace(/\s+/g, ' ').slice(0, 200)}\n    said: ${a}\n    seen: ${b}`);

  function isSequence(name: Name): boolean {
    return catalog.relation(name)?.kind === 'sequence';
  }
}

/**
 * What a server says of tables without rows, as those of the examples are, decides nothing: whether a foreign key reads what it refers to,
 * whether a default draws from a sequence; and how an UPDATE finds its rows is the planner's choice.
 */
function isUndecided({ kind }: Statement, rows: boolean): (what: 'sequence' | Lock) => boolean {
  const dml = kind === 'insert' || kind === 'update' || kind === 'delete' || kind === 'merge' || kind === 'select';
  return what => !rows && (dml || what === 'sequence' || what === 'ShareRowExclusiveLock' || what === 'RowShareLock');
}

function loosened(said: string, loose: (what: Lock) => boolean): string {
  const [name, lock] = said.split(' ') as [string, Lock];
  return loose(lock) ? `${name} ${lock}` : said;
}

function nameIn(said: string): Name {
  const [schema, name] = said.split(' ')[0]!.split('.') as [string, string];
  return { schema, name };
}

function textsOf({ pieces, text }: Script): readonly string[] {
  return pieces.map(it => text.slice(it.span.start, it.span.end));
}
