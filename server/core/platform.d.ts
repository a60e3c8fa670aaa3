// The only part of Node the core may see. Adding to this file is an
// architectural decision: everything here is deterministic and silent.
declare module 'node:crypto' {
  export function createHash(algorithm: 'md5' | 'sha1' | 'sha256' | 'sha384'): {
    update(data: string | Uint8Array): { digest(encoding: 'hex' | 'base64'): string };
  };
}
declare module 'node:zlib' {
  /** CRC-32 of the UTF-8 bytes of `data`, unsigned; `value` continues an earlier one. */
  export function crc32(data: string | Uint8Array, value?: number): number;
}
