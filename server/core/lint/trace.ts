import type { Catalog, Footprint } from '../schema/catalog.js';
import type { Effects } from '../sql/effects.js';
import type { Statement } from '../sql/statement.js';
import { isAlike } from './replay.js';
import type { Finding, Rule } from './rule.js';
import { changesTypes, writes } from './since-begin.js';

/** What one statement gave, and what that hangs on: where all of it is the same again, so is the statement. */
export interface Trace {
  readonly statement: Statement;
  /** Of the session, and what stands before the statement. */
  readonly circumstances: number;
  readonly gap: string;
  /** Of the statement before it. */
  readonly effectsBefore: Effects | undefined;
  /** Absent where the statement must be looked at each time. */
  readonly footprint: Footprint | undefined;
  /** The schema when it was looked at last, and what it made of that. */
  readonly before: Catalog;
  readonly after: Catalog;
  /** Of relations and columns, whether they were new. */
  readonly asked: ReadonlyMap<string, boolean>;
  /** Rules that have asked for more than the statement and the schema. */
  readonly looks: ReadonlyMap<Rule, Look>;
  readonly found: readonly Found[];
  readonly effects: Effects;
  readonly isNew: readonly boolean[];
}

export interface Found {
  readonly rule: Rule;
  readonly finding: Finding;
}

/** How far a rule has looked: at the `last` statement, at what the same transaction has `held` or at the statements in it that `wrote`, `around` at any other of the file. */
export type Look = (typeof LOOKS)[number];
const LOOKS = ['last', 'held', 'wrote', 'around'] as const;

export function farther(a: Look | undefined, b: Look): Look {
  return a !== undefined && LOOKS.indexOf(a) > LOOKS.indexOf(b) ? a : b;
}

/** What is the same as it was: the statement before and its effects, what the transaction holds, which of its statements wrote, and all of the file so far. */
export interface Same {
  readonly before: boolean;
  readonly held: boolean;
  readonly wrote: boolean;
  readonly soFar: boolean;
}

/** Of the rules that have looked beyond the statement, those that may see something else now. */
export function staleIn({ looks }: Trace, same: Same): ReadonlySet<Rule> {
  if (looks.size === 0 || (same.before && same.held && same.wrote && same.soFar)) return NONE;
  const isSeenAgain = (look: Look) => same.before && (look === 'last' || (same.held && (look === 'held' || (same.wrote && (look === 'wrote' || same.soFar)))));
  return new Set([...looks].flatMap(([rule, look]) => (isSeenAgain(look) ? [] : [rule])));
}

const NONE: ReadonlySet<Rule> = new Set();

export interface Alongside {
  /** What is known of the statement that is now at this place. */
  at(position: number): Trace | undefined;
  /** The same, or what stood there instead; `undefined` from the edit on, where there are more statements than before it, or fewer. */
  instead(position: number): Trace | undefined;
  /** Where the first difference is; `undefined` where there is none. */
  readonly edited: number | undefined;
}

/** Lays what was known before an edit beside the statements after it: the same ones up to the edit, and the same ones behind it. */
export function alongside(earlier: readonly Trace[], statements: readonly Statement[]): Alongside {
  let same = 0;
  while (same < statements.length && earlier[same]?.statement === statements[same]) same++;
  const shift = earlier.length - statements.length;
  return {
    edited: same === statements.length && shift === 0 ? undefined : same,
    at(position) {
      const known = earlier[position < same ? position : position + shift];
      return known?.statement === statements[position] ? known : undefined;
    },
    instead: position => (position < same || shift === 0 ? earlier[position] : undefined),
  };
}

/** What has made the same schema of the same one before an edit makes that very value again: those that follow find what they know. */
export function asBefore(step: Trace, was: Trace | undefined): Trace {
  if (was === undefined || was.before !== step.before || !isAlike(was.statement, step.statement)) return step;
  const footprint = step.footprint && was.footprint && { ...step.footprint, changes: was.footprint.changes };
  return { ...step, footprint, after: was.after };
}

/** Whether both take the same locks: what follows in the transaction cannot tell them apart by these. */
export function locksAlike({ effects: a, isNew: newInA }: Trace, { effects: b, isNew: newInB }: Trace): boolean {
  return a === b || JSON.stringify([a.relations, newInA]) === JSON.stringify([b.relations, newInB]);
}

/** Whether neither changes rows or types, or both are one. */
export function writesAlike(a: Trace, b: Trace): boolean {
  return a.statement === b.statement || !(isWrite(a) || isWrite(b));
}

function isWrite({ statement, effects }: Trace): boolean {
  return writes(effects) || changesTypes(statement);
}
