import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { DefaultBranch } from '../../server/core/migrations/branch.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { filesOf } from '../../server/edges/files.js';
import type { Git } from '../../server/flows/ports.js';
import { openWorkspace } from '../../server/flows/workspace.js';

/** Texts by path. */
type Texts = Readonly<Record<string, string>>;

export const FLYWAY = 'db/migration/';

/** A Flyway project; a name without a dot is that of a migration, `V1__a`. */
export function flyway(texts: Texts): Promise<ProjectIndex> {
  return projectOf({
    'flyway.toml': '[flyway]\nlocations = ["filesystem:db/migration"]\n[flyway.postgresql]\ntransactional.lock = false\n',
    ...Object.fromEntries(Object.entries(texts).map(([name, text]) => [name.includes('.') ? name : `${FLYWAY}${name}.sql`, text])),
  });
}

/** A golang-migrate project, by names like `1_a.up`. */
export function golang(texts: Texts): Promise<ProjectIndex> {
  return projectOf(Object.fromEntries(Object.entries(texts).map(([name, text]) => [`migrations/${name}.sql`, text])));
}

export function removeProjects(): void {
  for (const it of folders.splice(0)) rmSync(it, { recursive: true });
}

const folders: string[] = [];

export async function projectOf(texts: Texts, branch?: DefaultBranch): Promise<ProjectIndex> {
  const root = mkdtempSync(join(tmpdir(), 'project-'));
  folders.push(root);
  for (const [path, text] of Object.entries(texts)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  const { projects } = await openWorkspace(filesOf(root), branch && gitWith(branch));
  if (projects.length !== 1) throw new Error(`found ${projects.length} projects`);
  return projects[0]!;
}

/** A repository that knows its default branch, and nothing else. */
export function gitWith(main: DefaultBranch): Git {
  return { defaultBranch: async () => main, branchesWith: async () => [], changedSince: async () => [], versions: async function* () { /* none */ } };
}
