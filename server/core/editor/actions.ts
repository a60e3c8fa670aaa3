import type { FileInProject } from '../lint/file.js';
import type { ScriptFinding } from '../lint/lint.js';
import type { StatementFix } from '../lint/rule.js';
import type { Migration, Source } from '../migrations/migration.js';
import type { FileEdit, Fix, Problem } from '../migrations/problem.js';
import { renamedDown } from '../migrations/pairs.js';
import type { ProjectIndex } from '../migrations/project-index.js';
import { isOneFile, isWithoutStatements } from '../migrations/sections.js';
import { placeOf } from '../sql/script.js';
import type { Piece } from '../sql/script.js';
import { fileOf } from '../text/paths.js';
import { applyEdits, contains } from '../text/span.js';
import type { Span } from '../text/span.js';
import { canMove, regionFrom, regionOf } from './actions/regions.js';

export interface Action {
  /** `quickfix` mends a problem; `refactor` is on offer without one. */
  readonly kind: 'quickfix' | 'refactor';
  readonly fix: Fix;
  /** Of a quick fix. */
  readonly problem?: Problem;
}

export interface ActionRequest {
  readonly index: ProjectIndex;
  /** Absent for a file that the tool does not read: all there is to do is to name it better. */
  readonly file?: FileInProject;
  /** What is selected in the file; empty for a cursor. */
  readonly span: Span;
  /** The file's, those of the set included. */
  readonly problems: readonly Problem[];
  /** UTC, for the tools whose versions are times. */
  readonly now: Date;
  /** What the statements of findings may become in several migrations. */
  readonly rewrites?: ReadonlyMap<ScriptFinding, readonly Fix[]>;
  /** What would take the migration back; asked for where it has no down file yet. */
  readonly down?: string;
}

/**
 * Everything that can be done at a place in a migration's file. Titles are the same when asked again a second later,
 * though the version of a new file may be a time: editors choose first and ask for the edits then.
 */
export function actionsAt(request: ActionRequest): readonly Action[] {
  const { file, span, problems } = request;
  const here = problems.filter(it => overlap(it.span, span));
  const fixes = here.flatMap(problem => (problem.fixes ?? []).map((fix): Action => ({ kind: 'quickfix', fix, problem })));
  if (!file) return fixes;

  const inFile: InFile = { ...request, file };
  const findings = file.findings.filter(it => overlap(it.span, span));
  const comments = findings.flatMap(finding => ignored(finding, inFile));
  // What moves statements between files knows how to write SQL, one migration to a file; the tool's own forms know more.
  if (request.index.tool.translate || request.index.tool.contents) {
    return [...fixes, ...findings.flatMap(it => [...quickfixes(request.rewrites?.get(it) ?? [], it, request), ...continued(it, inFile)]), ...comments];
  }
  return [
    ...fixes,
    ...findings.flatMap(finding => acrossFiles(finding, inFile)),
    ...comments,
    ...missingDown(inFile),
    ...split(inFile),
    ...pair(inFile),
  ];
}

type InFile = ActionRequest & { readonly file: FileInProject };

/** Whether `actionsAt` wants to know what would take the migration back. */
export function wantsDown({ index, file: { migration, source, script }, now }: Pick<InFile, 'index' | 'file' | 'now'>): boolean {
  if (script.pieces.length > MOST_TO_UNDO || migration.up !== source || index.tool.translate || index.tool.contents) return false;
  return migration.down === undefined ? downPath(index, migration, now) !== undefined : isOneFile(migration) && isWithoutStatements(migration.down.text);
}

/** Actions are asked for at every move of the cursor; to undo more than this takes longer than that. */
const MOST_TO_UNDO = 200;

/** Fixes that need other migrations: a safe sequence, else a way out of the transaction or a step that must come later. */
function acrossFiles(finding: ScriptFinding, request: InFile): readonly Action[] {
  const rewrites = request.rewrites?.get(finding) ?? [];
  const others = finding.fixes.flatMap(fix => (fix.takesOutOfTransaction ? moved(finding, fix, request) : rewrites.length > 0 ? undefined : followed(fix, request)) ?? []);
  return quickfixes([...rewrites, ...others], finding, request);
}

