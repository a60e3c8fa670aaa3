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
  const [head] = /^(?:--![^\n]*\n)*/.exec(text)!;
  const word = (key: string): string | undefined => new RegExp(`^--! ${key}:[ \\t]*(.*?)[ \\t]*$`, 'm').exec(head)?.[1];
  const previous = word('Previous');
  return {
    hash: word('Hash'), previous: previous === '-' ? undefined : previous, message: word('Message'),
    allowsInvalidHash: /^--! AllowInvalidHash/m.test(head), body: text.slice(head.length),
  };
}

/** `calculateHash` (`src/hash.ts`). */
export function hashOf(body: string, previous: string | undefined): string {
  return `sha1:${createHash('sha1').update(`${`${previous ?? ''}\n${body.trim()}`.trim()}\n`).digest('hex')}`;
}
