import { createHash } from 'node:crypto';

/** `parseMigrationText` (`src/migration.ts`): lines that begin with `--!`, a blank line, and the body. */
export interface Header {
  readonly hash: string | undefined;
  /** `undefined` for the first of all. */
  readonly previous: string | undefined;
  readonly message: string | undefined;
  readonly allowsInvalidHash: boolean;
  readonly body: string;
}

export function headerOf(text: string): Header {
  const head = headOf(text);
  const previous = PREVIOUS.exec(head)?.[1];
  return {
    hash: HASH.exec(head)?.[1], previous: previous === '-' ? undefined : previous, message: MESSAGE.exec(head)?.[1],
    allowsInvalidHash: /^--! AllowInvalidHash/m.test(head), body: text.slice(head.length),
  };
}

/** The lines in front that are the tool's own. */
export function headOf(text: string): string {
  return /^(?:--![^\n]*\n)*/.exec(text)![0];
}

const HASH = /^--! Hash:[ \t]*(.*?)[ \t]*$/m;
const PREVIOUS = /^--! Previous:[ \t]*(.*?)[ \t]*$/m;
const MESSAGE = /^--! Message:[ \t]*(.*?)[ \t]*$/m;

/** `calculateHash` (`src/hash.ts`). */
export function hashOf(body: string, previous: string | undefined): string {
  return `sha1:${createHash('sha1').update(`${`${previous ?? ''}\n${body.trim()}`.trim()}\n`).digest('hex')}`;
}
