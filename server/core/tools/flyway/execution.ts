import type { Migration, Source } from '../../migrations/migration.js';
import { tokens } from '../../sql/lexer.js';
import type { Piece, Script } from '../../sql/script.js';
import type { Execution, OutsideTransaction } from '../tool/execution.js';
import type { Project } from '../tool/project.js';

/**
 * One transaction for the file, each statement sent on its own, and none at all once a statement is among those that
 * Flyway knows to refuse a transaction (`ParserSqlScript` and `PostgreSQLParser`, 13.0.0).
 */
export function execution(script: Script, migration: Migration, { settings }: Project): Execution {
  const explicit = migration.options?.['executeInTransaction'];
  const allowed = settings['executeInTransaction'] !== 'false';
  const sent = script.pieces.filter(it => it.kind === 'statement' || it.kind === 'error' || it.kind === 'opaque');
  const outside = sent.filter(it => isNonTransactional(textOf(it, script)));
  const mixes = outside.length > 0 && outside.length < sent.length && explicit === undefined && allowed && settings['mixed'] !== 'true';
  return {
    wraps: explicit === undefined ? allowed && outside.length === 0 : explicit === 'true',
    sends: 'statement',
    copyFromStdin: true,
    // Where no configuration is in sight, whoever calls Flyway may have told it.
    ...(settings['transactionalLock'] !== 'false' && settings['downFiles'] !== 'paired' && { waitsForItself: WAITS }),
    ...(mixes && { refuses: 'Detected both transactional and non-transactional statements within the same migration (even though mixed is false)' }),
  };
}

/**
 * Seen with Flyway 11.8.2 and 13.12.0: its lock is one of a transaction on another connection, which idles with a snapshot.
 * `CREATE INDEX CONCURRENTLY` and `REINDEX CONCURRENTLY` wait for that; `DROP INDEX CONCURRENTLY` and `VACUUM` do not.
 */
const WAITS = 'Flyway waits for itself here and never ends, unless `flyway.postgresql.transactional.lock` is `false`';

/** Flyway sees by itself that `CREATE INDEX CONCURRENTLY` stands alone; for what it does not know, a sidecar says so. */
export function outsideTransaction({ path }: Source, script: Script): OutsideTransaction {
  const unknown = script.pieces.map(it => textOf(it, script)).some(it => /\bconcurrently\b|^(?:do|call)\b/i.test(it) && !isNonTransactional(it));
  return unknown
    ? { how: 'with `executeInTransaction=false` in a `.conf` file beside it', files: [{ path: `${path}.conf`, text: 'executeInTransaction=false\n' }], alone: false }
    : { how: 'in a migration of its own', files: [], alone: true };
}

/** A `.sql.conf` file: Java properties, of which only four are known to Flyway. */
export function sidecarOptions({ text }: Source): Readonly<Record<string, string>> {
  return Object.fromEntries([...text.matchAll(/^[ \t]*(\w+)[ \t]*[=:][ \t]*(.*?)[ \t]*$/gm)].map(([, key, value]) => [key!, value!]));
}

function isNonTransactional(text: string): boolean {
  // Most statements are told by their first letters.
  if (!/^(?:create|drop|alter|reindex|vacuum|discard)\b(?!\s+(?:(?:table|view|function|or)\b|index\s+(?!concurrently)\w))/i.test(text)) return false;
  const words = tokens(text.slice(0, 400)).filter(it => it.kind !== 'comment').slice(0, 6);
  const other = words.findIndex(it => it.kind !== 'word');
  const start = words.slice(0, other < 0 ? words.length : other).map(({ span }) => text.slice(span.start, span.end).toUpperCase()).join(' ');
  return NON_TRANSACTIONAL.test(start);
}

/** `ALTER TYPE … ADD VALUE` is among them only on servers before 12. */
const NON_TRANSACTIONAL =
  /^(?:(?:CREATE|DROP) (?:DATABASE|TABLESPACE|SUBSCRIPTION)|ALTER SYSTEM|(?:CREATE|DROP)(?: UNIQUE)? INDEX CONCURRENTLY|REINDEX(?: VERBOSE)? (?:SCHEMA|DATABASE|SYSTEM)|VACUUM|DISCARD ALL)\b/;

function textOf({ span }: Piece, { text }: Script): string {
  return text.slice(span.start, span.end);
}
