import type { Migration } from '../../migrations/migration.js';
import type { Fragment, Translation } from '../tool/translation.js';
import { scan } from './scan.js';

/** The SQL that `up` and `down` are written in; what they build with methods cannot be told. */
export function translate({ up, down }: Migration, sends: RegExp, builds: RegExp): Translation {
  const { calls, comments } = scan((up ?? down)!.text);
  const found = (way: 'up' | 'down') => calls.filter(it => it.way === way).flatMap(({ name, span, text, more, isValue }): readonly Fragment[] => {
    if (!sends.test(name)) return builds.test(name) ? [{ sql: '', span, unknown: true }] : [];
    if (isValue) return [];
    if (!text) return [{ sql: '', span, unknown: true }];
    if (!text.dynamic && !(more && HOLES.test(text.text))) return [{ sql: text.text, span: text.span, offsets: text.offsets }];
    return DATA.test(text.text) ? [] : [{ sql: '', span, unknown: true }];
  });
  return { up: found('up'), down: found('down'), comments, known: undefined };
}

/** What the library fills in from a second argument: `:name`, `?`, `??`; `$1` is for the server. */
const HOLES = /(?<![:\w]):[a-z_]\w*|\?/i;

/** What cannot change a schema, whatever is filled in. */
const DATA = /^\s*(?:insert|update|delete|select|with)\b/i;
