import { createHash } from 'node:crypto';

/**
 * Liquibase's checksum of a changeset whose changes are SQL: MD5 of the version and of each change's own MD5 (`ChangeSet`,
 * `AbstractSQLChange`, 4.28.0 for `9:`, 4.4.0 for `8:`). Others are of a serialised object, and only Liquibase knows them.
 */
export interface HashedChange {
  /** The text of the change, with its parameters in place. */
  readonly sql: string;
  /** Part of version 8 only, as `null:true:true`: delimiter, splitting and comments. */
  readonly endDelimiter?: string | undefined;
  readonly splitStatements: boolean;
  readonly stripComments: boolean;
}

export function checksumV9(changes: readonly HashedChange[]): string {
  return whole('9', changes.map(({ sql }) => md5(sql.replace(/[ \n\r\t]+/g, ''))));
}

/** From 3.5 to 4.21. */
export function checksumV8(changes: readonly HashedChange[]): string {
  return whole('8', changes.map(({ sql, endDelimiter, splitStatements, stripComments }) => {
    const text = sql.replace(/[ \n\r\t]+/g, ' ').replace(/^ | $/g, '');
    return md5(`${endDelimiter ?? 'null'}:${splitStatements}:${stripComments}:${text}`);
  }));
}

function whole(version: string, changes: readonly string[]): string {
  return `${version}:${md5(changes.map(it => `${version}:${it}:`).join(''))}`;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