function quickfixes(fixes: readonly Fix[], { rule, span }: ScriptFinding, { problems }: ActionRequest): readonly Action[] {
  const problem = problems.find(it => it.rule === rule && it.span.start === span.start);
  return fixes.map(fix => ({ kind: 'quickfix', fix, ...(problem && { problem }) }));
}

/** Where the statement cannot stay in its file: alone in the next migration, with what the tool wants beside it. */
function moved({ span }: ScriptFinding, { title, safety, edits }: StatementFix, { index, file, now }: InFile): Fix | undefined {
  const { script, source, statements } = file;
  const position = script.pieces.findIndex(it => contains(it.span, span.start));
  const by = statements.find(it => contains(it.span, span.start))?.transactionBy;
  const piece = script.pieces[position];
  if (!piece || by === undefined || by === 'script' || script.pieces.length === 1 || !canMove(script)) return undefined;
  const next = nextMigration(index, nameOf(file.migration, 'concurrently'), now);
  if (!next) return undefined;

  const inner = edits.map(it => ({ ...it, span: { start: it.span.start - piece.span.start, end: it.span.end - piece.span.start } }));
  const statement = `${applyEdits(source.text.slice(piece.span.start, piece.span.end), inner)};\n`;
  const text = fileFor(index, statement);
  const start = text.indexOf(statement);
  const alone = { text, pieces: [{ ...piece, span: { start, end: start + statement.length - 2 } }], comments: [] };
  const out = index.tool.outsideTransaction?.({ ...source, path: next.path, text }, alone, index.project);
  return {
    title: `${title}, alone in the next migration`,
    safety,
    edits: [
      { kind: 'edit', path: source.path, span: regionOf(script, position), text: '' },
      { kind: 'create', path: next.path, text: applyEdits(text, out?.edits ?? []) },
      ...(out?.files ?? []).map((it): FileEdit => ({ kind: 'create', ...it })),
    ],
  };
}

function continued(finding: ScriptFinding, request: InFile): readonly Action[] {
  return quickfixes(finding.fixes.flatMap(fix => (fix.followUp && 'code' in fix.followUp ? followed(fix, request) ?? [] : [])), finding, request);
}

function followed({ title, safety, edits, followUp }: StatementFix, { index, file, now }: InFile): Fix | undefined {
  const next = followUp && nextMigration(index, followUp.name, now);
  const text = next && ('code' in followUp ? index.tool.withBody?.(next.text, followUp.code) : fileFor(index, followUp.sql));
  if (text === undefined) return undefined;
  const { path } = file.source;
  return {
    title: `${title}, and ${followUp!.does ?? 'validate it'} in the next migration`,
    safety,
    edits: [...edits.map((it): FileEdit => ({ kind: 'edit', path, ...it })), { kind: 'create', path: next!.path, text }],
  };
}

/** A comment above the statement, of a DO block's that is in it, where a line begins with it. */
function ignored(finding: ScriptFinding, request: InFile): readonly Action[] {
  const { rule, span } = finding;
  const { index: { tool }, file: { script, source } } = request;
  const { text } = source;
  const piece = script.pieces.find(it => contains(it.span, span.start));
  if (!piece) return [];
  const start = innerAt(piece, span.start)?.start ?? piece.span.start;
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  const indent = text.slice(lineStart, start);
  if (indent.trim() !== '') return [];
  const words = `migration-lens-ignore ${rule}`;
  const edit: FileEdit = { kind: 'edit', path: source.path, span: { start, end: start }, text: `${tool.comment?.(words, source.path) ?? `-- ${words}`}\n${indent}` };
  return quickfixes([{ title: `Ignore ${rule} for this statement`, safety: 'review', edits: [edit] }], finding, request);
}

function innerAt(piece: Piece, offset: number): Span | undefined {
  if (piece.kind !== 'statement' || piece.statement.kind !== 'do') return undefined;
  return piece.statement.inner?.filter(it => it.kind === 'statement' && !it.quoted).map(it => placeOf(piece, it.span)).find(it => contains(it, offset));
}

