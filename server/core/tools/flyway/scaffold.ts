import { pathOf, type Migration } from '../../migrations/migration.js';
import { nextVersion } from '../numbering.js';
import type { Project } from '../tool/project.js';
import type { ScaffoldRequest } from '../tool/scaffold.js';
import { intendedName, parseName, separatorOf, suffixesOf, worded } from './names.js';
import { compareVersions } from './version.js';

/** The next versioned migration beside the newest, numbered and worded as the folder does. */
export function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const { settings } = project;
  const suffix = suffixesOf(settings)[0] ?? '.sql';
  const description = inStyle(worded(name), existing);
  const stem = `${next(existing, now)}${description === '' ? '' : separatorOf(settings) + description}`;
  const path = `${folderFor(existing, project)}${settings['sqlMigrationPrefix']!}${stem}${suffix}`;
  const up = { path, text: `-- ${name.trim()}\n` };
  return down ? [up, { path: downPath(path, existing, project), text: `-- Undo: ${name.trim()}\n` }] : [up];
}

/** Another version, the next one by default, or the name that a misnamed file was meant to have. */
export function rename(path: string, version: string | undefined, project: Project, existing: readonly Migration[]): string | undefined {
  const { settings } = project;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const file = path.slice(folder.length);
  const to = version ?? next(existing, undefined);
  const name = parseName(file, settings);
  if (name?.kind === 'versioned' || name?.kind === 'baseline' || name?.kind === 'undo') {
    const prefix = settings[{ versioned: 'sqlMigrationPrefix', baseline: 'baselineMigrationPrefix', undo: 'undoSqlMigrationPrefix' }[name.kind]]!;
    const cut = file.indexOf(separatorOf(settings), prefix.length);
    const rest = cut < 0 ? file.slice(file.length - suffixesOf(settings)[0]!.length) : file.slice(cut);
    return `${folder}${prefix}${to}${rest}`;
  }
  const meant = intendedName(file, settings, to);
  return meant === undefined ? undefined : folder + meant;
}

/** Where the down file of an up belongs: as the folder's other downs are named, else Flyway's own `U`. */
export function downPath(up: string, existing: readonly Migration[], { settings, locations }: Project): string {
  const slash = up.lastIndexOf('/') + 1;
  const prefix = settings['sqlMigrationPrefix']!;
  const model = existing.findLast(it => it.up && it.down);
  const folder = model && folderOf(model.down!.path) !== folderOf(model.up!.path)
    ? `${folderOf(model.down!.path)}/`
    : locations.find(it => it.downs) ? `${locations.find(it => it.downs)!.path}/` : up.slice(0, slash);
  if (/\.up\.\w+$/.test(up)) return folder + up.slice(slash).replace(/\.up(?=\.\w+$)/, '.down');
  const word = model && /(__|\.)(down|undo|rollback)(?=\.\w+$)/i.exec(model.down!.path);
  if (word) return folder + up.slice(slash).replace(/(?=\.\w+$)/, word[0]);
  const undo = model?.down && parseName(model.down.path.slice(model.down.path.lastIndexOf('/') + 1), settings)?.kind === 'undo';
  if (settings['downFiles'] === 'paired' && !undo) return folder + up.slice(slash).replace(/(?=\.\w+$)/, '__down');
  return `${folder}${settings['undoSqlMigrationPrefix']!}${up.slice(slash + prefix.length)}`;
}

function next(existing: readonly Migration[], now: Date | undefined): string {
  const versions = existing.filter(it => it.kind === 'versioned' && it.version !== undefined).map(it => writtenVersion(it));
  return nextVersion(versions, now, '1', (a, b) => compareVersions(a.replaceAll('_', '.'), b.replaceAll('_', '.')));
}

/** As the file's name writes it, underscores and zeros kept. */
function writtenVersion(migration: Migration): string {
  const path = pathOf(migration);
  const file = path.slice(path.lastIndexOf('/') + 1);
  const written = /^\D*(\d[\d._]*?)(?:__|\.[A-Za-z]+$|$)/.exec(file)?.[1];
  return written ?? migration.version!;
}

function inStyle(words: string, existing: readonly Migration[]): string {
  const names = existing.map(it => it.name).filter(it => it !== '').slice(-20);
  if (names.length === 0) return words;
  const hyphens = names.filter(it => it.includes('-') && !it.includes(' ')).length * 2 > names.length;
  const lower = names.every(it => it === it.toLowerCase());
  const spelled = hyphens ? words.replaceAll('_', '-') : words;
  return lower ? spelled.toLowerCase() : spelled;
}

/** The folder of the newest migration that is always read, with a slash. */
function folderFor(existing: readonly Migration[], { folder, locations }: Project): string {
  const always = locations.filter(it => !it.profiles && !it.downs);
  const newest = existing.findLast(it => it.kind === 'versioned' && it.up && always.some(at => at.path === '.' || it.up!.path.startsWith(`${at.path}/`)));
  const chosen = newest ? folderOf(newest.up!.path) : folder;
  return chosen === '.' || chosen === '' ? '' : `${chosen}/`;
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
}
