import { checkDown, checkUp } from '../../core/lint/file.js';
import { afterScript, changeAlike } from '../../core/lint/replay.js';
import type { Rule } from '../../core/lint/rule.js';
import { keyOf, pathOf } from '../../core/migrations/migration.js';
import type { Migration, Source } from '../../core/migrations/migration.js';
import { isForDevelopment } from '../../core/migrations/project-index.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import type { Catalog } from '../../core/schema/catalog.js';
import type { Script } from '../../core/sql/script.js';
import type { Translation } from '../../core/tools/tool/translation.js';
import type { Reading, Scripts } from '../script.js';
import { masksOf } from '../script/masks.js';
import { isSameText, renewed } from './step.js';
import type { Found, Memory, Side, Step, Translated } from './step.js';
import { givenBy, type CheckOptions } from './terms.js';

export interface Ground {
  readonly scripts: Scripts;
  readonly rules: readonly Rule[];
  /** The schema before the first migration. */
  readonly empty: Catalog;
  /** What an earlier walk has found. */
  readonly known: Memory;
}

export interface Walked {
  /** Of all migrations, for the next walk. */
  readonly steps: Memory;
  /** Of those that were asked for. */
  readonly files: readonly Found[];
  /** The schema behind the last one. */
  readonly latest: Catalog;
}

/** Goes through a project's migrations in their order, and judges what is asked for and not known yet. */
export async function walk(index: ProjectIndex, options: CheckOptions, { scripts, rules, empty, known }: Ground): Promise<Walked> {
  const steps = new Map<string, Step>();
  const given = givenBy(index, options, rules);
  const masks = masksOf(index);
  const files: Found[] = [];
  const together = index.tool.together?.(index.migrations);
  /** The schema before the first of those that go together. */
  const beginnings = new Map<string, Catalog>();
  let catalog = empty;
  let told: unknown;

  let ahead = sidesFrom(0);
  for (let from = 0; from < index.migrations.length; from += AT_ONCE) {
    const sides = ahead;
    // While these are judged, the parser reads the next.
    ahead = sidesFrom(from + AT_ONCE);
    let at = 0;
    for (const [i, migration] of index.migrations.slice(from, from + AT_ONCE).entries()) {
      if (migration.up) catalog = take(await stepUp(migration, sides[at++]!, catalog, from + i)).after;
      if (migration.down) take(await stepDown(migration, sides[at++]!, catalog));
    }
  }
  return { steps, files, latest: catalog };

  function sidesFrom(from: number): readonly Side[] {
    return index.migrations.slice(from, from + AT_ONCE).flatMap(sidesOf);
  }

  function sidesOf(migration: Migration): readonly Side[] {
    // A path alone will do where it stands for one migration, and is at hand.
    const own = index.tool.contents ? keyOf(migration) : pathOf(migration);
    const keys = { up: own, down: `${own}\0down` };
    const before = told;
    const [up, down] = [known.get(keys.up), known.get(keys.down)];
    const translation = translationOf(migration, up?.translated ? up : down);
    return (['up', 'down'] as const).flatMap((direction): readonly Side[] => {
      const source = migration[direction];
      if (!source) return [];
      const key = keys[direction];
      const was = known.get(key);
      const fragments = translation?.[direction];
      const same = was && isSameText(was.source, source) && was.translated?.translation === (fragments && translation);
      const translated = fragments && { told: before, translation: translation!, fragments };
      return [{ key, source, translated, script: same ? was.script : begun(source, translated) }];
    });
  }

  function translationOf(migration: Migration, was: Step | undefined): Translation | undefined {
    if (!index.tool.translate) return undefined;
    const { migration: old, translated } = was ?? {};
    const same = translated !== undefined && translated.told === told && old?.up === migration.up && old?.down === migration.down;
    const translation = same ? translated.translation : index.tool.translate(migration, told, index.project);
    told = translation ? translation.known : told;
    return translation;
  }

  function begun(source: Source, translated: Translated | undefined): Reading {
    if (!translated) return scripts.begin(source.text, { masks, within: source.within });
    const whole = scripts.translated(source.text, translated.fragments, translated.translation.comments, masks);
    return { whole: () => whole };
  }

  function take(step: Step): Step {
    steps.set(step.key, step);
    if (step.file && given.wants(step.source.path)) files.push({ ...step, file: step.file });
    return step;
  }

  function termsOf({ options: own }: Migration, isPast: boolean): string {
    return `${given.key}${isPast}${own ? JSON.stringify(own) : ''}`;
  }

  async function stepUp(migration: Migration, { key, source, translated, ...side }: Side, before: Catalog, position: number): Promise<Step> {
    const was = known.get(key);
    const beginning = beginningOf(migration, before);
    const isPast = position < index.baselined || (options.applied?.has(migration.id) ?? false) || (index.tool.isForEmpty?.(migration) ?? false) || isForDevelopment(source.path, index.project);
    const terms = termsOf(migration, isPast);
    const wanted = given.wants(source.path);
    const start = was?.before === before ? was.start : startOf(migration, before, empty);
    let earlier = was?.terms === terms && was.beginning === beginning ? was.file?.trace : undefined;
    const judged = (part: Script) => checkUp(index, migration, source, part, start, isPast, given.terms, beginning, earlier);
    // What is read for the first time is judged while the parser is at what follows: the rest will be like an edit.
    const meanwhile = wanted && !earlier ? (part: Script) => { earlier = judged(part).trace; } : undefined;
    const script = 'whole' in side.script ? await side.script.whole(meanwhile) : side.script;

    const unchanged = was?.script === script && was?.before === before && was.beginning === beginning;
    if (was && unchanged && (!wanted || (was.file && was.terms === terms))) return renewed(was, migration, source, translated);
    const checked = wanted ? judged(script) : undefined;
    const alike = unchanged || (was?.before === before && changeAlike(was.script, script));
    const after = alike && was ? was.after : migration.kind === 'baseline' && position > 0 ? before : checked?.after ?? afterScript(script, start);
    return { key, migration, source, translated, terms, script, before, beginning, start, after, file: checked };
  }

  function beginningOf(migration: Migration, before: Catalog): Catalog | undefined {
    const isReleased = index.released?.has(pathOf(migration)) ?? true;
    // Between those of the branch, one that databases have begins anew what is new.
    if (isReleased) beginnings.delete(ON_BRANCH);
    const which = isReleased ? together?.get(migration.id) : ON_BRANCH;
    if (which === undefined) return undefined;
    const known = beginnings.get(which);
    if (!known) beginnings.set(which, before);
    return known;
  }

  async function stepDown(migration: Migration, { key, source, translated, ...side }: Side, before: Catalog): Promise<Step> {
    const was = known.get(key);
    const script = 'whole' in side.script ? await side.script.whole() : side.script;
    const wanted = given.wants(source.path);
    const terms = termsOf(migration, false);
    if (was?.script === script && was?.before === before && (!wanted || (was.file && was.terms === terms))) return renewed(was, migration, source, translated);
    const checked = wanted ? checkDown(index, migration, source, script, before, given.terms) : undefined;
    return { key, migration, source, translated, terms, script, before, beginning: undefined, start: before, after: before, file: checked };
  }
}

/** A baseline is for an empty database, and stands for all that came before it. */
function startOf({ kind }: Migration, before: Catalog, empty: Catalog): Catalog {
  return kind === 'baseline' ? empty : before.inNewSession();
}

/** Files that are read together: the parser is asked for them in one go, and others get a turn between. */
const AT_ONCE = 64;

/** What goes together because only the current branch has it: no word that a tool would use. */
const ON_BRANCH = '\0';