function missingDown(request: InFile): readonly Action[] {
  const { index, file, now, down, problems } = request;
  if (down === undefined || !wantsDown(request)) return [];
  if (file.migration.down) return [filledDown(file.migration.down, down)];
  const path = downPath(index, file.migration, now);
  if (path === undefined) return [];
  const problem = problems.find(it => it.rule === 'missing-down-migration');
  const fix: Fix = { title: `Create the missing down migration: ${fileOf(path)}`, safety: 'review', edits: [{ kind: 'create', path, text: down }] };
  return [problem ? { kind: 'quickfix', fix, problem } : { kind: 'refactor', fix }];
}

/** A section that has only its marker. */
function filledDown({ path, text }: Source, down: string): Action {
  const edit: FileEdit = { kind: 'edit', path, span: { start: text.trimEnd().length, end: text.length }, text: `\n${down}` };
  return { kind: 'refactor', fix: { title: 'Fill the down section', safety: 'review', edits: [edit] } };
}

/** From the statement at the cursor on, the rest goes into the next migration. */
function split({ index, file, span, now }: InFile): readonly Action[] {
  const { script, source, migration } = file;
  const position = script.pieces.findIndex(it => contains(it.span, span.start));
  if (position < 1 || migration.up !== source || !canMove(script)) return [];
  const next = nextMigration(index, nameOf(migration, 'continued'), now);
  if (!next) return [];
  const region = regionFrom(script, position);
  const fix: Fix = {
    title: 'Split into two migrations here: the rest goes into the next one',
    safety: 'review',
    edits: [
      { kind: 'edit', path: source.path, span: region, text: '' },
      { kind: 'create', path: next.path, text: fileFor(index, source.text.slice(region.start, region.end)) },
    ],
  };
  return [{ kind: 'refactor', fix }];
}

/** On offer at the top of a file, where it is in nobody's way. */
function pair({ index, file, span, now }: InFile): readonly Action[] {
  const { tool, project, migrations } = index;
  const first = file.script.pieces[0];
  if (span.start > 0 && first !== undefined) return [];
  const files = tool.scaffold({ name: 'new_migration', project, existing: migrations, now, down: true });
  if (files.length < 2 || files.some(it => it.replaces)) return [];
  return [{ kind: 'refactor', fix: { title: 'Create the next migration, up and down', safety: 'safe', edits: files.map(it => ({ kind: 'create', path: it.path, text: it.text })) } }];
}

/** The tool's next version comes last, so that nothing that exists changes its place. */
function nextMigration({ tool, project, migrations }: ProjectIndex, name: string, now: Date): { readonly path: string; readonly text: string } | undefined {
  return tool.scaffold({ name, project, existing: migrations, now, down: false })[0];
}

/** As the tool would have named it, had it made the migration together with its down. */
function downPath({ tool, project, migrations }: ProjectIndex, migration: Migration, now: Date): string | undefined {
  const { up } = migration;
  if (!up || migration.kind !== 'versioned' || tool.traits(project).down !== 'separate') return undefined;
  const made = tool.scaffold({ name: 'sample', project, existing: migrations, now, down: true });
  const source = (direction: 'up' | 'down') => {
    const path = made.find(it => { const reading = tool.read(it.path, project); return reading?.kind === 'migration' && reading.direction === direction; })?.path;
    return path === undefined ? undefined : { path, text: '', bom: false, malformed: false };
  };
  const [sampleUp, sampleDown] = [source('up'), source('down')];
  if (!sampleUp || !sampleDown) return undefined;
  return renamedDown({ ...migration, up: sampleUp, down: sampleDown }, up.path, tool, project);
}

/** SQL as the text of a file of its own. */
function fileFor({ tool }: ProjectIndex, sql: string): string {
  return tool.file?.(sql) ?? sql;
}

function nameOf({ name }: Migration, suffix: string): string {
  return `${name} ${suffix}`;
}

function overlap(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
