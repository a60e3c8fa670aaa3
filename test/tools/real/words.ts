import type { Row } from '../../../server/core/migrations/status.js';
import type { Line, Told } from './tool.js';

/** What the tool said, line by line, in our words: `version name: state`, sorted. */
export function told({ lines, complaints, version, next }: Told, files: readonly string[]): readonly string[] {
  return (version === undefined ? flywaySays(lines, complaints) : golangMigrateSays(version, next ?? '', files)).sort();
}

/** A row of `status --format json`, as far as it matters here. */
export interface Said extends Pick<Row, 'state' | 'willRun' | 'difference'> {
  readonly version?: string | null | undefined;
  readonly name: string;
}

/** What we say, in the same form. */
export function said(rows: readonly Said[]): readonly string[] {
  return rows.map(({ version, name, state, willRun }) => `${named(version, name)}: ${willRun === 'run' ? UNMENTIONED[state] ?? state : state}`).sort();
}

/** What a tool does not tell that goes on regardless: Flyway calls Pending what may run late, Prisma says nothing of edits, Liquibase knows one list of what will run. */
const UNMENTIONED: Partial<Record<Row['state'], Row['state']>> = { outOfOrder: 'pending', modified: 'applied', outdated: 'pending' };

/** `info` knows no edited files; `validate` does. */
function flywaySays(lines: readonly Line[], complaints: string): string[] {
  const edited = new Map([...complaints.matchAll(/^Migration (?:checksum|description|type) mismatch for migration version (\S+)(?:\n-> Applied to database : .*\n-> Resolved locally {4}: (.*))?/gm)].map(it => [it[1]!, it]));
  const outdated = new Set(lines.filter(it => it.state === 'Outdated').map(it => it.description));
  const back = new Set(lines.filter(it => it.type !== 'DELETE' && it.state !== 'Deleted').map(it => named(it.version, it.description)));
  return lines.flatMap(({ version, description, type, state }) => {
    // An outdated repeatable is told twice, as what ran and as what will run; so is what was deleted and has come back.
    if (type === 'DELETE' || (version === '' && state === 'Pending' && outdated.has(description)) || (state === 'Deleted' && back.has(named(version, description)))) return [];
    // No complaint comes of a baseline that comes too late.
    if (state === 'Ignored' && type.endsWith('_BASELINE')) return [`${named(version, description)}: ignored`];
    const mismatch = edited.get(version);
    // The file has another description than the row: we show the file's.
    const name = mismatch?.[0].startsWith('Migration description') ? mismatch[2]! : description;
    return [`${named(version, name)}: ${mismatch && state === 'Success' ? 'modified' : STATES[state] ?? state}`];
  });
}

const STATES: Readonly<Record<string, Row['state']>> = {
  'Pending': 'pending', 'Success': 'applied', 'Modified': 'modified', 'Out of Order': 'applied', 'Ignored': 'outOfOrder', 'Failed': 'failed', 'Missing': 'missing', 'Future': 'missing',
  'Failed (Missing)': 'failed', 'Failed (Future)': 'failed', 'Outdated': 'outdated', 'Superseded': 'superseded', 'Baseline': 'baseline', 'Below Baseline': 'ignored',
  'Ignored (Baseline)': 'ignored', 'Above Target': 'ignored', 'Undone': 'undone', 'Deleted': 'ignored',
};

/** It knows one number; everything below counts as applied. */
function golangMigrateSays(said: string, next: string, files: readonly string[]): string[] {
  const [, number, dirty] = /^(\d+)( \(dirty\))?$/.exec(said) ?? [];
  const below = next.includes('Dirty database version -1.') ? ['-1: failed'] : [];
  const current = number === undefined ? -1n : BigInt(number);
  const known = files.flatMap(file => {
    const [, version, title] = /^(\d{1,19})_(.*)\.(?:up|down)\.[^/]*$/.exec(file) ?? [];
    if (version === undefined || title === undefined) return [];
    const state = BigInt(version) > current ? 'pending' : BigInt(version) === current && dirty ? 'failed' : 'applied';
    return [{ version: BigInt(version), line: `${named(String(BigInt(version)), title)}: ${state}` }];
  });
  const lines = [...new Map(known.map(it => [it.version, it.line])).values()];
  return current < 0n || known.some(it => it.version === current) ? [...below, ...lines] : [...lines, `${current}: ${dirty ? 'failed' : 'missing'}`];
}

function named(version: string | null | undefined, name: string): string {
  return [version, name].filter(Boolean).join(' ');
}
