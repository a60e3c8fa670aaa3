import { pathOf } from '../../core/migrations/migration.js';
import type { Migration } from '../../core/migrations/migration.js';
import { display } from '../../core/sql/identifier.js';
import type { Trace } from '../../core/sql/traces.js';
import type { Evidence } from './evidence.js';

/** What the database shows of a migration, in sentences. */
export function told(migration: Migration, { proof, traces }: Evidence): readonly string[] {
  const path = pathOf(migration);
  switch (proof) {
    case 'done': return [`All that can be seen of ${path} is in the database: ${listed(traces)}`];
    case 'undone': return [`Nothing that can be seen of ${path} is in the database: ${listed(traces.filter(it => it.found !== it.after))}`];
    case 'partly': return [`A part of ${path} is in the database: ${listed(traces)}`];
    case 'untold': return [`The database cannot tell whether ${path} has run`];
  }
}

/** A few say it all. */
const MOST = 6;

function listed(traces: readonly Evidence['traces'][number][]): string {
  const more = traces.length > MOST ? `, and ${traces.length - MOST} more` : '';
  return `${traces.slice(0, MOST).map(it => `${subject(it)} is ${state(it)}`).join(', ')}${more}`;
}

function state({ kind, found }: Evidence['traces'][number]): string {
  if (found === 'invalid') return 'INVALID, and has to be dropped';
  if (kind === 'not null') return found === 'there' ? 'NOT NULL' : 'nullable';
  if (kind === 'valid constraint') return found === 'there' ? 'validated' : 'not validated';
  return found === 'there' ? 'there' : 'not there';
}

function subject({ kind, of, name, schema, noun }: Trace): string {
  const on = of ? display(of) : '';
  switch (kind) {
    case 'column':
    case 'not null': return `the column ${name} of ${on}`;
    case 'constraint':
    case 'valid constraint': return `the constraint ${name} of ${on}`;
    case 'value': return `the value ${name} of ${on}`;
    case 'trigger':
    case 'policy': return `the ${kind} ${name} on ${on}`;
    default: return `the ${noun ?? kind} ${display(schema === undefined ? { name } : { schema, name })}`;
  }
}
