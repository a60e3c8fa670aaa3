import { pathOf, type Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import type { Project } from '../tool/project.js';
import { checksumOf } from './checksum.js';
import { expand } from './placeholders.js';
import { compareVersions } from './version.js';

/** What `flyway info` and `flyway validate` say, in our words (`MigrationInfoServiceImpl`, `MigrationInfoImpl`, 13.0.0). */
export function compare(migrations: readonly Migration[], applied: readonly Applied[], project: Project): readonly Row[] {
  const history = readHistory(applied);
  const ups = migrations.filter(it => it.up);
  const lastResolved = newest(ups.filter(it => it.kind !== 'repeatable'));
  const baselines = ups.filter(it => it.kind === 'baseline' && !history.live.has(it.id));
  const pendingBaseline = history.lastApplied === undefined ? newest(baselines) : undefined;
  const baseline = history.lastApplied === undefined ? pendingBaseline : history.appliedBaseline;

  const seen = new Set<Applied>();
  const rows = ups.map((migration): Row => {
    const row = history.live.get(migration.id);
    if (row) seen.add(row);
    return { migration, ...(row && { applied: row }), ...(row ? ofApplied(migration, row) : ofUnapplied(migration)) };
  });
  return [...rows, ...history.rows.filter(it => !seen.has(it)).flatMap(it => withoutFile(it))];

  function ofApplied(migration: Migration, row: Applied): Said {
    if (!row.success) {
      return { state: 'failed', reason: `Detected failed ${migration.version === undefined ? `repeatable migration: ${row.name}` : `migration to version ${row.version} (${row.name})`}. Remove any half-completed changes, then run repair` };
    }
    if (migration.kind === 'baseline') return { state: 'baseline' };
    if (row.version !== undefined && history.appliedBaseline !== undefined && compareVersions(row.version, history.appliedBaseline) <= 0) return { state: 'applied' };
    const { sums, unknown } = checksumsOf(migration, project);
    if (!sums.includes(row.checksum)) {
      if (unknown !== undefined) return { state: 'applied', reason: `Cannot verify: ${unknown}` };
      return migration.kind === 'repeatable'
        ? { state: 'outdated', reason: 'It has changed since its last run, and will run again' }
        : { state: 'modified', reason: `Migration checksum mismatch for migration version ${row.version}: applied ${row.checksum ?? 'null'}, here ${sums[0]!}` };
    }
    if (migration.kind === 'repeatable') return { state: 'applied' };
    if (abbreviated(migration.name) !== row.name) return { state: 'modified', difference: 'formatting', reason: `Migration description mismatch for migration version ${row.version}: applied “${row.name}”, here “${migration.name}”` };
    return { state: 'applied', ...(history.outOfOrder.has(row) && { reason: 'Out of Order' }) };
  }

  function ofUnapplied(migration: Migration): Said {
    const profiles = profilesOf(migration, project);
    if (profiles) return { state: 'ignored', reason: `Read only with the profile ${profiles.join(' or ')}` };
    if (migration.options?.['shouldExecute'] !== undefined && migration.options['shouldExecute'] === 'false') return { state: 'ignored', reason: 'shouldExecute is false' };
    if (migration.kind === 'repeatable') return { state: 'pending' };
    const version = migration.version!;
    const undone = [...history.undone].some(it => it.id === migration.id) ? { reason: 'Undone' } : {};
    if (migration.kind === 'baseline') {
      const first = history.lastApplied === undefined && pendingBaseline !== undefined && compareVersions(version, pendingBaseline) === 0;
      return first ? { state: 'pending' } : { state: 'ignored', reason: 'A baseline runs only on a database without history' };
    }
    if (baseline !== undefined && compareVersions(version, baseline) < 0) return { state: 'ignored', reason: 'Below Baseline' };
    if (baseline !== undefined && compareVersions(version, baseline) === 0) return { state: 'ignored', reason: 'Ignored (Baseline)' };
    const target = /^\d+(?:\.\d+)*$/.exec(project.settings['target'] ?? '')?.[0];
    if (target !== undefined && compareVersions(version, target) > 0) return { state: 'ignored', reason: 'Above Target' };
    if (history.lastApplied === undefined || compareVersions(version, history.lastApplied) > 0) return { state: 'pending', ...undone };
    return { state: 'outOfOrder', ...fateOf(version, project) };
  }

  function withoutFile(row: Applied): readonly Row[] {
    const type = row.type ?? 'SQL';
    if (/^(?:DELETE|UNDO_)/.test(type)) return [];
    if (type === 'BASELINE' || type.endsWith('_BASELINE')) return [{ state: 'baseline', applied: row }];
    if (type === 'SCHEMA') return [{ state: 'applied', applied: row, reason: 'Flyway created the schema' }];
    // A file that is back speaks for itself.
    if ((history.undone.has(row) || history.deleted.has(row)) && ups.some(it => it.id === row.id)) return [];
    if (history.undone.has(row)) return [{ state: 'undone', applied: keyed(row) }];
    if (history.deleted.has(row)) return [{ state: 'ignored', applied: keyed(row), reason: 'Deleted: repair found no file for it' }];
    if (history.superseded.has(row)) return [{ state: 'superseded', applied: keyed(row) }];
    if (!row.success) return [{ state: 'failed', applied: row, reason: 'Failed, and its file is missing' }];
    if (!/^(?:SQL|SQL_STATE_SCRIPT)$/.test(type)) return [{ state: 'applied', applied: row, reason: `A migration of the type ${type}, which is no SQL file` }];
    const future = row.version !== undefined && (lastResolved === undefined || compareVersions(row.version, lastResolved) > 0);
    const fate = passesOver(row.version === undefined ? 'repeatable' : 'versioned', future ? 'future' : 'missing', project) ? 'run' : 'refuse';
    return [{ state: 'missing', applied: row, willRun: fate, reason: future && fate === 'run' ? 'Future: newer than every file here' : `Detected applied migration not resolved locally: ${row.version ?? row.name}` }];
  }
}

/** `AbbreviationUtils.abbreviateDescription`. */
export function abbreviated(description: string): string {
  return description.length <= 200 ? description : `${description.slice(0, 197)}...`;
}

type Said = Pick<Row, 'state' | 'reason' | 'willRun' | 'difference'>;

interface Reckoned {
  readonly rows: readonly Applied[];
  /** The row that counts for a migration's id. */
  readonly live: ReadonlyMap<string, Applied>;
  readonly deleted: ReadonlySet<Applied>;
  readonly undone: ReadonlySet<Applied>;
  readonly superseded: ReadonlySet<Applied>;
  readonly outOfOrder: ReadonlySet<Applied>;
  readonly lastApplied: string | undefined;
  readonly appliedBaseline: string | undefined;
}

function readHistory(applied: readonly Applied[]): Reckoned {
  const rows = [...applied].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const live = new Map<string, Applied>();
  const deleted = new Set<Applied>();
  const undone = new Set<Applied>();
  const superseded = new Set<Applied>();
  const outOfOrder = new Set<Applied>();
  for (const row of rows) {
    const type = row.type ?? 'SQL';
    const before = live.get(row.id);
    if (type === 'DELETE') {
      // Rows without a version are written by their description; so is what cancels them.
      if (before && row.success) deleted.add(before);
      live.delete(row.id);
    } else if (type.startsWith('UNDO_')) {
      if (before && row.success) undone.add(before);
      live.delete(row.id);
    } else if (type === 'SQL' || type === 'SQL_BASELINE' || type === 'SQL_STATE_SCRIPT') {
      if (before && row.version === undefined) superseded.add(before);
      live.set(row.id, row);
    }
  }
  let lastApplied: string | undefined;
  let appliedBaseline: string | undefined;
  for (const row of rows) {
    const { version, type = 'SQL' } = row;
    if (version === undefined || deleted.has(row) || undone.has(row) || /^(?:DELETE|UNDO_)/.test(type)) continue;
    if (type.endsWith('BASELINE') && (appliedBaseline === undefined || compareVersions(version, appliedBaseline) > 0)) appliedBaseline = version;
    if (lastApplied === undefined || compareVersions(version, lastApplied) > 0) lastApplied = version;
    else outOfOrder.add(row);
  }
  return { rows, live, deleted, undone, superseded, outOfOrder, lastApplied, appliedBaseline };
}

/** Of a repeatable, the sum after replacement and that of the raw text are both right; of others only the raw. */
function checksumsOf(migration: Migration, project: Project): { readonly sums: readonly (string | undefined)[]; readonly unknown?: string } {
  const { up } = migration;
  if (!up || up.malformed) return { sums: [], unknown: 'the file is not in the encoding that Flyway reads' };
  const raw = checksumOf(up.text);
  if (migration.kind !== 'repeatable') return { sums: [raw] };
  const expanded = expand(up.text, migration, project);
  return 'problem' in expanded ? { sums: [raw], unknown: expanded.problem } : { sums: [checksumOf(expanded.text), raw] };
}

function fateOf(version: string, { settings }: Pick<Project, 'settings'>): Pick<Row, 'willRun' | 'reason'> {
  if (settings['outOfOrder'] === 'true') return { willRun: 'run' };
  return passesOver('versioned', 'ignored', { settings })
    ? { willRun: 'skip', reason: 'Ignored: Flyway passes over it' }
    : { willRun: 'refuse', reason: `Detected resolved migration not applied to database: ${version}. To allow executing this migration, set outOfOrder=true` };
}

/** Whether `migrate` goes on all the same (`ValidatePattern`). */
function passesOver(kind: 'versioned' | 'repeatable', state: 'missing' | 'future' | 'ignored', { settings }: Pick<Project, 'settings'>): boolean {
  return settings['validateOnMigrate'] === 'false' || (settings['ignoreMigrationPatterns'] ?? '').split(',').some(it => {
    const [kinds, states] = it.trim().split(':');
    return (kinds === '*' || kinds === kind) && (states === '*' || states === state);
  });
}

function profilesOf(migration: Migration, { locations }: Project): readonly string[] | undefined {
  return locations.find(it => pathOf(migration).startsWith(`${it.path}/`))?.profiles;
}

function newest(migrations: readonly Migration[]): string | undefined {
  return migrations.reduce<string | undefined>((found, { version }) => (found === undefined || compareVersions(version!, found) > 0 ? version : found), undefined);
}

/** Several rows of one migration need ids of their own. */
function keyed(row: Applied): Applied {
  return { ...row, id: `${row.id}@${row.rank ?? 0}` };
}
