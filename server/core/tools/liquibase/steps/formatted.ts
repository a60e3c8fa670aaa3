import { partOf, type Source } from '../../../migrations/migration.js';
import { shift, type Span } from '../../../text/span.js';
import type { SequenceStep } from '../../tool/scaffold.js';
import { readFormatted, type Changeset } from '../formatted.js';
import type { ChangesetPlace } from '../steps.js';
import { isWhole } from './whole.js';

/** In a changelog of formatted SQL. */
export function formattedPlace(up: Source, at: Span, others: readonly Span[]): ChangesetPlace | undefined {
  const text = partOf(up);
  const base = up.within?.start ?? 0;
  const [changeset] = readFormatted(text).changesets;
  if (!changeset) return undefined;
  const taken = rollbackLines(changeset, text);
  const isLast = others.every(it => it.end <= at.start);
  // What is to be taken back of several statements, nobody can tell apart.
  if (!taken || (others.length > 0 && (!isLast || taken.length > 0))) return undefined;
  const takesBack = taken.length > 0;
  const [first, last] = [taken[0], taken.at(-1)];
  const end = Math.max(at.end - base, last?.end ?? 0);
  const written = text.slice(changeset.name.start, changeset.name.end);
  const author = /^(?:"[^"]+"|[^:]+):/.exec(written)![0];
  const [quote] = /["']$/.exec(written) ?? [''];
  const words = text.slice(changeset.name.end, changeset.header.end).replace(/\s+(?:runInTransaction|splitStatements):\w+/gi, '').trimEnd();

  return {
    alone: others.length === 0,
    instead: step => [
      ...attributesOf(step, changeset).map(it => ({ span: shift({ start: changeset.header.end, end: changeset.header.end }, base), text: it })),
      { span: at, text: step.up.trimEnd() },
      ...(first && last ? [{ span: shift({ start: first.start, end: last.end }, base), text: rollback(step) }] : []),
    ],
    without: () => {
      const before = Math.max(...others.map(it => it.end));
      const semicolon = /^\s*;/.exec(up.text.slice(before, at.start))?.[0].length ?? 0;
      return [{ span: { start: before + semicolon, end: at.end }, text: '' }];
    },
    behind: steps => ({
      span: shift({ start: end, end }, base),
      text: steps.map(([id, step]) => `\n\n--changeset ${author}${quote}${id}${quote}${words}${attributesOf(step).join('')}\n${step.up.trimEnd()}${takesBack ? `\n${rollback(step)}` : ''}`).join(''),
    }),
  } satisfies ChangesetPlace;
}

function attributesOf({ up, down, outsideTransaction }: SequenceStep, { attributes }: Pick<Changeset, 'attributes'> = { attributes: {} }): readonly string[] {
  return [
    ...(outsideTransaction && attributes.runInTransaction !== false ? [' runInTransaction:false'] : []),
    ...(isWhole(up + (down ?? '')) && attributes.splitStatements !== false ? [' splitStatements:false'] : []),
  ];
}

function rollback({ down }: SequenceStep): string {
  return (down ?? 'empty').trimEnd().split('\n').map(it => `--rollback ${it}`).join('\n');
}

/** The lines that take it back, where they stand together and are SQL; `undefined` where they are anything else. */
function rollbackLines({ rollback: said }: Changeset, text: string): readonly Span[] | undefined {
  if (!said || said.kind === 'nothing') return [];
  if (said.kind !== 'sql') return undefined;
  const start = text.lastIndexOf('\n', said.sql.span.start) + 1;
  const lines: Span[] = [];
  for (let at = start; at < said.sql.span.end; at = lines.at(-1)!.end + 1) {
    const end = text.indexOf('\n', at);
    lines.push({ start: at, end: end < 0 ? text.length : end });
  }
  return lines.every(it => /^\s*--\s*rollback\b/i.test(text.slice(it.start, it.end))) ? lines.map(it => ({ ...it, end: it.start + text.slice(it.start, it.end).trimEnd().length })) : undefined;
}
