import { checkDown, checkUp, settled } from '../core/lint/file.js';
import type { CheckedFile, FileInProject, Terms } from '../core/lint/file.js';
import { afterScript, changeAlike } from '../core/lint/replay.js';
import type { Rule } from '../core/lint/rule.js';
import { rulesOn } from '../core/lint/severity.js';
import { rules as allRules } from '../core/lint/rules.js';
import { keyOf, pathOf } from '../core/migrations/migration.js';
import type { Migration, Source } from '../core/migrations/migration.js';
import type { Problem } from '../core/migrations/problem.js';
import { isForDevelopment } from '../core/migrations/project-index.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import { emptyCatalog } from '../core/schema/catalog.js';
import type { Catalog } from '../core/schema/catalog.js';
import type { Settings } from '../core/settings/settings.js';
import type { RelationEffect } from '../core/sql/effects.js';
import type { MaskStyle } from '../core/sql/mask.js';
import type { Script } from '../core/sql/script.js';
import type { Span } from '../core/text/span.js';
import type { Fragment, Translation } from '../core/tools/tool/translation.js';
import { withRewrites } from './rewrites.js';
import type { Reading, Scripts } from './script.js';

export interface Checker {
  /** Everything there is to say about a project without a database. */
  check(index: ProjectIndex, options?: CheckOptions): Promise<Checked>;
  /** A file as it was checked, with the schema before it: for hovers and code actions. Of one with sections, that at the offset. */
  file(index: ProjectIndex, path: string, options?: CheckOptions, at?: number): Promise<FileInProject | undefined>;
  /** All that a file holds: both its sections, every migration that it names. */
  partsOf(index: ProjectIndex, path: string, options?: CheckOptions): Promise<readonly FileInProject[]>;
}

export interface CheckOptions {
  /** Absent, the index's own. */
  readonly settings?: Settings;
  /** Overrules the settings'. */
  readonly postgres?: number;
  /** Ids of migrations whose risk is past, because the database in view has them. */
  readonly applied?: ReadonlySet<string>;
  /** Only these paths. */
  readonly only?: readonly string[];
  readonly effects?: boolean;
  /** Fixes are to hold what statements may become in several migrations, too; the time, in UTC, is for their versions. */
  readonly rewrites?: Date;
}

export interface Checked {
  /** Those of the set and of the texts, by path and place. */
  readonly problems: readonly Problem[];
  /** Empty unless asked for. */
  readonly effects: readonly StatementEffects[];
  /** How many were read for it, and how many statements they have. */
  readonly files: number;
  readonly statements: number;
}

/** What one statement does to the relations that existed before it. */
export interface StatementEffects {
  readonly path: string;
  readonly span: Span;
  /** Counts from 0 in the file. */
  readonly statement: number;
  /** It runs inside a transaction block, whoever opens it. */
  readonly transaction: boolean;
  readonly relations: readonly RelationEffect[];
  /** What is sent, where the file is not written in SQL. */
  readonly sent?: string;
}

/** The newest major that is known here, and the oldest that is supported. */
export const NEWEST_POSTGRES = 18;
export const OLDEST_POSTGRES = 13;

/**
 * Checks projects, and remembers each file with the catalogue that it started from: an edit costs
 * the file, and those behind it only where the schema that they start from has changed.
 */
