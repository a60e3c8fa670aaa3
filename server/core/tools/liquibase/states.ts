import { pathOf, type Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import type { Project } from '../tool/project.js';
import { contextsOf, whyIgnored } from './contexts.js';
import { activeContexts } from './settings.js';
import { sumOf } from './sums.js';

/** What `liquibase status` and `validate` say, in our words (`ShouldRunChangeSetFilter`, `ValidatingVisitor`, 4.28.0). */
export function compare(migrations: readonly Migration[], applied: readonly Applied[], project: Project): readonly Row[] {
  // Of several rows of one changeset the last that was written counts.
  const rows = new Map(applied.map(it => [it.id, it]));
  const seen = new Set<string>();
  const newest = migrations.findLastIndex(it => rows.has(it.id));
  const contexts = activeContexts(project);
  const labels = project.settings['labelFilter'] ?? '';
  const compared = migrations.map((migration, i): Row => {
    const row = rows.get(migration.id);
    if (row) seen.add(migration.id);
    const options = migration.options ?? {};
    if (options['duplicate'] === 'true' && contextsOf(options).length === 0) return { state: 'pending', migration, willRun: 'refuse', reason: `Validation Failed: 1 changesets had duplicate identifiers: ${said(options)}` };
    if (row) return ofApplied(migration, row, project);
    const ignored = whyIgnored(options, contexts, labels);
    if (ignored !== undefined) return { state: 'ignored', migration, reason: ignored };
    return i < newest ? { state: 'outOfOrder', migration, willRun: 'run' } : { state: 'pending', migration };
  });
  return [...compared, ...[...rows.values()].filter(it => !seen.has(it.id)).map((it): Row => ({ state: 'missing', applied: it, willRun: 'run', reason: 'Unexpected: no changelog that the project reads has this changeset' }))];
}

function ofApplied(migration: Migration, row: Applied, project: Project): Row {
  const options = migration.options ?? {};
  const [exectype, tag] = (row.type ?? '').split(' ');
  const note = exectype === 'MARK_RAN' ? 'MARK_RAN: it was marked as ran, and did not run' : tag !== undefined ? `Tagged ${tag}` : undefined;
  const settled: Row = { state: 'applied', migration, applied: row, ...(note !== undefined && { reason: note }) };
  const isIgnored = options['ignore'] === 'true';
  if (options['runAlways'] === 'true' && !isIgnored) return { state: 'outdated', willRun: 'run', migration, applied: row, reason: 'runAlways: it runs at every update' };
  // Without a sum there is nothing to compare with: `clear-checksums`.
  if (row.checksum === undefined || isIgnored || isDeclaredValid(options, row.checksum)) return settled;
  const sum = migration.up && !migration.up.malformed ? sumOf(migration.up, migration, project, row.checksum) : undefined;
  if (sum === undefined) return { ...settled, reason: note ?? 'Not verified: its checksum is not of SQL alone' };
  if (sum === row.checksum || (options['validCheckSum'] ?? '').split(' ').includes(sum)) return settled;
  if (options['runOnChange'] === 'true') return { state: 'outdated', willRun: 'run', migration, applied: row, reason: 'runOnChange: it has changed since its last run, and runs again' };
  return { state: 'modified', migration, applied: row, willRun: 'refuse', reason: `Validation Failed: 1 changesets check sum ${said(options, pathOf(migration))} was: ${row.checksum} but is now: ${sum}` };
}

/** `ChangeSet.isCheckSumValid`: one that is named, or any. */
function isDeclaredValid(options: Readonly<Record<string, string>>, checksum: string): boolean {
  return (options['validCheckSum'] ?? '').split(' ').some(it => it === checksum || /^(?:1:)?(?:any|all|\*)$/i.test(it));
}

function said({ id, author, path }: Readonly<Record<string, string>>, file = ''): string {
  return `${path ?? file}::${id}::${author}`;
}
