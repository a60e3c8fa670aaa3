import type { CheckedFile } from '../lint/file.js';
import type { LintedStatement } from '../lint/lint.js';
import { listed, relationNamed } from '../lint/words.js';
import type { RelationEffect } from '../sql/effects.js';
import { atLeast, blocks, spoken } from '../sql/locks.js';
import { contains } from '../text/span.js';
import type { Span } from '../text/span.js';
import { effectsMarkdown } from './hover.js';

/** `risky`: others wait for work that grows with the table. `all`: whatever locks more than a query does. */
export type Shown = 'risky' | 'all' | 'off';

/** What a statement locks, in few words. */
export interface LockNote {
  /** The statement, in the file. */
  readonly span: Span;
  /** Beside it: "users: ACCESS EXCLUSIVE, rewrite". */
  readonly short: string;
  /** Above it: "Blocks reads and writes of users while every row is written anew". */
  readonly sentence: string;
  readonly markdown: string;
  /** The first that has found something in it. */
  readonly rule?: string;
}

/** None where the risk is past. */
export function lockNotes({ statements, findings, isPast }: CheckedFile, postgres: number, shown: Shown): readonly LockNote[] {
  if (isPast || shown === 'off') return [];
  return statements.flatMap(statement => {
    const relations = existing(statement).filter(it => shown === 'all' ? atLeast(it.lock, 'ShareUpdateExclusiveLock') : isRisky(it));
    if (relations.length === 0) return [];
    const rule = findings.find(it => contains(statement.span, it.span.start))?.rule;
    return {
      span: statement.span, short: relations.map(shortOf).join('; '), sentence: sentenceOf(relations), markdown: effectsMarkdown(statement, postgres),
      ...(rule !== undefined && { rule }),
    };
  });
}

function existing({ effects, isNew }: LintedStatement): readonly RelationEffect[] {
  return effects.relations.filter((_, i) => !isNew[i]);
}

function isRisky({ lock, rewrite, scan, indexBuild }: RelationEffect): boolean {
  return atLeast(lock, 'ShareLock') && (rewrite || scan || indexBuild);
}

function shortOf(effect: RelationEffect): string {
  const work = effect.rewrite ? 'rewrite' : effect.indexBuild ? 'index build' : effect.scan ? 'scan' : undefined;
  return `${plainly(effect)}: ${spoken(effect.lock)}${work === undefined ? '' : effect.feared ? `, perhaps ${work}` : `, ${work}`}`;
}

function sentenceOf(relations: readonly RelationEffect[]): string {
  const waits = (['reads and writes', 'writes', 'schema changes'] as const).flatMap(what => {
    const names = relations.filter(it => blocks(it.lock) === what).map(plainly);
    return names.length === 0 ? [] : [`${what} ${what === 'writes' ? 'to' : 'of'} ${listed(names)}`];
  });
  const does = (what: 'rewrite' | 'indexBuild' | 'scan') => relations.filter(it => it[what]);
  const [work, of] = does('rewrite').length > 0 ? ['every row is written anew', does('rewrite')] as const
    : does('indexBuild').length > 0 ? ['the index is built', does('indexBuild')] as const
    : ['every row is read', does('scan')] as const;
  return `Blocks ${listed(waits)}${of.length === 0 ? ', for a moment' : of.every(it => it.feared) ? `, perhaps while ${work}` : ` while ${work}`}`;
}

function plainly(effect: RelationEffect): string {
  return relationNamed(effect).slice(1, -1);
}
