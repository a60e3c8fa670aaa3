import type { TextEdit } from '../../text/span.js';
import type { Call } from './node.js';

/** One more argument behind the others, on a line of its own where they have such lines; `deeper` where these are moved in. */
export function withArgument({ inside, positional, keywords }: Call, argument: string, text: string, deeper = ''): TextEdit {
  const written = text.slice(inside.start, inside.end);
  const last = [...positional, ...keywords].reduce((end, it) => Math.max(end, it.span.end), inside.start);
  const span = { start: last, end: last };
  if (positional.length + keywords.length === 0) return { span, text: argument };
  const first = Math.min(...[...positional, ...keywords].map(it => it.span.start));
  const [, line] = /(\r?\n[ \t]*)$/.exec(written.slice(0, first - inside.start)) ?? [];
  return { span, text: line === undefined ? `, ${argument}` : `,${line}${deeper}${argument}` };
}
