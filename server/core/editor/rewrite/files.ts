import type { FileInProject } from '../../lint/file.js';
import type { Migration, Source } from '../../migrations/migration.js';
import type { FileEdit, Fix } from '../../migrations/problem.js';
import type { ProjectIndex } from '../../migrations/project-index.js';
import type { Piece, Script } from '../../sql/script.js';
import type { Tool } from '../../tools/tool.js';
import type { NewFile } from '../../tools/tool/scaffold.js';
import { fileOf } from '../../text/paths.js';
import { applyEdits } from '../../text/span.js';
import { canMove, closed, regionOf } from '../actions/regions.js';
import { migrationWith } from '../new-files.js';
import { inPlaceOf, undoingPiece } from './down.js';
import type { Plan, Step, Written } from './rewrite.js';

/** Where a plan becomes files. */
export interface Place {
  readonly index: ProjectIndex;
  readonly file: FileInProject;
  /** The statement's in the script. */
  readonly position: number;
  /** What is left of the statement where the plan is for one of its actions. */
  readonly rest: Written | undefined;
  /** What takes the file back, if anything does. */
  readonly down: Script | undefined;
  readonly now: Date;
}

/**
 * The plan as one edit: the first step takes the statement's place, each other is a new migration after all that exist. A first step that
 * must be outside a transaction leaves a file that has more than this statement, too. `undefined` where the tool cannot do it.
 */
export function fixFor(plan: Plan, place: Place): Fix | undefined {
  const { index, file: { source, script, migration }, position, rest, down } = place;
  if (plan.plainUndo && down?.pieces.some(it => it.kind === 'statement') && undoingPiece(plan.undo, down) < 0) return undefined;
  const [first, ...others] = plan.steps;
  const alone = script.pieces.length === 1 && rest === undefined;
  const stays = !first.outsideTransaction || alone;
  if (!stays && !canMove(script)) return undefined;

  const here = stays ? stepInPlace(first, plan, place) : [rest ? replaced(rest) : removed(), ...downWithout()];
  if (!here) return undefined;
  const edits: FileEdit[] = [...here];
  const existing = [...index.migrations];
  for (const step of stays ? others : plan.steps) {
    const files = filesFor(step, existing, place);
    if (!files) return undefined;
    edits.push(...files.map(({ path, text }): FileEdit => ({ kind: 'create', path, text })));
    existing.push(...files.flatMap(it => migrationOf(it, index)));
  }
  const made = existing.slice(index.migrations.length).map(it => fileOf(it.up!.path));
  return {
    title: titleOf(plan), safety: 'review', edits,
    ...(made.length > 0 && { preview: `Continued in ${made.join(', ')}` }),
  };

  function replaced({ text }: Written): FileEdit {
    return { kind: 'edit', path: source.path, span: script.pieces[position]!.span, text: text.replace(/;\s*$/, '') };
  }

  /** What is done elsewhere is taken back there. */
  function downWithout(): readonly FileEdit[] {
    return down && migration.down ? inPlaceOf(plan.undo, undefined, down).map(it => ({ kind: 'edit', path: migration.down!.path, ...it })) : [];
  }

  function removed(): FileEdit {
    return { kind: 'edit', path: source.path, span: regionOf(script, position), text: '' };
  }
}

export function titleOf({ steps: { length }, title }: Plan): string {
  return `Rewrite in ${length} safe ${length === 1 ? 'step' : 'steps'}: ${title}`;
}

/** In the statement's own file: what it says, and what its down says. */
function stepInPlace(step: Step, { undo }: Plan, { index: { tool, project, sources }, file: { source, script, migration }, position, rest, down }: Place): readonly FileEdit[] | undefined {
  const { path } = source;
  const span = closed(script.pieces[position]!.span, script.text);
  const text = joined([...(rest ? [{ text: `${rest.text};` }] : []), ...noted(step), ...whole(step.up, tool)]).trimEnd();
  const out = step.outsideTransaction ? tool.outsideTransaction?.(source, scriptOf(applyEdits(source.text, [{ span, text }]), span.start), project) : NOTHING;
  if (!out || out.files.some(it => sources.has(it.path))) return undefined;
  const back = down && migration.down && step.down ? inPlaceOf(undo, joined(whole(step.down, tool)), down) : [];
  return [
    { kind: 'edit', path, span, text },
    ...[...out.edits ?? []].map((it): FileEdit => ({ kind: 'edit', path, ...it })),
    ...back.map((it): FileEdit => ({ kind: 'edit', path: migration.down!.path, ...it })),
    ...out.files.map((it): FileEdit => ({ kind: 'create', ...it })),
  ];
}

const NOTHING = { files: [], edits: [] };

/** The next migration, in the tool's own form; with a down where the project has downs. */
function filesFor(step: Step, migrations: readonly Migration[], { index, file: { script }, position, now }: Place): readonly NewFile[] | undefined {
  const { tool, project } = index;
  const up = joined([...(step.outsideTransaction ? [] : timeoutsBefore(script, position)), ...noted(step), ...whole(step.up, tool)]);
  const down = joined(step.down ? whole(step.down, tool) : [NOTHING_TO_UNDO]);
  const files = migrationWith({ name: step.name, up, down }, migrations, index, now);
  const [main] = files ?? [];
  if (!files || !main || !step.outsideTransaction) return files;
  const source: Source = { ...main, bom: false, malformed: false };
  const out = tool.outsideTransaction?.(source, scriptOf(main.text, main.text.indexOf(step.up[0]!.text)), project);
  return out && [{ ...main, text: applyEdits(main.text, out.edits ?? []) }, ...files.slice(1), ...out.files];
}

/** As the next one finds it, to come after it. */
function migrationOf({ path, text }: NewFile, { tool, project }: ProjectIndex): readonly Migration[] {
  const reading = tool.read(path, project);
  if (reading?.kind !== 'migration' || reading.direction === 'down') return [];
  const { id, of, name, version } = reading;
  return [{ id, kind: of, name, ...(version !== undefined && { version }), up: { path, text, bom: false, malformed: false } }];
}

const NOTHING_TO_UNDO = { text: '-- Nothing to take back here: what it has done goes with the migration before it.' };

/** What the tool is to look at: one statement that nobody has parsed yet. */
function scriptOf(text: string, start: number): Script {
  const piece: Piece = { kind: 'opaque', span: { start, end: text.length }, keyword: '' };
  return { text, pieces: [piece], comments: [] };
}

/** How long the author lets a lock be waited for. */
export function timeoutsBefore({ text, pieces }: Script, position: number): readonly Written[] {
  return pieces.slice(0, position).flatMap(({ kind, span, ...it }) =>
    kind === 'statement' && 'statement' in it && it.statement.kind === 'set' && it.statement.name === 'lock_timeout' && !it.statement.reset
      ? [{ text: `${text.slice(span.start, span.end)};` }] : []);
}

/** Where the tool cuts by its own rules, what must not be cut is marked. */
function whole(written: readonly Written[], tool: Tool): readonly Written[] {
  return written.map(({ text }) => ({ text: (tool.whole?.(`${text}\n`) ?? text).trimEnd() }));
}

export function noted({ note }: Step): readonly Written[] {
  return note === undefined ? [] : [{ text: `-- ${note.replaceAll('\n', ' ')}` }];
}

export function joined(parts: readonly Written[]): string {
  return parts.map(it => `${it.text}\n`).join('');
}
