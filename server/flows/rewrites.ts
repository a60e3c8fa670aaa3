import { fixFor } from '../core/editor/rewrite/files.js';
import { fixInOneFile } from '../core/editor/rewrite/in-one-file.js';
import type { Plan, Rewrite, Site } from '../core/editor/rewrite/rewrite.js';
import { rewrites } from '../core/editor/rewrite/rewrites.js';
import { writerLike } from '../core/editor/rewrite/writer.js';
import { withoutAction } from '../core/editor/rewrite/without-action.js';
import type { FileInProject } from '../core/lint/file.js';
import type { ScriptFinding } from '../core/lint/lint.js';
import { afterPiece } from '../core/lint/replay.js';
import type { Fix, Problem } from '../core/migrations/problem.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Catalog } from '../core/schema/catalog.js';
import { effectsOf } from '../core/sql/effects.js';
import { keyOf } from '../core/sql/identifier.js';
import type { Name } from '../core/sql/identifier.js';
import { placeOf, textOf } from '../core/sql/script.js';
import type { Statement } from '../core/sql/statement.js';
import type { AlterAction } from '../core/sql/statement/tables.js';
import { contains } from '../core/text/span.js';
import type { Scripts } from './script.js';
import { masksOf } from './script/masks.js';

/** Findings, of one check: a project without care has thousands, and each would be a handful of files. */
const MOST = 50;
/** Findings for which a sequence is looked for: each takes a look at all that follows in its file. */
const MOST_TRIES = 4 * MOST;

/** The problems of files, the first of them with what their statements may become in several migrations beside their other fixes. */
export async function withRewrites(index: ProjectIndex, files: readonly FileInProject[], now: Date, scripts: Scripts): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  let left = MOST;
  let tries = MOST_TRIES;
  for (const file of files) {
    const findings = new Map(file.findings.map(it => [`${it.rule} ${it.span.start}`, it]));
    const before = catalogsOf(file);
    for (const problem of file.problems) {
      const finding = left > 0 && tries > 0 && isAnswered(problem) ? findings.get(`${problem.rule} ${problem.span.start}`) : undefined;
      const fixes = finding ? await rewritesFor(finding, index, file, now, scripts, before) : [];
      if (finding) tries--;
      if (fixes.length > 0) left--;
      problems.push(fixes.length === 0 ? problem : { ...problem, fixes: [...problem.fixes ?? [], ...fixes] });
    }
  }
  return problems;
}

function isAnswered({ rule }: Problem): boolean {
  return rewrites.some(it => it.rules.includes(rule));
}

/**
 * What a finding's statement may become in several migrations, each whole in itself; empty where no safe sequence is known. What is
 * written was read back, every statement of it. `now` is UTC, for versions that are times.
 */
export async function rewritesFor(finding: ScriptFinding, index: ProjectIndex, file: FileInProject, now: Date, scripts: Scripts, before = catalogsOf(file)): Promise<readonly Fix[]> {
  const { inSteps, translate, contents } = index.tool;
  // What moves statements between files knows how to write SQL, one migration to a file.
  if (!inSteps && (translate || contents)) return [];
  const masks = masksOf(index);
  const { script, migration, source } = file;
  const position = script.pieces.findIndex(it => it.kind === 'statement' && contains(it.span, finding.span.start));
  const piece = script.pieces[position];
  if (piece?.kind !== 'statement' || migration.up !== source) return [];
  const hasOwnFix = !inSteps || (!piece.sent && script.pieces.length === 1);
  const answers = rewrites.filter(it => it.rules.includes(finding.rule) && !(it.amongOthers && hasOwnFix));
  if (answers.length === 0) return [];
  const plans = plansFor(answers, finding, file, position, before(position));
  if (plans.length === 0) return [];

  const down = migration.down && await scripts.read(migration.down.text, { masks, within: migration.down.within });
  const fixes = await Promise.all(plans.map(async ({ plan, action }) => {
    const text = textOf(piece, script);
    const rest = action && piece.statement.kind === 'alter-table' ? withoutAction(piece.statement, action, text) : undefined;
    if (!await isReadable([...plan.steps.flatMap(it => [...it.up, ...it.down ?? []]), ...(rest ? [{ text: `${rest.text};` }] : [])])) return [];
    const place = { index, file, position, rest, down, now };
    return (inSteps ? fixInOneFile(plan, place, inSteps) : fixFor(plan, place)) ?? [];
  }));
  return fixes.flat();

  async function isReadable(written: readonly { readonly text: string }[]): Promise<boolean> {
    const { pieces } = await scripts.read(written.map(it => `${it.text}\n`).join(''), { masks });
    return pieces.length === written.length && pieces.every(it => it.kind === 'statement');
  }
}

/** The schema before each piece, computed once and only as far as it is asked for. */
function catalogsOf({ script: { pieces }, catalog }: FileInProject): (position: number) => Catalog {
  const known = [catalog];
  return position => {
    while (known.length <= position) known.push(afterPiece(known.at(-1)!, pieces[known.length - 1]!));
    return known[position]!;
  };
}

/** By the end of the migration its table has another name, or none: later migrations would look for it in vain. */
function isGone(statement: Statement, { catalog, later }: Site): boolean {
  const table = statement.kind === 'alter-table' || statement.kind === 'create-index' ? statement.table : statement.kind === 'rename' ? statement.name : undefined;
  const key = table && keyOf(catalog.fullName(table));
  const is = (name: Name) => keyOf(catalog.fullName(name)) === key;
  return later.some(it => ((it.kind === 'rename' && it.object === 'table') || it.kind === 'set-schema') ? is(it.name) : it.kind === 'drop' && it.object === 'table' && it.names.some(is));
}

interface Planned {
  readonly plan: Plan;
  /** Of an ALTER TABLE: what it is a plan for. */
  readonly action?: AlterAction;
}

function plansFor(answers: readonly Rewrite[], { span }: ScriptFinding, file: FileInProject, position: number, catalog: Catalog): readonly Planned[] {
  const { script, fixesFor: postgres } = file;
  const piece = script.pieces[position];
  if (piece?.kind !== 'statement') return [];
  const { statement } = piece;
  const text = textOf(piece, script);
  const linted = file.statements[script.pieces.slice(0, position).filter(it => it.kind === 'statement').length];
  const isNew = new Set(linted?.effects.relations.flatMap((it, i) => linted.isNew[i] ? [keyOf(it.relation)] : []));
  const site: Site = {
    text, catalog, postgres,
    write: writerLike(text),
    later: script.pieces.slice(position + 1).flatMap(it => it.kind === 'statement' ? [it.statement] : []),
    effectsOf: other => effectsOf(other, catalog, postgres),
    isNew: relation => isNew.has(keyOf(catalog.fullName(relation))),
  };

  if (isGone(statement, site)) return [];
  return answers.flatMap((rewrite): readonly Planned[] => {
    switch (rewrite.on) {
      case 'alter-table': {
        if (statement.kind !== 'alter-table') return [];
        const at = statement.actions.filter(it => contains(placeOf(piece, it.span), span.start));
        return (at.length > 0 ? at : statement.actions).slice(0, 1).flatMap(action => planned(rewrite.plan(action, statement, site), action));
      }
      case 'create-index':
        return statement.kind === 'create-index' ? planned(rewrite.plan(statement, site)) : [];
      case 'rename':
        return statement.kind === 'rename' ? planned(rewrite.plan(statement, site)) : [];
    }
  });

  function planned(plan: Plan | undefined, action?: AlterAction): readonly Planned[] {
    return plan ? [{ plan, ...(action && { action }) }] : [];
  }
}
