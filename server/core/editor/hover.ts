import { documentationOf } from '../lint/documentation.js';
import type { CheckedFile } from '../lint/file.js';
import type { LintedStatement } from '../lint/lint.js';
import { ruleHover } from '../lint/reference.js';
import { visible } from '../lint/words.js';
import type { RelationEffect } from '../sql/effects.js';
import { display } from '../sql/identifier.js';
import { atLeast, blocks, spoken } from '../sql/locks.js';
import { code } from '../text/markdown.js';
import { contains } from '../text/span.js';
import type { Span } from '../text/span.js';

export interface Hover {
  /** In the file: the statement, or the finding in it. */
  readonly span: Span;
  readonly markdown: string;
}

/** What the statement under the cursor does to others on this major of Postgres, and why its findings matter. */
export function hoverAt({ problems, statements }: CheckedFile, offset: number, postgres: number): Hover | undefined {
  const statement = statements.find(it => contains(it.span, offset));
  const found = problems.filter(it => contains(it.span, offset));
  const effects = statement ? effectsMarkdown(statement, postgres) : '';
  if (effects === '' && found.length === 0) return undefined;

  const reasons = [...new Set(found.map(it => it.rule))].flatMap(it => documentationOf(it) ?? []).map(ruleHover);
  return { span: found[0]?.span ?? statement!.span, markdown: [...(effects === '' ? [] : [effects]), ...reasons].join('\n\n---\n\n') };
}

/** What it locks, who waits for it, and for what work; empty for statements that lock no more than any query does. */
export function effectsMarkdown(statement: LintedStatement, postgres: number): string {
  const lines = effectLines(statement);
  return lines.length === 0 ? '' : [`On PostgreSQL ${postgres}:`, '', ...lines].join('\n');
}

function effectLines({ effects, isNew, transactionBy }: LintedStatement): readonly string[] {
  const strong = effects.relations.some(it => atLeast(it.lock, 'ShareUpdateExclusiveLock'));
  if (!strong && !effects.outsideTransactionOnly) return [];
  return [
    ...effects.relations.map((it, i) => `- ${isNew[i] ? newLine(it) : effectLine(it)}`),
    ...(strong && transactionBy !== undefined ? ['', 'The locks are held until the transaction ends.'] : []),
    ...(effects.outsideTransactionOnly ? ['', 'Postgres refuses it inside a transaction.'] : []),
  ];
}

function effectLine(effect: RelationEffect): string {
  const waiting = blocks(effect.lock);
  const may = effect.feared ? 'may ' : '';
  return [
    `${code(display(visible(effect)))}: \`${spoken(effect.lock)}\`, ${waiting === 'nothing' ? 'blocks neither reads nor writes' : `blocks ${waiting}`}`,
    ...(effect.rewrite ? [`${may}${may ? 'write' : 'writes'} every row anew`] : []),
    ...(effect.scan && !effect.rewrite ? [`${may}${may ? 'read' : 'reads'} every row`] : []),
    ...(effect.indexBuild ? ['builds an index'] : []),
  ].join(' · ');
}

function newLine(effect: RelationEffect): string {
  return `${code(display(visible(effect)))}: new in this migration, nobody waits for it`;
}
