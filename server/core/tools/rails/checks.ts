import type { Migration } from '../../migrations/migration.js';
import type { Problem } from '../../migrations/problem.js';
import type { Span } from '../../text/span.js';
import type { Project } from '../tool.js';
import { camelize } from './names.js';

/** What Rails says of its migrations, some of it only when they run. */
export function check(migrations: readonly Migration[], project: Project): readonly Problem[] {
  const bracketed = migrations.findIndex(it => it.options?.['release'] !== undefined);
  return [
    ...twins(migrations, project),
    ...migrations.flatMap((migration, i) => [...ofClass(migration, project, bracketed >= 0 && i > bracketed), ...oneWay(migration)]),
  ];
}

/** Two files of one name, which `db:migrate` refuses and `db:migrate:status` does not mind. */
function* twins(migrations: readonly Migration[], project: Project): Iterable<Problem> {
  const first = new Map<string, Migration>();
  for (const migration of migrations) {
    const other = first.get(migration.name);
    if (!other) first.set(migration.name, migration);
    else if (other.version !== migration.version) {
      yield { ...problem('duplicate-migration-name', 'error', migration, `Multiple migrations have the name ${camelize(migration.name, project)}.`), related: [{ path: other.up!.path, span: other.at ?? START, message: 'The other' }] };
    }
  }
}

/** `isLater`: earlier migrations name their release, so this one was not written before Rails asked for that. */
function* ofClass(migration: Migration, project: Project, isLater: boolean): Iterable<Problem> {
  const { class: name = '', release, inherits } = migration.options ?? {};
  const expected = camelize(migration.name, project);
  const called = name.split('::').at(-1);
  if (name === '') yield problem('bad-class-name', 'error', migration, `uninitialized constant ${expected}: there is no migration's class in this file`);
  else if (called !== expected) {
    const fix = migration.at && { title: `Rename the class to ${expected}`, safety: 'safe' as const, edits: [{ kind: 'edit' as const, path: migration.up!.path, span: migration.at, text: expected }] };
    // Acronyms that cannot be read from the inflections differ only in case.
    const severity = called?.toLowerCase() === expected.toLowerCase() ? 'hint' : 'error';
    yield { ...problem('bad-class-name', severity, migration, `uninitialized constant ${expected}: Rails finds it out when the migration runs`), ...(fix && { fixes: [fix] }) };
  } else if (release === undefined && inherits === undefined && isLater) {
    yield problem('missing-release', 'error', migration, 'Directly inheriting from ActiveRecord::Migration is not supported. Please specify the Rails release the migration was written for');
  } else if (release !== undefined && project.settings['rails'] !== undefined && isNewer(release, project.settings['rails'])) {
    yield problem('missing-release', 'error', migration, `Unknown migration version "${release}": the project has Rails ${project.settings['rails']}`);
  }
}

function* oneWay(migration: Migration): Iterable<Problem> {
  for (const line of migration.options?.['irreversible']?.split('\n') ?? []) {
    const [start, end, ...words] = line.split(' ');
    yield { ...problem('irreversible-migration', 'hint', migration, words.join(' ').replace(/\.$/, '')), span: { start: Number(start), end: Number(end) } };
  }
  if (migration.options?.['oneWay'] === 'true') {
    yield problem('irreversible-migration', 'hint', migration, 'There is no `down`: `db:rollback` takes this off the list and undoes nothing');
  }
}

function isNewer(a: string, b: string): boolean {
  const [x, y] = [a, b].map(it => it.split('.').map(Number));
  return x![0]! - y![0]! || x![1]! - y![1]! ? (x![0]! - y![0]! || x![1]! - y![1]!) > 0 : false;
}

const START: Span = { start: 0, end: 0 };

function problem(rule: string, severity: Problem['severity'], { up, at }: Migration, message: string): Problem {
  return { rule, severity, path: up!.path, span: at ?? START, message };
}
