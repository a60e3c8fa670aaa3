import { partOf, type Source } from '../../../migrations/migration.js';
import { contains, shift, type Span } from '../../../text/span.js';
import type { SequenceStep } from '../../tool/scaffold.js';
import { changesOf } from '../changelog.js';
import { childOf, valueOf } from '../document.js';
import { partNode } from '../part.js';
import type { ChangesetPlace } from '../steps.js';
import { isWhole } from './whole.js';

/** In a changelog of YAML in block style: each step is a change of SQL. */
export function yamlPlace(up: Source, at: Span, others: readonly Span[]): ChangesetPlace | undefined {
  const text = partOf(up);
  const base = up.within?.start ?? 0;
  const node = partNode(text, up.path);
  const list = node && childOf(node, 'changes');
  const changes = node ? changesOf(node, false) : [];
  const change = changes.find(it => contains(shift(it.span, base), at.start));
  if (!node || !list || !change || others.some(it => contains(shift(change.span, base), it.start))) return undefined;
  const [outer, inner, item] = [before(node.span), before(list.span), before(change.span)];
  const rollback = childOf(node, 'rollback');
  const isBlock = /^ *- +$/.test(outer) && /^ +$/.test(inner) && /^ *- +$/.test(item) && (!rollback || /^ +$/.test(before(rollback.span)));
  const alone = changes.length === 1;
  if (!isBlock || (!alone && (rollback || changes.at(-1) !== change))) return undefined;

  // What a change says, Liquibase takes back by itself; of SQL it must be told.
  const takesBack = rollback !== undefined || change.name !== 'sql';
  const rollbackOf = ({ down }: SequenceStep): string => `rollback:\n${item}${down === undefined ? 'empty: {}' : sql(down, item)}`;
  const passed = ATTRIBUTES.flatMap(name => { const value = valueOf(node, name); return value === undefined ? [] : [`${inner}${name}: ${scalar(value)}\n`]; }).join('');
  const end = base + endOf(node.span);

  return {
    alone,
    instead: step => {
      const isOutside = valueOf(node, 'runInTransaction');
      if (step.outsideTransaction && isOutside !== undefined && isOutside !== 'false') return undefined;
      const key = shift({ start: list.key.start, end: list.key.start }, base);
      return [
        ...(step.outsideTransaction && isOutside === undefined ? [{ span: key, text: `runInTransaction: false\n${inner}` }] : []),
        { span: { start: base + change.span.start, end: base + endOf(change.span) }, text: sql(step.up, item) },
        ...(rollback ? [{ span: { start: base + rollback.span.start, end: base + endOf(rollback.span) }, text: rollbackOf(step) }]
          : takesBack ? [{ span: { start: end, end }, text: `\n${inner}${rollbackOf(step)}` }] : []),
      ];
    },
    without: () => [{ span: { start: base + text.slice(0, change.span.start).replace(/\s*-\s*$/, '').length, end: base + endOf(change.span) }, text: '' }],
    behind: steps => ({
      span: { start: end, end },
      text: steps.map(([id, step]) => [
        `\n${outer}changeSet:\n${inner}id: ${JSON.stringify(id)}\n${inner}author: ${scalar(valueOf(node, 'author') ?? '')}\n${passed}`,
        step.outsideTransaction ? `${inner}runInTransaction: false\n` : '',
        `${inner}changes:\n${item}${sql(step.up, item)}`,
        takesBack ? `\n${inner}${rollbackOf(step)}` : '',
      ].join('')).join(''),
    }),
  };

  /** What stands before it in its line. */
  function before({ start }: Span): string {
    return up.text.slice(up.text.lastIndexOf('\n', base + start - 1) + 1, base + start);
  }

  function endOf({ start, end }: Span): number {
    return start + text.slice(start, end).trimEnd().length;
  }
}

/** For whom a changeset is. */
const ATTRIBUTES = ['context', 'contextFilter', 'labels', 'dbms'];

/** Behind a dash: `item` is what stands before it in its line. */
function sql(text: string, item: string): string {
  const indent = ' '.repeat(item.length);
  const lines = text.trimEnd().split('\n');
  return [
    'sql:',
    ...(isWhole(text) ? [`${indent}  splitStatements: false`] : []),
    `${indent}  sql: |-`,
    ...lines.map(it => `${indent}    ${it}`),
  ].join('\n');
}

function scalar(text: string): string {
  return /^[a-z][\w.@-]*$/i.test(text) && !/^(?:true|false|null|yes|no|on|off|y|n)$/i.test(text) ? text : JSON.stringify(text);
}
