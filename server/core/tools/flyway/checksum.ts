import { crc32 } from '../../text/crc32.js';

/**
 * Flyway's checksum (`ChecksumCalculator`, 13.0.0): CRC-32 over all lines without their ends, as a signed integer. So line
 * ends and empty lines do not count, blanks and comments do. The text has no byte order mark in front, as Flyway drops it.
 */
export function checksumOf(text: string): string {
  return String(crc32(text.replace(/[\r\n]/g, '')) | 0);
}
