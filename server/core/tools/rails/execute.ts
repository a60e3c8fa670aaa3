import type { Call, Node, Text } from '../ruby/node.js';
import type { Fragment } from '../tool/translation.js';
import type { Place } from './translate.js';

/** What hands a text to the server. */
export const EXECUTES = /^(?:execute|exec_query|exec_update|exec_insert|exec_delete|select_(?:all|one|rows|value|values)|update|delete|insert)$/;

/** A string's statements at their places; one with `#{…}` in it is told only where it cannot change the schema. */
export function* executed({ args, span, name }: Call, { values, unjudged }: Place): Iterable<Fragment> {
  const text = textOf(args[0], values);
  if (!text) {
    // `update(…)` of something else takes no text.
    if (name === 'execute') yield { sql: '', span, unknown: true };
    return;
  }
  if (text.known) yield { sql: text.known.text, span: text.span, offsets: text.known.offsets(), ...(unjudged && { unjudged }) };
  else if (!DATA.test(text.rough)) yield { sql: '', span, unknown: true };
}

const DATA = /^\s*(?:insert|update|delete|select|with)\b/i;

/** The string behind `.squish`, a variable or a constant. */
function textOf(node: Node | undefined, values: Place['values']): Text | undefined {
  let at = node;
  for (let i = 0; i < 5 && at; i++) {
    if (at.kind === 'text') return at;
    if (at.kind === 'constant' || (at.kind === 'call' && !at.receiver && at.args.length === 0)) at = values.get(at.name);
    else if (at.kind === 'call' && at.receiver && /^(?:squish|strip|strip_heredoc|chomp|freeze|html_safe|dup|to_s|sub|gsub)$/.test(at.name)) at = at.receiver;
    else return undefined;
  }
  return undefined;
}
