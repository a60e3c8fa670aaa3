import { createHash } from 'node:crypto';
import type { Migration, Source } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import type { History } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import { planOf, scriptsOf } from './plan.js';

/** `lib/App/Sqitch/Engine/pg.sql`: one registry for all projects of a database. */
export const history: History = {
  table,
  columns: ['change_id', 'script_hash', 'change', 'project', 'committed_at'],
  create: () => [],
  read: project => ({
    text: `SELECT change_id, script_hash, change, committed_at::text AS committed_at, committer_name FROM ${qualified(table(project))} AS changes WHERE changes.project = $1 ORDER BY changes.committed_at`,
    values: [project.settings['project'] ?? ''],
  }),
  decode,
  compare,
};

/** `script_hash`: SHA-1 of the deploy script's bytes. */
export function checksumOf({ text, bom, malformed }: Source): string | undefined {
  return malformed ? undefined : createHash('sha1').update(bom ? `\uFEFF${text}` : text).digest('hex');
}

/** A change that was reworked has a row for each time, in the order of the plan. */
function decode(rows: readonly Readonly<Record<string, unknown>>[], migrations: readonly Migration[]): readonly Applied[] {
  const scripts = new Map<string, string[]>();
  for (const { id } of migrations) {
    const name = id.replace(/@.*$/s, '');
    scripts.set(name, [...scripts.get(name) ?? [], id]);
  }
  return rows.map((row, rank): Applied => {
    const name = String(row['change']);
    const id = scripts.get(name)?.shift() ?? name;
    const hash = row['script_hash'];
    return { id, name: id, version: id, success: true, rank, appliedAt: String(row['committed_at']), by: String(row['committer_name']), script: String(row['change_id']), ...(typeof hash === 'string' && { checksum: hash }) };
  });
}

/** The plan goes on behind what was deployed last, by an id that depends on every line before: a line among those is not taken. */
function compare(migrations: readonly Migration[], applied: readonly Applied[], { settings }: Project): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const planned = settings['plan'] === undefined ? undefined : new Set(scriptsOf(planOf(settings['plan']), migrations));
  const newest = migrations.findLastIndex(it => rows.has(it.id));
  const known = new Set(migrations.map(it => it.id));
  const last = applied.at(-1);
  const refused = { willRun: 'refuse' as const, reason: `Cannot find change ${last?.script} (${last?.id.replace(/@.*$/s, '')}) in ${settings['planFile']!}` };
  return [
    ...migrations.map((migration, i): Row => {
      const row = rows.get(migration.id);
      if (row) {
        const sum = migration.up && checksumOf(migration.up);
        return sum !== undefined && row.checksum !== undefined && sum !== row.checksum
          ? { state: 'modified', migration, applied: row, willRun: 'run' }
          : { state: 'applied', migration, applied: row };
      }
      if (planned && !planned.has(migration.id)) return { state: 'ignored', migration, reason: 'It is not in sqitch.plan' };
      return i < newest ? { state: 'outOfOrder', migration, ...refused } : { state: 'pending', migration };
    }),
    ...applied.filter(it => !known.has(it.id)).map((it): Row => ({ state: 'missing', applied: it, ...(planned && !planned.has(it.id) ? refused : { willRun: 'run' }) })),
  ];
}

function table({ settings }: Project): { readonly schema: string; readonly name: string } {
  return { schema: settings['historySchema']!, name: settings['table']! };
}
