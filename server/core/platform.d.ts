// The only part of Node the core may see. Adding to this file is an
// architectural decision: everything here is deterministic and silent.
declare module 'node:crypto' {
  export function createHash(algorithm: 'md5' | 'sha1' | 'sha256' | 'sha384'): Hash;
  export interface Hash {
    update(data: string | Uint8Array): Hash;
    digest(encoding: 'hex' | 'base64'): string;
    /** Goes on by itself from here. */
    copy(): Hash;
  }
}
declare class TextEncoder {
  /** In UTF-8. */
  encode(text: string): Uint8Array;
}
