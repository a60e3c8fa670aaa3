import type { Migration } from '../../migrations/migration.js';
import type { Applied, Row } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import type { History, Place } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import { revisionsOf } from './graph.js';

/** The heads of what was applied, one row each, and nothing else (alembic 1.19.2, `runtime/migration.py`). */
export const history: History = {
  table,
  columns: ['version_num'],
  create: (project, place) => [{
    text: `create table ${qualified(table(project, place))} (version_num varchar(32) not null, constraint alembic_version_pkc primary key (version_num))`,
    values: [],
  }],
  read: (project, place) => ({ text: `select version_num::text as version_num from ${qualified(table(project, place))} order by version_num`, values: [] }),
  decode,
  compare,
};

/** What stands in the table, and everything before it by `down_revision` and `depends_on`. */
function decode(rows: readonly Readonly<Record<string, unknown>>[], migrations: readonly Migration[]): readonly Applied[] {
  const heads = rows.map(row => String(row['version_num']));
  const { order } = revisionsOf(migrations);
  const applied = order.ancestors(heads);
  const known = new Set(migrations.map(it => it.id));
  return [
    ...migrations.filter(it => applied.has(it.id)).map((it): Applied => ({ id: it.id, version: it.version!, name: it.name, success: true })),
    ...heads.filter(it => !known.has(it)).map((it): Applied => ({ id: it, version: it, name: '', success: true })),
  ];
}

/** Alembic has no order but the graph's: what was not applied runs. A row that it cannot find stops it. */
function compare(migrations: readonly Migration[], applied: readonly Applied[]): readonly Row[] {
  const rows = new Map(applied.map(it => [it.id, it]));
  const known = new Set(migrations.map(it => it.id));
  const compared = migrations.map((migration): Row => {
    const row = rows.get(migration.id);
    return row ? { state: 'applied', migration, applied: row } : { state: 'pending', migration };
  });
  const unknown = applied.filter(it => !known.has(it.id)).map((it): Row => ({
    state: 'missing', applied: it, willRun: 'refuse',
    reason: `Can't locate revision identified by '${it.version}': what was applied before it cannot be told, and Alembic refuses every command`,
  }));
  return [...compared, ...unknown];
}

function table({ settings }: Project, place: Place): { readonly schema: string; readonly name: string } {
  return { schema: settings['version_table_schema'] ?? place.schema, name: settings['version_table'] ?? 'alembic_version' };
}
