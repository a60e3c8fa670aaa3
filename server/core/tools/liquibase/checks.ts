import { pathOf, type Migration, type Source } from '../../migrations/migration.js';
import type { Problem } from '../../migrations/problem.js';
import type { Project } from '../tool/project.js';
import { forgotten } from './forgotten.js';
import { idOf } from './migrations.js';
import { rootsOf, type Includes } from './order.js';

/** What Liquibase says of all files together. */
export function check(migrations: readonly Migration[], project: Project, sources: ReadonlyMap<string, Source>, { broken, visited, hasTwins }: Includes): readonly Problem[] {
  const first = new Map<string, Migration>();
  const twins: Problem[] = [];
  for (const migration of hasTwins ? migrations : []) {
    const { id, author, path } = migration.options!;
    const key = idOf(id!, author!, path!);
    const twin = first.get(key);
    if (!twin) first.set(key, migration);
    else if (sameFilter(twin, migration)) {
      twins.push({
        rule: 'duplicate-version', severity: 'error', path: pathOf(migration), span: migration.at ?? NOWHERE, message: `Liquibase validation fails: ${path}::${id}::${author} had duplicate identifiers`,
        related: [{ path: pathOf(twin), span: twin.at ?? NOWHERE, message: 'The other' }],
      });
    }
  }
  return [
    ...broken.map((it): Problem => ({ rule: 'broken-include', severity: 'error', ...it })),
    ...twins,
    ...(rootsOf(project).changelogs.length === 0 ? [] : forgotten(visited, sources)),
  ];
}

/** Two of one identity may stand side by side where contexts or labels choose between them. */
function sameFilter(a: Migration, b: Migration): boolean {
  const said = ({ options }: Migration): string => JSON.stringify(['contexts', 'labels', 'includedIn', 'includedAs'].map(it => options?.[it] ?? ''));
  return said(a) === said(b) || said(a) === NOTHING || said(b) === NOTHING;
}

const NOTHING = JSON.stringify(['', '', '', '']);
const NOWHERE = { start: 0, end: 0 };
