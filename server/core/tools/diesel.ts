import { pathOf, type Migration, type Source } from '../migrations/migration.js';
import { fileOf, folderOf, isBelow, pathIn, resolved } from '../text/paths.js';
import { refusesMark } from './bom.js';
import { history, run } from './diesel/history.js';
import { isOfAnotherDatabase, isOfTests } from './excluded.js';
import { cratesWith } from './manifests.js';
import { nextVersion, slug } from './numbering.js';
import { folderOfSteps, inStep, stepFile } from './steps.js';
import type { Tool } from './tool.js';
import type { Project, Tree } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';

/** diesel_migrations 2.3.2 and diesel_cli 2.3.14 (`file_based_migrations.rs`, `migrations_internals`, `migration_harness.rs`). */
export const diesel: Tool = {
  id: 'diesel',
  title: 'Diesel',
  reference: {
    files: '`2024-01-02-030405_name/up.sql` and `down.sql`, with `metadata.toml`, in `migrations` or where `diesel.toml` says',
    order: 'versions as text, without their hyphens',
    transactions: 'one for each file, unless its `metadata.toml` says `run_in_transaction = false`, or nothing; a file is one message',
    evidence: { run: '2.3.14', read: '2.3.14' },
  },

  configures: path => /(?:^|\/)(?:Cargo|diesel)\.toml$/.test(path),
  detect,
  at: projectAt,
  addresses: ['DATABASE_URL'],

  read,
  compare: (a, b) => compareTexts(a.version!, b.version!) || compareTexts(pathOf(a), pathOf(b)),
  duplicate: (_, second) => `Diesel keeps one of the migrations with the version ${second.version}, and never runs the other`,
  options: sidecar => ({ runInTransaction: String(runsInTransaction(sidecar)) }),
  traits: () => ({ down: 'separate', outOfOrder: 'run' }),

  execution: ({ text }, migration) => ({
    wraps: migration.options?.['runInTransaction'] !== 'false', sends: 'whole', ...refusesMark('Diesel', migration),
    ...(text === '' && { refuses: 'Attempted to run an empty migration.' }),
  }),
  outsideTransaction: ({ path }) => ({ how: 'with `run_in_transaction = false` in a `metadata.toml` beside it', files: [{ path: pathIn(folderOf(path), 'metadata.toml'), text: 'run_in_transaction = false\n' }], alone: true }),
  history,
  lock: () => ({ kind: 'none' }),
  run,
  scaffold,
  rename: (path, version, { folder }, existing) => inStep(path, folder, hyphened(version ?? next(existing, undefined)))?.replace(/[^/]*$/, /^down/i.test(fileOf(path)) ? 'down.sql' : 'up.sql'),
};

function detect(tree: Tree): readonly Project[] {
  const crates = cratesWith('diesel', tree);
  const texts = crates.map(it => tree.config(it)?.text ?? '');
  if (texts.some(it => /"(?:mysql|sqlite)\b/.test(it)) && !texts.some(it => /postgres/i.test(it))) return [];

  const tomls = tree.paths.filter(it => /(?:^|\/)diesel\.toml$/.test(it) && !isOfTests(it));
  const told = new Map(tomls.flatMap(toml => {
    const dir = tree.config(toml)?.values.get('migrations_directory.dir')?.value;
    const folder = resolved(folderOf(toml), typeof dir === 'string' && dir !== '' ? dir : 'migrations');
    return folder === undefined ? [] : [[folder, toml] as const];
  }));
  const ups = tree.paths.filter(it => /(?:^|\/)[^/.][^/]*\/up\.sql$/.test(it) && !isOfTests(it) && !isOfAnotherDatabase(it));
  return [...new Set(ups.map(folderOfSteps))].flatMap(folder => {
    const toml = told.get(folder);
    const crate = crates.findLast(it => isBelow(folder, it));
    // Hasura has folders of the same form, with moments in milliseconds for versions.
    const looks = ups.some(it => folderOfSteps(it) === folder && OWN.test(stepFile(it, folder)!.step));
    // Whoever went over to Atlas left the folders that it does not read behind.
    if (tree.paths.includes(pathIn(folder, 'atlas.sum'))) return [];
    // A crate of the same workspace embeds them from there.
    const embedded = crates.length > 0 && ups.every(it => folderOfSteps(it) !== folder || /^\d{14}_/.test(stepFile(it, folder)!.step));
    return toml !== undefined || looks || ((crate !== undefined || embedded) && /migrat/i.test(folder)) ? [{ ...projectAt(folder), because: toml ?? crate ?? crates[0] ?? folder }] : [];
  });
}

/** As `diesel migration generate` and `diesel setup` name them. */
const OWN = /^(?:\d{4}-\d\d-\d\d-\d{6}_|00000000000000_diesel)/;

function projectAt(folder: string): Project {
  return { tool: 'diesel', folder, locations: [{ path: folder, recursive: true }], because: folder, settings: { table: '__diesel_schema_migrations' }, placeholders: {}, connections: [] };
}

function read(path: string, { folder }: Project): Reading | undefined {
  const found = stepFile(path, folder);
  if (!found || found.step.startsWith('.')) return undefined;
  const { step, file } = found;
  if (file === 'metadata.toml') return { kind: 'sidecar', of: path.replace(/metadata\.toml$/, 'up.sql') };
  const [written] = step.split('_', 1) as [string];
  const version = written.replaceAll('-', '');
  if (file === 'up.sql' || file === 'down.sql') return { kind: 'migration', direction: file === 'up.sql' ? 'up' : 'down', id: version, of: 'versioned', version, name: step.slice(written.length + 1) };
  const meant = /^(up|down)s?\.(?:sql|psql|pgsql)$/i.exec(file)?.[1]?.toLowerCase();
  return meant === undefined ? undefined : { kind: 'misnamed', message: `Diesel does not see this file: it is not named \`${meant}.sql\``, suggestion: `${meant}.sql` };
}

/** Absent, the key is false; a file that is no TOML counts as none. */
function runsInTransaction({ text }: Source): boolean {
  const lines = text.split('\n').map(it => it.replace(/#.*/, '').trim()).filter(it => it !== '');
  if (lines.some(it => !/^(?:\[[^\]]*\]|[\w."-]+\s*=\s*\S.*)$/.test(it))) return true;
  return lines.some(it => /^run_in_transaction\s*=\s*true$/.test(it));
}

function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const step = pathIn(project.folder, `${next(existing, now)}_${slug(name)}`);
  const up = { path: `${step}/up.sql`, text: '-- Your SQL goes here\n' };
  return down ? [up, { path: `${step}/down.sql`, text: '-- This file should undo anything in `up.sql`\n' }] : [up];
}

/** As the folder of the newest writes it, with hyphens or without. */
function next(existing: readonly Migration[], now: Date | undefined): string {
  const written = existing.map(it => fileOf(folderOf(pathOf(it))).split('_', 1)[0]!).filter(it => /^\d[\d-]*$/.test(it) && !/^0+$/.test(it));
  const first = now ? hyphened(now.toISOString().replace(/\D/g, '').slice(0, 14)) : '1';
  return nextVersion(written, now, first, (a, b) => compareTexts(a.replaceAll('-', ''), b.replaceAll('-', '')));
}

function hyphened(version: string): string {
  return version.replace(/^(\d{4})(\d\d)(\d\d)(\d{6})$/, '$1-$2-$3-$4');
}

/** As Rust compares strings of digits. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
