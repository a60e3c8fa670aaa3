import { pathOf, type Migration } from '../migrations/migration.js';
import { fileOf, folderOf, pathIn, resolved } from '../text/paths.js';
import { isOfTests } from './excluded.js';
import { history } from './hasura/history.js';
import { compareIntegers, nextVersion, slug } from './numbering.js';
import { folderOfSteps, inStep, stepFile } from './steps.js';
import type { Tool } from './tool.js';
import type { Project, Tree } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { NewFile, ScaffoldRequest } from './tool/scaffold.js';

/** Hasura 2 (github.com/hasura/graphql-engine, `cli/migrate`), with a folder for each database: its server runs the scripts. */
export const hasura: Tool = {
  id: 'hasura',
  title: 'Hasura',
  commonNames: true,
  reference: {
    files: '`migrations/<database>/1700000000000_name/up.sql` and `down.sql` beside `config.yaml`, without a database before version 3; `up.yaml` is metadata, and not read',
    order: 'versions as numbers',
    transactions: 'one for each file, which is one message',
    evidence: { read: '003776b' },
  },

  configures: path => /(?:^|\/)(?:config|metadata\/databases\/databases)\.ya?ml$/.test(path),
  detect,
  at: projectAt,
  addresses: ['HASURA_GRAPHQL_DATABASE_URL'],

  read,
  compare: (a, b) => compareIntegers(a.version!, b.version!) || (pathOf(a) < pathOf(b) ? -1 : pathOf(a) > pathOf(b) ? 1 : 0),
  duplicate: (_, { version }) => `Hasura knows a migration by its version, and there is another ${version}`,
  traits: () => ({ down: 'separate', outOfOrder: 'run' }),

  execution: () => ({ wraps: true, sends: 'whole' }),
  outsideTransaction: () => ({ how: 'outside of Hasura, which runs every migration in a transaction', files: [], alone: false }),
  history,
  lock: () => ({ kind: 'none' }),
  run: { by: 'nobody', why: 'Only Hasura runs these migrations, through its server, which tracks them: `hasura migrate apply`' },
  scaffold,
  rename: (path, version, { folder }, existing) => (/^(?:up|down)\.sql$/.test(fileOf(path)) ? inStep(path, folder, version ?? next(existing, undefined)) : undefined),
};

const STEP = /^(\d+)_(.*)$/s;
/** As its first version wrote them, in no folder of their own: still read. */
const FLAT = /^(\d+)_(.*)\.(up|down)\.(sql|yaml)$/s;

/** `config.yaml` of version 3, by which every database has a folder, and those of other kinds are named in the metadata; or of version 2, with one database. */
function detect(tree: Tree): readonly Project[] {
  const folders = [...new Set(tree.paths.flatMap(it => {
    if (!it.endsWith('up.sql')) return [];
    if (fileOf(it) === 'up.sql') return STEP.test(fileOf(folderOf(it))) ? [folderOfSteps(it)] : [];
    return FLAT.test(fileOf(it)) ? [folderOf(it)] : [];
  }))];
  return tree.paths.filter(it => /(?:^|\/)config\.ya?ml$/.test(it) && !isOfTests(it)).flatMap(config => {
    const values = tree.config(config)?.values;
    const told = (key: string): string | undefined => {
      const value = values?.get(key)?.value;
      return typeof value === 'string' ? value : undefined;
    };
    const version = Number(told('version'));
    if (!(version >= 2) || (told('endpoint') ?? told('metadata_directory')) === undefined) return [];
    const root = folderOf(config);
    const kinds = kindsOf(resolved(root, `${told('metadata_directory') ?? 'metadata'}/databases/databases.yaml`), tree);
    const migrations = resolved(root, told('migrations_directory') ?? 'migrations');
    if (version < 3) return folders.filter(it => it === migrations).map(it => ({ ...projectAt(it), because: config, settings: { database: '' } }));
    return folders.filter(it => folderOf(it) === migrations && /^(?:postgres|citus)$/.test(kinds.get(fileOf(it)) ?? 'postgres')).map(it => ({ ...projectAt(it), because: config }));
  });
}

function kindsOf(path: string | undefined, { config }: Tree): ReadonlyMap<string, string> {
  const values = path === undefined ? undefined : config(path)?.values;
  return new Map([...values ?? []].flatMap(([key, { value }]) => {
    const kind = values!.get(key.replace(/name$/, 'kind'))?.value;
    return /^\d+\.name$/.test(key) && typeof value === 'string' && typeof kind === 'string' ? [[value, kind] as const] : [];
  }));
}

function projectAt(folder: string): Project {
  return { tool: 'hasura', folder, locations: [{ path: folder, recursive: true }], because: folder, settings: { database: fileOf(folder) }, placeholders: {}, connections: [] };
}

function read(path: string, { folder }: Project): Reading | undefined {
  const found = stepFile(path, folder);
  // Both forms as one, which is how Hasura reads them (`cli/migrate/source/file`).
  const [, number, name, way, language] = FLAT.exec(found ? `${found.step}.${found.file}` : fileOf(path)) ?? [];
  if (number === undefined || way === undefined || BigInt(number) >= 2n ** 64n) return undefined;
  const version = String(BigInt(number));
  const direction = way === 'up' ? 'up' : 'down';
  return language === 'yaml' ? { kind: 'companion', of: { id: version, direction } } : { kind: 'migration', direction, id: version, of: 'versioned', version, name: name! };
}

/** `hasura migrate create`. */
function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly NewFile[] {
  const step = pathIn(project.folder, `${next(existing, now)}_${slug(name)}`);
  const up = { path: `${step}/up.sql`, text: `-- ${name.trim()}\n` };
  return down ? [up, { path: `${step}/down.sql`, text: `-- Undo: ${name.trim()}\n` }] : [up];
}

/** Milliseconds, unless the folder counts. */
function next(existing: readonly Migration[], now: Date | undefined): string {
  return nextVersion(existing.map(it => it.version!), now, now ? String(now.getTime()) : '1', compareIntegers);
}
