import type { FileEdit, Problem } from '../../core/migrations/problem.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import type { StatementEffects } from '../../flows/check.js';
import type { SessionInfo } from '../../flows/ports.js';
import { docsOf } from '../../core/lint/documentation.js';
import type { RelationEffect } from '../../core/sql/effects.js';
import { keyOf } from '../../core/sql/identifier.js';
import type { Range } from '../../core/text/lines.js';
import type { Span } from '../../core/text/span.js';
import { totalsOf } from '../report.js';
import type { Asked, Report } from '../report.js';

/** How places are told: the shown path of a file and the range of a span in it. */
export interface Places {
  path(path: string): string;
  range(path: string, span: Span): Range;
}

/** What `check` prints. */
export function jsonText(reports: readonly Report[], { effects }: Asked): string {
  const { counts, files, statements } = totalsOf(reports);
  return printed({
    projects: reports.flatMap(it => it.opened.projects.map(project => projectForm(project, it.texts))),
    problems: reports.flatMap(it => it.problems.map(problem => problemForm(problem, it.texts))),
    ...(effects && { effects: reports.flatMap(it => it.checked.flatMap(one => one.effects.map(effect => effectsForm(effect, it.texts)))) }),
    summary: { errors: counts.error, warnings: counts.warning, infos: counts.info, hints: counts.hint, files, statements },
  });
}

/** Every form has a `version` that grows when something is taken away or changes its meaning; additions do not count. */
export function printed(form: object): string {
  return `${JSON.stringify({ version: 1, ...form }, undefined, 2)}\n`;
}

function projectForm({ project, tool, migrations, parts }: ProjectIndex, places: Places): object {
  const versions = migrations.filter(it => it.kind === 'versioned' && it.version !== undefined);
  return {
    tool: project.tool,
    folder: places.path(project.folder),
    migrations: migrations.length,
    newest: versions.at(-1)?.version ?? null,
    heads: tool.heads?.(parts.set.order) ?? Math.min(versions.length, 1),
  };
}

function problemForm({ path, span, rule, severity, message, related = [], fixes = [] }: Problem, places: Places): object {
  return {
    path: places.path(path),
    range: places.range(path, span),
    rule, severity, message,
    docs: docsOf(rule),
    ...(related.length > 0 && {
      related: related.map(it => ({ path: places.path(it.path), range: places.range(it.path, it.span), message: it.message })),
    }),
    fixes: fixes.map(({ title, safety, edits }) => ({ title, safety, edits: edits.map(edit => editForm(edit, places)) })),
  };
}

function editForm(edit: FileEdit, places: Places): object {
  switch (edit.kind) {
    case 'edit': return { path: places.path(edit.path), range: places.range(edit.path, edit.span), newText: edit.text };
    case 'create': return { kind: 'create', path: places.path(edit.path), newText: edit.text };
    case 'rename': return { kind: 'rename', path: places.path(edit.path), to: places.path(edit.to) };
  }
}

function effectsForm({ path, span, statement, transaction, relations }: StatementEffects, places: Places): object {
  return {
    path: places.path(path),
    range: places.range(path, span),
    statement, transaction,
    relations: relations.map(relationForm),
  };
}

/** In the words of `pg_locks`, with the schema. */
export function relationForm({ relation, lock, rewrite, scan, indexBuild }: RelationEffect): object {
  return { relation: keyOf(relation), lock, rewrite, scan, indexBuild };
}

/** Nothing of the URL, which may hold a secret. */
export function connectionForm(name: string, { host, port, database, user, serverVersion }: SessionInfo): object {
  return { name, host, port, database, user, serverVersion };
}
