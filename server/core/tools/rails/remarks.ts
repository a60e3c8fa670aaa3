import type { Remark } from '../../migrations/problem.js';
import type { Source } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import type { Project } from '../tool/project.js';
import type { MigrationClass } from './migration-class.js';
import type { Blocked } from './reversible.js';

/** A file in which Rails does not find what it looks for. */
export function withoutClass(expected: string): Remark {
  return { rule: 'bad-class-name', severity: 'error', span: { start: 0, end: 0 }, message: `uninitialized constant ${expected}: there is no migration's class in this file` };
}

/** What Rails says of one migration, some of it only when it runs. `at`: of the class's name. */
export function* remarksOn({ name, release }: MigrationClass, at: Span, expected: string, { path }: Source, { settings }: Project): Iterable<Remark> {
  const called = name.split('::').at(-1);
  if (called !== expected) {
    // Acronyms that cannot be read from the inflections differ only in case.
    const severity = called?.toLowerCase() === expected.toLowerCase() ? 'hint' : 'error';
    yield {
      rule: 'bad-class-name', severity, span: at, message: `uninitialized constant ${expected}: Rails finds it out when the migration runs`,
      fixes: [{ title: `Rename the class to ${expected}`, safety: 'safe', edits: [{ kind: 'edit', path, span: at, text: expected }] }],
    };
  } else if (release !== undefined && settings['rails'] !== undefined && isNewer(release, settings['rails'])) {
    yield { rule: 'missing-release', severity: 'error', span: at, message: `Unknown migration version "${release}": the project has Rails ${settings['rails']}` };
  }
}

/** Why it cannot be taken back. */
export function oneWay(blocked: readonly Blocked[], isOneWay: boolean, at: Span): readonly Remark[] {
  const hint = (span: Span, message: string): Remark => ({ rule: 'irreversible-migration', severity: 'hint', span, message });
  return [
    ...blocked.map(({ span, message }) => hint(span, message.replace(/\.$/, ''))),
    ...(isOneWay ? [hint(at, 'There is no `down`: `db:rollback` takes this off the list and undoes nothing')] : []),
  ];
}

function isNewer(a: string, b: string): boolean {
  const [x, y] = [a, b].map(it => it.split('.').map(Number));
  return x![0]! - y![0]! || x![1]! - y![1]! ? (x![0]! - y![0]! || x![1]! - y![1]!) > 0 : false;
}
