import { createHash } from 'node:crypto';

/**
 * Liquibase's checksum of a changeset: MD5 of the version and of each change's own MD5 (`ChangeSet`, `AbstractSQLChange`,
 * `CheckSum`; 4.28.0 for `9:`, 4.4.0 for `8:`).
 */
export type HashedChange =
  | {
      readonly kind: 'sql';
      /** The text of the change, with its parameters in place. */
      readonly sql: string;
      /** Part of version 8 only, as `null:true:true`: delimiter, splitting and comments. */
      readonly endDelimiter?: string | undefined;
      readonly splitStatements: boolean;
      readonly stripComments: boolean;
    }
  /** As `serialised` writes it, the same in both versions; of a view, version 9 hashes the query beside it, as SQL. */
  | { readonly kind: 'object'; readonly text: string; readonly query?: string };

export function checksumV9(changes: readonly HashedChange[]): string {
  return whole('9', changes.map(it => (it.kind === 'sql' ? ofSql(it.sql) : it.query === undefined ? ofObject(it.text) : md5(`9:${ofObject(it.text)}:9:${ofSql(it.query)}`))));
}

/** From 3.5 to 4.21. */
export function checksumV8(changes: readonly HashedChange[]): string {
  return whole('8', changes.map(it => {
    if (it.kind === 'object') return ofObject(it.text);
    const text = it.sql.replace(/[ \n\r\t]+/g, ' ').replace(/^ | $/g, '');
    return md5(`${it.endDelimiter ?? 'null'}:${it.splitStatements}:${it.stripComments}:${text}`);
  }));
}

function ofSql(sql: string): string {
  return md5(sql.replace(/[ \n\r\t]+/g, ''));
}

/** `CheckSum.compute`. */
function ofObject(text: string): string {
  return md5(text.replaceAll('\uFFFD', '').normalize('NFC'));
}

function whole(version: string, changes: readonly string[]): string {
  return `${version}:${md5(changes.map(it => `${version}:${it}:`).join(''))}`;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
