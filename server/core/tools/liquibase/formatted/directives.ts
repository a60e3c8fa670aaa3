/** `FIRST_LINE_REGEX`. */
export const HEADER = /^[ \t\v\f]*--[ \t\v\f]*liquibase[ \t\v\f]*formatted/i;

/** Whether it is a changelog, by its first line that is not empty. */
export function isFormatted(source: string): boolean {
  const line = /^[\0-\x20]*([^\r\n]*)/.exec(source)![1]!;
  return HEADER.test(line);
}

/**
 * The regular expressions of `AbstractFormattedChangeLogParser` (Liquibase 4.28.0), which match whole lines. `not…` are the near
 * misses that it refuses. Java's `\s` is ASCII.
 */
export const DIRECTIVES = {
  property: /^[ \t\v\f]*--[ \t\v\f]*property[ \t\v\f]+.*:.*[ \t\v\f]+.*:/i,
  notProperty: /^[ \t\v\f]*-+[ \t\v\f]*property[ \t\v\f]/i,
  ignoreLines: /^--[ \t\v\f]*ignoreLines:(\w+)$/i,
  notIgnoreLines: /^-[ \t\v\f]*ignoreLines:\w+/i,
  ignore: /^--[ \t\v\f]*ignore:\w+$/i,
  changeset: /^[ \t\v\f]*--[ \t\v\f]*changeset[ \t\v\f]+(?:"[^"]+"|[^:]+):[ \t\v\f]*(?:"[^"]+"|\S+)/i,
  notChangeset: /^(?:-[ \t\v\f]*changeset[ \t\v\f]|[ \t\v\f]*--[ \t\v\f]*changeset)/i,
  comment: /^--[ \t\v\f]*comment:? (.*)$/i,
  notComment: /^(?:-[ \t\v\f]*comment:? |--[ \t\v\f]*comments:? )/i,
  validCheckSum: /^--[ \t\v\f]*validCheckSum:? (.*)$/i,
  notValidCheckSum: /^-[ \t\v\f]*validCheckSum/i,
  rollback: /^[ \t\v\f]*--[ \t\v\f]*rollback (.*)$/i,
  notRollback: /^[ \t\v\f]*-[ \t\v\f]*rollback[ \t\v\f]/i,
  rollbackBlock: /^[ \t\v\f]*\/\*[ \t\v\f]*liquibase[ \t\v\f]*rollback[ \t\v\f]*$/i,
  preconditions: /^[ \t\v\f]*--[ \t\v\f]*preconditions(.*)$/i,
  notPreconditions: /^[ \t\v\f]*-[ \t\v\f]*preconditions[ \t\v\f]/i,
  precondition: /^[ \t\v\f]*--[ \t\v\f]*precondition-([a-z\d-]+) (.*)$/i,
  notPrecondition: /^[ \t\v\f]*-[ \t\v\f]*precondition/i,
  emptyPrecondition: /^[ \t\v\f]*--[ \t\v\f]*precondition-([a-z\d-]+)$/i,
  licensed: /^[ \t\v\f]*--[ \t\v\f]*(rollbackSqlFile|tagDatabase|include|includeAll)(?:[ \t\v\f]+|:[ \t\v\f]+)/i,
} as const;

/** `formatted.changelog.exception.message`. */
export function unexpected(line: number, known: string): string {
  return `Unexpected formatting at line ${line}. Formatted SQL changelogs require known formats, such as '${known}' and others to be recognized and run`;
}
