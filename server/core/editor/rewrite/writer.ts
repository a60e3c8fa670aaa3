import type { Name } from '../../sql/identifier.js';
import { writtenIdentifier, writtenName } from '../../sql/reserved.js';
import type { Writer, Written } from './rewrite.js';

/** `like`: a statement in the author's case. */
export function writerLike(like: string): Writer {
  const lower = /^[a-z]/.test(like);
  return (parts, ...values) => ({
    text: parts.map((part, i) => (lower ? lowered(part) : part) + (i < values.length ? textOf(values[i]!) : '')).join(''),
  });
}

/** Keywords, not what is between quotes. */
function lowered(part: string): string {
  return part.replace(/'[^']*'|[^']+/g, it => it.startsWith("'") ? it : it.toLowerCase());
}

function textOf(value: string | readonly string[] | Name | Written): string {
  if (typeof value === 'string') return writtenIdentifier(value);
  if (Array.isArray(value)) return (value as readonly string[]).map(writtenIdentifier).join(', ');
  return 'text' in value ? value.text : writtenName(value as Name);
}
