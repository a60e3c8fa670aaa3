import { pathOf, type Migration } from '../migrations/migration.js';
import { fileOf, folderOf, isBelow, pathIn } from '../text/paths.js';
import { inAnyOrder } from './any-order.js';
import { qualified } from '../sql/identifier.js';
import { isOfTests } from './excluded.js';
import { nextVersion, slug, timestamp } from './numbering.js';
import { nameOf } from './pop/names.js';
import type { Tool } from './tool.js';
import type { History } from './tool/history.js';
import type { Project, Tree } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { NewFile, ScaffoldRequest } from './tool/scaffold.js';

/** Pop 6.4.1 (github.com/gobuffalo/pop, `migrator.go`) and its command `soda`; Ory's fork of its migrator (`oryx/popx`). */
export const pop: Tool = {
  id: 'pop',
  title: 'Pop',
  commonNames: true,
  reference: {
    files: '`20240102030405_name.up.sql` and `.down.sql`, or `name.postgres.up.sql`, which goes before one for all databases; below a module in Go that has Pop. `.fizz` is counted, and not read',
    order: 'versions as text',
    transactions: 'one for each file, which is one message; with Ory\'s migrator none where the name says `.autocommit`',
    evidence: { run: '6.4.1', read: '6.1.1' },
  },

  configures: path => /(?:^|\/)go\.mod$/.test(path),
  detect,
  at: projectAt,
  addresses: ['DATABASE_URL'],
  placeholders: () => ['mustache'],

  read,
  compare: (a, b) => compareTexts(a.version!, b.version!) || compareTexts(pathOf(a), pathOf(b)),
  duplicate: (first, { version }) => `Pop runs one of both: when it comes to the second, the version ${version} is applied, by ${fileOf(pathOf(first))}`,
  traits: () => ({ down: 'separate', outOfOrder: 'run' }),

  // So it is told that one database has nothing to do.
  settles: ['empty-migration'],
  execution: (_, { up }) => ({ wraps: up === undefined || nameOf(up.path)?.autocommit !== true, sends: 'whole' }),
  outsideTransaction: () => ({ how: 'in a file named `….autocommit.up.sql`, which only Ory\'s migrator knows: Pop itself runs every file in a transaction', files: [], alone: true }),
  history: history(),
  lock: () => ({ kind: 'none' }),
  run: { by: 'nobody', why: 'Only Pop runs these migrations, by its command or in a program: `soda migrate up`' },
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    return nameOf(path) && path.slice(0, path.length - file.length) + file.replace(/^\d+/, version ?? next(existing, undefined));
  },
};

/** Folders with files of its form. Where all versions of one are in a larger one, too, it is what that was made from. */
function detect(tree: Tree): readonly Project[] {
  const modules = tree.paths.filter(it => /(?:^|\/)go\.mod$/.test(it) && /\b(?:gobuffalo|ory)\/pop\b|\bory\/x\b/.test(tree.config(it)?.text ?? ''));
  if (modules.length === 0) return [];
  const folders = new Map<string, string[]>();
  for (const path of tree.paths) {
    const module = nameOf(path) && !isOfTests(path) && !/(?:^|\/)stubs?\//.test(path) ? modules.findLast(it => isBelow(folderOf(path), it)) : undefined;
    if (module === undefined) continue;
    const files = folders.get(folderOf(path));
    if (files) files.push(path);
    else folders.set(folderOf(path), [path]);
  }
  const versions = new Map([...folders].map(([folder, files]) => [folder, new Set(files.map(it => nameOf(it)!.version))]));
  const isPart = (folder: string): boolean => [...versions.values()].some(theirs => theirs.size > versions.get(folder)!.size && [...versions.get(folder)!].every(it => theirs.has(it)));
  return [...folders].flatMap(([folder, files]) => {
    if (isPart(folder) || (/(?:^|\/)(?:legacy|templates?|source)$/.test(folder) && folders.has(pathIn(folderOf(folder), 'sql')))) return [];
    // Not where everything is in its own language: of that nothing is known.
    if (files.every(it => nameOf(it)!.fizz)) return [];
    const own = new Set(files.filter(it => nameOf(it)!.own).map(stepOf));
    const overruled = files.filter(it => !nameOf(it)!.own && own.has(stepOf(it)));
    const project = projectAt(folder);
    return [{ ...project, because: modules.findLast(it => isBelow(folder, it))!, settings: { ...project.settings, ...(overruled.length > 0 && { overruled: overruled.join('\n') }) } }];
  });
}

function stepOf(path: string): string {
  const { version, down } = nameOf(path)!;
  return `${version} ${down}`;
}

function projectAt(folder: string): Project {
  return { tool: 'pop', folder, locations: [{ path: folder, recursive: false }], because: folder, settings: { table: 'schema_migration' }, placeholders: {}, connections: [] };
}

function read(path: string, { settings }: Project): Reading | undefined {
  const name = nameOf(path);
  if (!name || `\n${settings['overruled'] ?? ''}\n`.includes(`\n${path}\n`)) return undefined;
  const direction = name.down ? 'down' : 'up';
  return name.fizz ? { kind: 'companion', of: { id: name.version, direction } } : { kind: 'migration', direction, id: name.version, of: 'versioned', version: name.version, name: name.words };
}

function history(): History {
  return {
    table: ({ settings }, { schema }) => ({ schema, name: settings['table']! }),
    columns: ['version'],
    create: () => [],
    read: ({ settings }, { schema }) => ({ text: `SELECT version FROM ${qualified({ schema, name: settings['table']! })} ORDER BY version COLLATE "C"`, values: [] }),
    decode: (rows, migrations) => {
      const names = new Map(migrations.map(it => [it.id, it.name]));
      return rows.map(({ version }) => ({ id: String(version), version: String(version), name: names.get(String(version)) ?? '', success: true }));
    },
    // `Status` asks for every file whether there is a row, and for no row whether there is a file.
    compare: (migrations, applied) => inAnyOrder(migrations, applied, { missing: () => ({ willRun: 'run' }) }),
  };
}

/** `soda generate sql`. */
function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly NewFile[] {
  const stem = pathIn(project.folder, `${next(existing, now)}_${slug(name)}`);
  const up = { path: `${stem}.up.sql`, text: `-- ${name.trim()}\n` };
  return down ? [up, { path: `${stem}.down.sql`, text: `-- Undo: ${name.trim()}\n` }] : [up];
}

function next(existing: readonly Migration[], now: Date | undefined): string {
  return nextVersion(existing.map(it => it.version!), now, now ? timestamp(now) : '1', compareTexts);
}

/** As Go compares strings. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
