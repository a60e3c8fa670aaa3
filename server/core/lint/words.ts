import type { RelationEffect } from '../sql/effects.js';
import { display } from '../sql/identifier.js';
import type { Name } from '../sql/identifier.js';
import { atLeast, blocks } from '../sql/locks.js';
import type { Effects } from '../sql/effects.js';
import { tokens } from '../sql/lexer.js';
import type { Span } from '../text/span.js';
import type { Context, StatementFix } from './rule.js';

/** The name as a person would write it in a sentence. */
export function named(name: Name): string {
  return `\`${display(name)}\``;
}

/** A relation of the effects. */
export function relationNamed(effect: RelationEffect): string {
  return named(visible(effect));
}

/** What is said of its name: `public` goes without saying. */
export function visible({ relation }: RelationEffect): Name {
  return relation.schema === 'public' ? { name: relation.name } : relation;
}

/** `a`, `a and b`, `a, b and c`. */
export function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** The first few, and how many more. `count`: where `parts` are the first of so many, `MANY` of them at least. */
export function listedBriefly(parts: readonly string[], count = parts.length): string {
  return count <= MANY ? listed(parts) : `${parts.slice(0, MANY - 1).join(', ')} and ${count - MANY + 1} others`;
}

/** More are not all named. */
export const MANY = 4;

/** What the statement does to relations that others use already. */
export function onExisting(effects: Effects, { isNew }: Pick<Context, 'isNew'>): readonly RelationEffect[] {
  return effects.relations.filter(it => !isNew(it.relation));
}

/** Of these, what still has rows: a relation that this transaction has truncated is nothing to read, and closed to others already. */
export function onRows(effects: Effects, context: Pick<Context, 'isNew' | 'emptied' | 'transaction'>): readonly RelationEffect[] {
  return onExisting(effects, context).filter(it => !context.transaction || context.emptied(it.relation) !== 'truncated');
}

/** What others cannot do meanwhile: `reads and writes of \`a\` and writes to \`b\``; empty where nothing is blocked. */
export function blocked(relations: readonly RelationEffect[]): string {
  const all = relations.filter(it => blocks(it.lock) === 'reads and writes').map(relationNamed);
  const writes = relations.filter(it => blocks(it.lock) === 'writes').map(relationNamed);
  return listed([
    ...(all.length > 0 ? [`reads and writes of ${listed(all)}`] : []),
    ...(writes.length > 0 ? [`writes to ${listed(writes)}`] : []),
  ]);
}

/** Writes, at least, wait for it. */
export function blocksWrites({ lock }: RelationEffect): boolean {
  return atLeast(lock, 'ShareLock');
}

/** The first of those with the strongest lock. */
export function strongest(relations: readonly RelationEffect[]): RelationEffect | undefined {
  return relations.reduce<RelationEffect | undefined>((so, it) => (so && atLeast(so.lock, it.lock) ? so : it), undefined);
}

/** For a finding: no fixes rather than an empty list. */
export function withFixes(fix: StatementFix | undefined): { readonly fixes?: readonly StatementFix[] } {
  return fix ? { fixes: [fix] } : {};
}

/** In the case in which the author writes keywords. */
export function keyword(word: string, text: string): string {
  return /^[a-z]/.test(text) ? word.toLowerCase() : word;
}

/** Where the statement ends with this word. */
export function lastWord(text: string, word: string): Span | undefined {
  const last = tokens(text).findLast(it => it.kind !== 'comment' && text.slice(it.span.start, it.span.end) !== ';');
  return last && text.slice(last.span.start, last.span.end).toLowerCase() === word ? last.span : undefined;
}
