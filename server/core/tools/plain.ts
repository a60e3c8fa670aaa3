import { pathOf, type Migration } from '../migrations/migration.js';
import { fileOf, folderOf, pathIn } from '../text/paths.js';
import { nextVersion, slug } from './numbering.js';
import { detect, projectAt } from './plain/detect.js';
import { compareNumbers, nameOf } from './plain/names.js';
import type { Tool } from './tool.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** Numbered scripts that no tool of ours runs: a shell loop, a program of the project's own, somebody's hand. */
export const plain: Tool = {
  id: 'plain',
  title: 'plain SQL',
  guesses: true,
  reference: {
    files: '`001_name.sql`, `2024-01-02-name.sql` and the like, with `.down.sql`, `_down.sql` or a folder `down` for ways back. A guess: a folder called for migrations, where no other tool has a claim; the project file names others with `"tool": "plain"`, and says with `pattern` how their files are called',
    order: 'numbers, part by part; of equals, file names',
    transactions: 'none, and each statement by itself, as `psql -f` does; the project file may say otherwise',
    evidence: {},
  },

  configures: () => false,
  detect,
  at: folder => projectAt(folder),
  placeholders: () => ['colon', 'dollar-brace', 'mustache', 'brace'],

  read,
  compare: (a, b) => compareNumbers(a.version!, b.version!) || compareTexts(pathOf(a), pathOf(b)),
  // Who runs both does so in some order.
  duplicate: () => undefined,
  traits: () => ({ down: 'separate', outOfOrder: 'run' }),

  execution: () => ({ wraps: false, sends: 'statement', copyFromStdin: true, psql: true }),
  outsideTransaction: () => ({ how: 'outside of a transaction', files: [], alone: false }),
  history: {
    absent: 'No tool that we know runs these files, so nothing tells what was applied. Let one of them do it, and name it in migration-lens.jsonc: sqlx and Supabase read `N_name.sql` as it is, golang-migrate and sqlx read `N_name.up.sql` and `N_name.down.sql`, dbmate and goose want their comment at the top',
    table: () => ({ schema: '', name: '' }),
    columns: [],
    create: () => [],
    read: () => ({ text: 'select where false', values: [] }),
    decode: () => [],
    compare: migrations => migrations.map(migration => ({ state: 'pending', migration })),
  },
  lock: () => ({ kind: 'none' }),
  run: { by: 'us', atomic: true, after: () => [], forget: () => [] },
  scaffold,
  rename: (path, version, { settings }, existing) => {
    const file = fileOf(path);
    const name = nameOf(file, settings['pattern']);
    return name && path.slice(0, path.length - file.length) + file.replace(name.number, version ?? next(existing, undefined));
  },
};

function read(path: string, { locations, settings }: Project): Reading | undefined {
  const name = nameOf(fileOf(path), settings['pattern']);
  if (!name) return undefined;
  const down = name.down || locations.some(it => it.downs && it.path === folderOf(path));
  return { kind: 'migration', direction: down ? 'down' : 'up', id: name.stem, of: 'versioned', version: name.number, name: name.name };
}

/** In the form of the newest. */
function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const { pattern } = project.settings;
  if (pattern !== undefined) {
    const filled = (direction: string): string => pathIn(project.folder, pattern.replace('{version}', next(existing, now)).replace('{name}', slug(name)).replace('{direction}', direction));
    const up = { path: filled('up'), text: `-- ${name.trim()}\n` };
    return down && pattern.includes('{direction}') ? [up, { path: filled('down'), text: `-- Undo: ${name.trim()}\n` }] : [up];
  }
  const newest = existing.findLast(it => it.up);
  const file = newest ? fileOf(newest.up!.path) : '0001_x.sql';
  const written = nameOf(file)!;
  const separator = /^[-_. ]+/.exec(file.slice(file.indexOf(written.number) + written.number.length))?.[0] ?? '_';
  const words = separator.includes('-') ? slug(name).replaceAll('_', '-') : slug(name);
  const stem = `${file.slice(0, file.indexOf(written.number))}${next(existing, now)}${separator === '.' ? '_' : separator}${words}`;
  const word = /[-_.]up(?=\.\w+$)/i.exec(file)?.[0] ?? '';
  const model = existing.findLast(it => it.up && it.down)?.down?.path;
  const back = model === undefined ? '.down' : /[-_.](?:down|undo|rollback|revert)(?=\.\w+$)/i.exec(fileOf(model))?.[0] ?? '';
  const up = { path: pathIn(project.folder, `${stem}${word}.sql`), text: `-- ${name.trim()}\n` };
  return down ? [up, { path: pathIn(model !== undefined && back === '' ? folderOf(model) : project.folder, `${stem}${back}.sql`), text: `-- Undo: ${name.trim()}\n` }] : [up];
}

function next(existing: readonly Migration[], now: Date | undefined): string {
  return nextVersion(existing.map(it => it.version!), now, '0001', compareNumbers);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
