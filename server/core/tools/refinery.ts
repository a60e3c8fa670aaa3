import { pathOf, type Migration } from '../migrations/migration.js';
import { besides, fileOf, folderOf, isBelow, pathIn } from '../text/paths.js';
import { refusesMark } from './bom.js';
import { isOfAnotherDatabase, isOfTests } from './excluded.js';
import { cratesWith } from './manifests.js';
import { compareIntegers, nextVersion, slug } from './numbering.js';
import { checksumOf } from './refinery/checksum.js';
import { history, run } from './refinery/history.js';
import type { Tool } from './tool.js';
import type { Project, Tree } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** refinery 0.10.0 (`refinery_core/src/{util,runner,traits}`), its library by default: divergent and missing migrations stop it. */
export const refinery: Tool = {
  id: 'refinery',
  title: 'refinery',
  reference: {
    files: '`V1__name.sql`, and `U1__name.sql` for what may run late; in a folder and below',
    order: 'versions as numbers',
    checksum: 'SipHash-1-3 of name, version and bytes, line ends and byte order mark included',
    transactions: 'one for each file, always, and another for its row; a file is one message',
    evidence: { run: '0.10.0', read: '0.10.0' },
  },

  configures: path => /(?:^|\/)(?:Cargo|refinery)\.toml$/.test(path),
  detect,
  at: projectAt,
  addresses: ['DATABASE_URL'],

  read,
  compare: (a, b) => compareIntegers(a.version!, b.version!),
  duplicate: (_, second) => `refinery takes both, and the second fails where it records the version ${second.version} again`,
  traits: () => ({ down: 'none', outOfOrder: 'refuse' }),

  execution: (_, migration) => ({ wraps: true, sends: 'whole', ...refusesMark('refinery', migration) }),
  outsideTransaction: () => ({ how: 'outside of refinery, which runs every migration in a transaction', files: [], alone: false }),
  checksum: checksumOf,
  history,
  lock: () => ({ kind: 'none' }),
  run,
  scaffold,
  rename: (path, version, _, existing) => {
    const file = fileOf(path);
    const to = version ?? next(existing);
    const parts = NAME.exec(file);
    return besides(path, parts ? `${parts[1]!}${to}__${parts[3]!}.${parts[4]!}` : intended(file, to));
  },
};

/** `STEM_RE` and the extensions. */
const NAME = /^([UV])(\d+(?:\.\d+)?)__([\p{L}\p{M}\p{Nd}_]+)\.(sql|rs)$/u;

function detect(tree: Tree): readonly Project[] {
  const crates = cratesWith('refinery', tree);
  if (crates.length === 0) return [];
  const texts = crates.map(it => tree.config(it)?.text ?? '');
  if (texts.some(it => /"(?:mysql|rusqlite|mssql|tiberius)\b/.test(it)) && !texts.some(it => /postgres/i.test(it))) return [];
  const files = tree.paths.filter(it => NAME.test(fileOf(it)) && !fileOf(it).endsWith('.rs') && !isOfTests(it) && !isOfAnotherDatabase(it));
  const folders = [...new Set(files.map(folderOf))].sort((a, b) => a.length - b.length);
  const roots = folders.filter(folder => !folders.some(it => it !== folder && (it === '.' || folder.startsWith(`${it}/`))));
  return roots.flatMap(folder => {
    const crate = crates.findLast(it => isBelow(folder, it));
    if (crate === undefined) return [];
    // Moments are too large for the versions that refinery has without this feature.
    const large = texts.some(it => /int8-versions/.test(it)) || files.some(it => folderOf(it).startsWith(folder === '.' ? '' : folder) && Number(NAME.exec(fileOf(it))![2]) > 2 ** 31 - 1);
    const project = projectAt(folder);
    return [{ ...project, because: crate, settings: { ...project.settings, ...(large && { versions: 'int8' }) } }];
  });
}

function projectAt(folder: string): Project {
  return {
    tool: 'refinery', folder, locations: [{ path: folder, recursive: true }], because: folder,
    settings: { table: 'refinery_schema_history', versions: 'int4' }, placeholders: {}, connections: [],
  };
}

function read(path: string, { settings }: Project): Reading | undefined {
  const file = fileOf(path);
  const [, , number, name, extension] = NAME.exec(file) ?? [];
  if (number !== undefined) {
    const largest = settings['versions'] === 'int8' ? 2n ** 63n : 2n ** 31n;
    if (number.includes('.') || BigInt(number) >= largest) return { kind: 'misnamed', message: 'refinery stops at this file: migration version must be a valid integer' };
    const version = String(BigInt(number));
    return extension === 'rs' ? { kind: 'companion', of: { id: version, direction: 'up' } } : { kind: 'migration', direction: 'up', id: version, of: 'versioned', version, name: name! };
  }
  const suggestion = intended(file, undefined);
  return suggestion === undefined ? undefined : { kind: 'misnamed', message: 'refinery skips this file: migrations must be named in the format V{1}__{2}.sql', suggestion };
}

/** What a file was meant to be called that has a number in front. */
function intended(file: string, version: string | undefined): string | undefined {
  const [, letter, number, name] = /^([vVuU]?)(\d+)[-_. ]+(.*)\.sql$/s.exec(file) ?? [];
  return number === undefined ? undefined : `${letter === '' ? 'V' : letter!.toUpperCase()}${version ?? number}__${slug(name!)}.sql`;
}

function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const newest = existing.at(-1)?.up?.path;
  const folder = newest === undefined ? project.folder : folderOf(newest);
  return [{ path: pathIn(folder, `V${next(existing, now)}__${slug(name)}.sql`), text: `-- ${name.trim()}\n` }];
}

/** It has no command for it: numbers, unless the folder has moments. */
function next(existing: readonly Migration[], now?: Date): string {
  const written = existing.map(it => /\d+/.exec(fileOf(pathOf(it)))![0]);
  return nextVersion(written, now, '1', compareIntegers);
}
