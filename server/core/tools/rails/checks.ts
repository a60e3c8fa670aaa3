import type { Migration } from '../../migrations/migration.js';
import type { Problem } from '../../migrations/problem.js';
import type { Span } from '../../text/span.js';
import type { Project } from '../tool/project.js';
import { compareIntegers } from '../numbering.js';
import { camelize } from './names.js';

/** What Rails says of its migrations together, some of it only when they run. */
export function check(migrations: readonly Migration[], project: Project): readonly Problem[] {
  return [...twins(migrations, project), ...withoutRelease(migrations), ...ofDump(migrations, project)];
}

/** Two files of one name, which `db:migrate` refuses and `db:migrate:status` does not mind. */
function* twins(migrations: readonly Migration[], project: Project): Iterable<Problem> {
  const first = new Map<string, Migration>();
  for (const migration of migrations) {
    const other = first.get(migration.name);
    if (!other) first.set(migration.name, migration);
    else if (other.version !== migration.version) {
      yield { ...problem('duplicate-migration-name', migration, `Multiple migrations have the name ${camelize(migration.name, project)}.`), related: [{ path: other.up!.path, span: other.at ?? START, message: 'The other' }] };
    }
  }
}

/** Earlier migrations name their release, so these were not written before Rails asked for that. */
function* withoutRelease(migrations: readonly Migration[]): Iterable<Problem> {
  const bracketed = migrations.findIndex(it => it.options?.['release'] !== undefined);
  if (bracketed < 0) return;
  for (const migration of migrations.slice(bracketed + 1)) {
    if (migration.options?.['bare'] === 'true') yield problem('missing-release', migration, 'Directly inheriting from ActiveRecord::Migration is not supported. Please specify the Rails release the migration was written for');
  }
}

/** The dump of the schema, by which new databases are made, is of another time than the migrations. */
function* ofDump(migrations: readonly Migration[], { settings: { schema, schemaVersion } }: Project): Iterable<Problem> {
  const newest = migrations.at(-1);
  if (schema === undefined || schemaVersion === undefined || newest?.version === undefined) return;
  const ahead = compareIntegers(newest.version, schemaVersion);
  if (ahead > 0) yield { ...problem('stale-schema', newest, `${schema} is of version ${schemaVersion}: databases that are made of it do not have this`), severity: 'info' };
  if (ahead < 0) yield { ...problem('stale-schema', newest, `${schema} is of version ${schemaVersion}, and no migration here is`), severity: 'info' };
}

const START: Span = { start: 0, end: 0 };

function problem(rule: string, { up, at }: Migration, message: string): Problem {
  return { rule, severity: 'error', path: up!.path, span: at ?? START, message };
}
