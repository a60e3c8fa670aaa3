import { partOf, type Source } from '../../../migrations/migration.js';
import { contains, shift, type Span } from '../../../text/span.js';
import type { SequenceStep } from '../../tool/scaffold.js';
import { changesOf } from '../changelog.js';
import { childOf, valueOf } from '../document.js';
import { partNode } from '../part.js';
import type { ChangesetPlace } from '../steps.js';
import { isWhole } from './whole.js';

/** In a changelog of XML: each step is an element of SQL. */
export function xmlPlace(up: Source, at: Span, others: readonly Span[]): ChangesetPlace | undefined {
  const text = partOf(up);
  const base = up.within?.start ?? 0;
  const node = partNode(text, up.path);
  const changes = node ? changesOf(node, true) : [];
  const change = changes.find(it => contains(shift(it.span, base), at.start));
  // With a prefix of a namespace, or with a sibling in the same element, it is beyond us.
  if (!node || !change || text[node.span.start + 1 + 'changeSet'.length]?.trim() !== '' || others.some(it => contains(shift(change.span, base), it.start))) return undefined;
  const rollback = childOf(node, 'rollback');
  const alone = changes.length === 1;
  if (!alone && (rollback || changes.at(-1) !== change)) return undefined;

  const outer = indentAt(up.text, base + node.span.start);
  const inner = indentAt(up.text, base + change.span.start);
  // What a change says, Liquibase takes back by itself; of SQL it must be told.
  const takesBack = rollback !== undefined || change.name !== 'sql';
  const passed = ATTRIBUTES.flatMap(name => { const it = childOf(node, name); return it ? [` ${text.slice(it.span.start, it.span.end)}`] : []; }).join('');
  const elements = (step: SequenceStep): readonly string[] => [sql('sql', step.up, inner), ...(takesBack ? [rollbackOf(step)] : [])];
  const rollbackOf = ({ down }: SequenceStep): string => (down === undefined ? '<rollback/>' : isWhole(down) ? `<rollback>\n${inner}  ${sql('sql', down, `${inner}  `)}\n${inner}</rollback>` : sql('rollback', down, inner));

  return {
    alone,
    instead: step => {
      const isOutside = valueOf(node, 'runInTransaction');
      if (step.outsideTransaction && isOutside !== undefined && isOutside !== 'false') return undefined;
      const key = shift({ start: node.key.end, end: node.key.end }, base);
      return [
        ...(step.outsideTransaction && isOutside === undefined ? [{ span: key, text: ' runInTransaction="false"' }] : []),
        { span: shift(change.span, base), text: rollback ? elements(step)[0]! : elements(step).join(`\n${inner}`) },
        ...(rollback ? [{ span: shift(rollback.span, base), text: rollbackOf(step) }] : []),
      ];
    },
    without: () => [{ span: { start: base + text.slice(0, change.span.start).trimEnd().length, end: base + change.span.end }, text: '' }],
    behind: steps => ({
      span: shift({ start: node.span.end, end: node.span.end }, base),
      text: steps.map(([id, step]) => {
        const head = `<changeSet id="${escaped(id)}" author="${escaped(valueOf(node, 'author') ?? '')}"${passed}${step.outsideTransaction ? ' runInTransaction="false"' : ''}>`;
        return `\n${outer}${head}\n${elements(step).map(it => `${inner}${it}\n`).join('')}${outer}</changeSet>`;
      }).join(''),
    }),
  };
}

/** For whom a changeset is. */
const ATTRIBUTES = ['context', 'contextFilter', 'labels', 'dbms'];

function sql(name: string, text: string, indent: string): string {
  const lines = text.trimEnd().split('\n');
  const head = name === 'sql' && isWhole(text) ? `<${name} splitStatements="false">` : `<${name}>`;
  const body = /[<&]/.test(text) ? (text.includes(']]>') ? escaped(text.trimEnd()) : `<![CDATA[${text.trimEnd()}]]>`) : undefined;
  if (lines.length === 1) return `${head}${body ?? lines[0]!}</${name}>`;
  return body ? `${head}${body}</${name}>` : `${head}\n${lines.map(it => `${indent}  ${it}\n`).join('')}${indent}</${name}>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, it => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[it]!);
}

/** The blanks that the line begins with. */
function indentAt(text: string, at: number): string {
  return /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', at - 1) + 1, at))![0];
}
