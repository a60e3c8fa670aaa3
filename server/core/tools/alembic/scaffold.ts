import { createHash } from 'node:crypto';
import { pathOf, type Migration } from '../../migrations/migration.js';
import type { Body } from '../../sql/script.js';
import { folderOf, pathIn } from '../../text/paths.js';
import type { Project } from '../tool/project.js';
import type { NewFile, ScaffoldRequest } from '../tool/scaffold.js';
import { revisionsOf } from './graph.js';
import { filled } from './template.js';

/** A revision after the head, as `alembic revision` would name it; after several, on the last of them in the order. */
export function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly NewFile[] {
  const { lineage } = revisionsOf(existing);
  const last = lineage.heads.map(it => existing.findIndex(migration => migration.id === it)).reduce((a, b) => Math.max(a, b), -1);
  const parent = last < 0 ? undefined : existing[last];
  const id = newId([name, now.toISOString(), ...lineage.heads].join('\n'));
  return [revisionFile({ id, title: name.trim(), parents: parent ? [parent] : [], project, now })];
}

/** `undefined` where the project's template has no functions that do nothing. */
export function withBody(text: string, { up, down }: Body): string | undefined {
  const upgraded = filledIn(text, 'upgrade', up);
  return down.length === 0 ? upgraded : upgraded && filledIn(upgraded, 'downgrade', down);
}

function filledIn(text: string, name: 'upgrade' | 'downgrade', lines: readonly string[]): string | undefined {
  const empty = new RegExp(String.raw`^(def ${name}\(.*\n(?:[ \t]+""".*"""\r?\n)?)([ \t]+)pass(?=\r?$)`, 'm');
  return empty.test(text) ? text.replace(empty, (_, head: string, margin: string) => head + lines.map(it => margin + it).join('\n')) : undefined;
}

/** What `alembic merge` writes, without a date: the same heads give the same file. */
export function mergeFile(heads: readonly Migration[], project: Project): NewFile {
  const id = newId(heads.map(it => it.version).sort().join('\n'));
  return revisionFile({ id, title: `merge ${heads.map(it => it.version).join(' and ')}`, parents: heads, project, now: undefined });
}

/** Alembic takes the end of a random UUID; there is no chance here, so it is the end of a hash. */
export function newId(seed: string): string {
  return createHash('sha1').update(seed).digest('hex').slice(-12);
}

interface NewRevision {
  readonly id: string;
  readonly title: string;
  readonly parents: readonly Migration[];
  readonly project: Project;
  readonly now: Date | undefined;
}

function revisionFile({ id, title, parents, project, now }: NewRevision): NewFile {
  const ids = parents.map(it => it.version!);
  const folder = parents.length > 0 ? folderOf(pathOf(parents.at(-1)!)) : project.folder;
  const path = pathIn(folder, `${fileName(id, title, project, now)}.py`);
  const words = title === '' ? 'empty message' : title.replaceAll('\\', '').replaceAll('"', "'");
  const created = now?.toISOString().replace('T', ' ').replace('Z', '');
  const text = filled(project.settings['template'] ?? TEMPLATE, { message: words, revision: id, parents: ids, created })
    ?? filled(TEMPLATE, { message: words, revision: id, parents: ids, created })!;
  return { path, text };
}

/** The generic one, for who has none that can be filled here. */
const TEMPLATE = `"""\${message}

Revision ID: \${up_revision}
Revises: \${down_revision | comma,n}
Create Date: \${create_date}

"""
from alembic import op
import sqlalchemy as sa


# revision identifiers, used by Alembic.
revision = \${repr(up_revision)}
down_revision = \${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
`;

/** `file_template` (alembic 1.19.2, `script/base.py`: `_rev_path`); a folder in it is left out, so that the file lies with the others. */
function fileName(id: string, title: string, { settings }: Project, now: Date | undefined): string {
  const length = Number(settings['truncate_slug_length'] ?? 40);
  const template = settings['file_template'] ?? '%(rev)s_%(slug)s';
  const usable = now || !/%\((?:epoch|year|month|day|hour|minute|second)\)/.test(template) ? template : '%(rev)s_%(slug)s';
  const values: Readonly<Record<string, string | number>> = {
    rev: id, slug: slugOf(title, Number.isFinite(length) ? length : 40),
    ...(now && {
      epoch: Math.floor(now.getTime() / 1000), year: now.getUTCFullYear(), month: now.getUTCMonth() + 1, day: now.getUTCDate(),
      hour: now.getUTCHours(), minute: now.getUTCMinutes(), second: now.getUTCSeconds(),
    }),
  };
  const filled = usable.replace(/%%|%\((\w+)\)([-+ 0#]*)(\d*)(?:\.(\d+))?([sd])/g, (all, name: string | undefined, flags: string, width: string, precision: string | undefined) => {
    if (name === undefined) return '%';
    const value = String(values[name] ?? all);
    return value.padStart(Number(precision ?? (flags.includes('0') ? width : 0)), '0');
  });
  return filled.replace(/^.*\//, '').replace(/[\\:*?"<>|\u0000-\u001f]/g, '_');
}

/** `_slug_re`: a title longer than allowed loses its last word, and keeps the underscore before it. */
function slugOf(title: string, length: number): string {
  const slug = (title.match(/[\p{L}\p{N}_]+/gu) ?? []).join('_').toLowerCase();
  return slug.length <= length ? slug : `${slug.slice(0, length).split('_').slice(0, -1).join('_')}_`;
}
