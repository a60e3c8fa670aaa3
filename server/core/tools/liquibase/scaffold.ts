import { pathOf, type Migration } from '../../migrations/migration.js';
import { fileOf, folderOf, pathIn } from '../../text/paths.js';
import { nextVersion, slug } from '../numbering.js';
import type { Project } from '../tool/project.js';
import type { NewFile, ScaffoldRequest } from '../tool/scaffold.js';

/** A file of its own beside the newest; where all changesets are in one file of SQL, one more at its end. */
export function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly NewFile[] {
  const newest = existing.at(-1);
  const files = new Set(existing.map(pathOf));
  const author = authorOf(existing);
  if (newest?.up && files.size === 1 && existing.length > 1 && /\.sql$/i.test(pathOf(newest))) return [appended(newest, name, author, existing, now)];
  const last = [...files].filter(it => /\.sql$/i.test(it)).at(-1) ?? [...files].at(-1);
  const folder = last === undefined ? project.folder : folderOf(last);
  const words = slug(name) || 'migration';
  const separator = last !== undefined && /^[vV]?\d[\d.]*-/.test(fileOf(last)) ? '-' : '_';
  const number = nextNumber([...files].map(fileOf), now);
  const path = pathIn(folder, `${number}${separator}${separator === '-' ? words.replaceAll('_', '-') : words}.sql`);
  return [{ path, text: `--liquibase formatted sql\n\n${changeset(author, number, '')}` }];
}

/** The name that the file ought to have, with another number in front. */
export function rename(path: string, version: string | undefined, _: Project, existing: readonly Migration[]): string | undefined {
  const file = fileOf(path);
  const number = version ?? nextNumber([...new Set(existing.map(it => fileOf(pathOf(it))))], undefined);
  const [, before] = /^([vV]?\d[\d.]*)[_-]/.exec(file) ?? [];
  return path.slice(0, path.length - file.length) + (before === undefined ? `${number}_${file}` : number + file.slice(before.length));
}

function appended(newest: Migration, name: string, author: string, existing: readonly Migration[], now: Date): NewFile {
  const { text, path } = newest.up!;
  const ids = existing.map(it => it.options?.['id'] ?? '');
  const id = ids.every(it => /^[vV]?\d[\d._-]*$/.test(it)) ? nextVersion(ids, now, '1', () => 1) : slug(name) || 'migration';
  return { path, text: `${text.replace(/\s*$/, '\n\n')}${changeset(author, ids.includes(id) ? `${id}-${ids.length + 1}` : id, name)}` };
}

function changeset(author: string, id: string, comment: string): string {
  const said = comment.replace(/[\r\n]+/g, ' ').trim();
  return `--changeset ${author}:${id}\n${said === '' ? '' : `--comment: ${said}\n`}\n\n--rollback \n`;
}

/** Who wrote the newest; nobody is asked who the author is. */
function authorOf(existing: readonly Migration[]): string {
  const author = existing.at(-1)?.options?.['author'];
  return author === undefined || author === 'includeAll' || author === 'null' ? 'author' : /[\s:]/.test(author) ? `"${author}"` : author;
}

function nextNumber(files: readonly string[], now: Date | undefined): string {
  const numbers = files.flatMap(it => /^[vV]?\d[\d.]*(?=[_-])/.exec(it)?.[0] ?? []).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  const first = now ? now.toISOString().replace(/\D/g, '').slice(0, 14) : '1';
  return nextVersion(numbers, now, first, (a, b) => a.localeCompare(b, 'en', { numeric: true }));
}
