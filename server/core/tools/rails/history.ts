import type { Applied } from '../../migrations/status.js';
import { qualified } from '../../sql/identifier.js';
import { inAnyOrder } from '../any-order.js';
import type { History, Place } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import { integer } from './names.js';

/** Every applied version, as text, and nothing else (6.1, `active_record/schema_migration.rb`). */
export const history: History = {
  table,
  // 5.0, `active_record/internal_metadata.rb`.
  besides: ['ar_internal_metadata'],
  columns: ['version'],
  // golang-migrate's table has the same name.
  foreignColumns: ['dirty'],
  create: (project, place) => [{ text: `create table ${qualified(table(project, place))} (version varchar not null primary key)`, values: [] }],
  read: (project, place) => ({ text: `select version::text as version from ${qualified(table(project, place))} order by version`, values: [] }),
  decode: rows => rows.map((row): Applied => {
    const version = integer(String(row['version']));
    return { id: version, version, name: '', success: true };
  }),
  compare: (migrations, applied) => inAnyOrder(migrations, applied, { missing: it => ({ reason: `up ${it.version!.padStart(3, '0')} ********** NO FILE **********` }) }),
};

function table({ settings }: Project, place: Place): { readonly schema: string; readonly name: string } {
  return { schema: place.schema, name: settings['table'] ?? 'schema_migrations' };
}