export function checker(scripts: Scripts, rules: readonly Rule[] = allRules): Checker {
  const projects = new Map<string, Memory>();
  /** By default schema: one value each, so that what follows from it can be recognised by identity. */
  const empties = new Map<string, Catalog>();
  return { check, file, partsOf };

  async function check(index: ProjectIndex, options: CheckOptions = {}): Promise<Checked> {
    const found = await filesOf(index, options);
    const files = found.map(it => it.file);
    const { terms } = givenBy(index, options, rules);
    const wanted = options.only && new Set(options.only);
    const silent = new Map<string, CheckedFile[]>();
    for (const it of files) {
      const same = silent.get(it.source.path) ?? [];
      silent.set(it.source.path, same);
      if (!it.suppressions.none) same.push(it);
    }
    const ofSet = index.problems.filter(it => (!wanted || wanted.has(it.path)) && !silent.get(it.path)?.some(file => file.suppressions.suppress({ id: it.rule }, it.span, it.span)));
    return {
      problems: [...ofSet, ...(options.rewrites ? await withRewrites(index, found.map(it => inProject(it, terms)), options.rewrites, scripts) : files.flatMap(it => it.problems))].sort(byPlace),
      effects: options.effects ? files.flatMap(effectsOfFile) : [],
      files: silent.size,
      statements: files.reduce((sum, it) => sum + it.script.pieces.filter(piece => piece.kind !== 'psql' && piece.kind !== 'copy-data').length, 0),
    };
  }

  async function file(index: ProjectIndex, path: string, options: CheckOptions = {}, at = 0): Promise<FileInProject | undefined> {
    const parts = await partsOf(index, path, options);
    return parts.find(({ source: { text, within } }) => at < (within?.end ?? text.length)) ?? parts.at(-1);
  }

  async function partsOf(index: ProjectIndex, path: string, options: CheckOptions = {}): Promise<readonly FileInProject[]> {
    const { terms } = givenBy(index, options, rules);
    return (await filesOf(index, { ...options, only: [path] })).map(it => inProject(it, terms));
  }

  function emptyFor({ tool, project }: ProjectIndex): Catalog {
    const { schema = 'public' } = tool.traits(project);
    const known = empties.get(schema) ?? emptyCatalog(schema === 'public' ? ['public'] : [schema, 'public']);
    empties.set(schema, known);
    return known;
  }

  async function filesOf(index: ProjectIndex, options: CheckOptions): Promise<readonly Found[]> {
    const known = projects.get(index.id) ?? new Map<string, Step>();
    const steps = new Map<string, Step>();
    const given = givenBy(index, options, rules);
    const masks: readonly MaskStyle[] = index.tool.placeholders ?? (index.tool.expand ? ['dollar-brace'] : []);
    const files: Found[] = [];
    const empty = emptyFor(index);
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
    projects.set(index.id, steps);
    return files.map(it => ({ ...it, file: settled(it.file, catalog) }));

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
}

/** What goes together because only the current branch has it: no word that a tool would use. */
const ON_BRANCH = '\0';

/** One way of a migration, before it is checked. */
interface Side {
  readonly key: string;
  readonly source: Source;
  readonly translated: Translated | undefined;
  /** As it was read before, or is read now. */
  readonly script: Script | Reading;
}

interface Translated {
  /** What was known before the migration. */
  readonly told: unknown;
  readonly translation: Translation;
  readonly fragments: readonly Fragment[];
}

function inProject({ file, migration, start }: Found, { postgres, fixesFor }: Terms): FileInProject {
  return { ...file, migration, catalog: start, postgres, fixesFor };
}

/** One file at its place in the order. */
interface Step {
  readonly key: string;
  readonly migration: Migration;
  readonly source: Source;
  readonly translated: Translated | undefined;
  /** What it was checked by. */
  readonly terms: string;
  readonly script: Script;
  /** What the step before has left behind, and what this one begins with: a session of its own. */
  readonly before: Catalog;
  readonly beginning: Catalog | undefined;
  readonly start: Catalog;
  readonly after: Catalog;
  /** Absent where nobody has asked for it. */
  readonly file: CheckedFile | undefined;
}

type Found = Step & { readonly file: CheckedFile };

/** By the migration's key and its way. */
type Memory = ReadonlyMap<string, Step>;

/** The step of an earlier check, for what stands in its place now. */
function renewed(was: Step, migration: Migration, source: Source, translated: Translated | undefined): Step {
  return was.migration === migration && was.source === source && was.translated?.translation === translated?.translation ? was : { ...was, migration, source, translated };
}

function isSameText(a: Source, b: Source): boolean {
  return a === b || (a.text === b.text && a.within?.start === b.within?.start && a.within?.end === b.within?.end);
}

/** A baseline is for an empty database, and stands for all that came before it. */
function startOf({ kind }: Migration, before: Catalog, empty: Catalog): Catalog {
  return kind === 'baseline' ? empty : before.inNewSession();
}

/** Files that are read together: the parser is asked for them in one go, and others get a turn between. */
const AT_ONCE = 64;

function givenBy(index: ProjectIndex, options: CheckOptions, rules: readonly Rule[]) {
  const settings = options.settings ?? index.settings;
  const terms: Terms = {
    rules,
    rulesOn: rulesOn(rules, settings.rules),
    postgres: options.postgres ?? settings.postgres ?? NEWEST_POSTGRES,
    fixesFor: options.postgres ?? settings.postgres ?? OLDEST_POSTGRES,
    severities: settings.rules,
    ruleSettings: settings.ruleSettings,
    lockTimeoutAssumed: settings.assume?.lockTimeout ?? false,
  };
  const only = options.only && new Set(options.only);
  const { rules: _, rulesOn: __, ...plain } = terms;
  // How the tool runs a file hangs on its project, and on nothing else that could change between two checks.
  return { terms, key: JSON.stringify([plain, index.project]), wants: (path: string) => !only || only.has(path) };
}

function effectsOfFile({ source, statements }: CheckedFile): readonly StatementEffects[] {
  return statements.map(({ span, effects, transactionBy, sent }, statement) => ({
    path: source.path, span, statement, transaction: transactionBy !== undefined, relations: effects.relations, ...(sent !== undefined && { sent }),
  }));
}

function byPlace(a: Problem, b: Problem): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start;
}
