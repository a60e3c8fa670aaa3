import { checkDown, checkUp, settled } from '../core/lint/file.js';
import type { CheckedFile, FileInProject, Terms } from '../core/lint/file.js';
import { afterScript, changeAlike } from '../core/lint/replay.js';
import type { Rule } from '../core/lint/rule.js';
import { rules as allRules } from '../core/lint/rules.js';
import type { Migration, Source } from '../core/migrations/migration.js';
import type { Problem } from '../core/migrations/problem.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import { emptyCatalog } from '../core/schema/catalog.js';
import type { Catalog } from '../core/schema/catalog.js';
import type { Settings } from '../core/settings/settings.js';
import type { RelationEffect } from '../core/sql/effects.js';
import type { MaskStyle } from '../core/sql/mask.js';
import type { Script } from '../core/sql/script.js';
import type { Span } from '../core/text/span.js';
import type { Scripts } from './script.js';

export interface Checker {
  /** Everything there is to say about a project without a database. */
  check(index: ProjectIndex, options?: CheckOptions): Promise<Checked>;
  /** A file as it was checked, with the schema before it: for hovers and code actions. Of one with sections, that at the offset. */
  file(index: ProjectIndex, path: string, options?: CheckOptions, at?: number): Promise<FileInProject | undefined>;
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
}

/** The newest major that is known here. */
export const NEWEST_POSTGRES = 18;

/**
 * Checks projects, and remembers each file with the catalogue that it started from: an edit costs
 * the file, and those behind it only where the schema that they start from has changed.
 */
export function checker(scripts: Scripts, rules: readonly Rule[] = allRules): Checker {
  const projects = new Map<string, Memory>();
  /** By default schema: one value each, so that what follows from it can be recognised by identity. */
  const empties = new Map<string, Catalog>();
  return { check, file };

  async function check(index: ProjectIndex, options: CheckOptions = {}): Promise<Checked> {
    const files = (await filesOf(index, options)).map(it => it.file);
    const wanted = options.only && new Set(options.only);
    const byPath = new Map<string, CheckedFile[]>();
    for (const it of files) byPath.set(it.source.path, [...byPath.get(it.source.path) ?? [], it]);
    const ofSet = index.problems.filter(it => (!wanted || wanted.has(it.path)) && !byPath.get(it.path)?.some(file => file.suppressions.suppress({ id: it.rule }, it.span, it.span)));
    return {
      problems: [...ofSet, ...files.flatMap(it => it.problems)].sort(byPlace),
      effects: options.effects ? files.flatMap(effectsOfFile) : [],
      files: byPath.size,
      statements: files.reduce((sum, it) => sum + it.script.pieces.filter(piece => piece.kind !== 'psql' && piece.kind !== 'copy-data').length, 0),
    };
  }

  async function file(index: ProjectIndex, path: string, options: CheckOptions = {}, at = 0): Promise<FileInProject | undefined> {
    const parts = await filesOf(index, { ...options, only: [path] });
    const found = parts.find(it => at < it.file.source.text.length) ?? parts.at(-1);
    const { postgres } = givenBy(index, options, rules).terms;
    return found && { ...found.file, migration: found.migration, catalog: found.start, postgres };
  }

  /** Where the tool keeps its history is where unqualified names lead, as far as its configuration says. */
  function emptyFor({ tool, project }: ProjectIndex): Catalog {
    const { schema } = tool.history.table(project, { database: '', schema: 'public', user: '' });
    const known = empties.get(schema) ?? emptyCatalog(schema === 'public' ? ['public'] : [schema, 'public']);
    empties.set(schema, known);
    return known;
  }

  async function filesOf(index: ProjectIndex, options: CheckOptions): Promise<readonly Found[]> {
    const known = projects.get(index.id) ?? new Map<string, Step>();
    const steps = new Map<string, Step>();
    const given = givenBy(index, options, rules);
    const masks: readonly MaskStyle[] = index.tool.expand ? ['dollar-brace'] : [];
    const files: Found[] = [];
    const empty = emptyFor(index);
    let catalog = empty;

    for (let from = 0; from < index.migrations.length; from += AT_ONCE) {
      const some = index.migrations.slice(from, from + AT_ONCE);
      const sides = some.flatMap(({ up, down }) => [...(up ? [{ key: up.path, text: up.text }] : []), ...(down ? [{ key: keyOfDown(down), text: down.text }] : [])]);
      const unread = sides.filter(({ key, text }) => known.get(key)?.script.text !== text);
      const fresh = unread.length === 0 ? NOTHING : new Map(await Promise.all(unread.map(async ({ key, text }) => [key, await scripts.read(text, masks)] as const)));
      const scriptOf = (key: string) => fresh.get(key) ?? known.get(key)!.script;
      for (const [i, migration] of some.entries()) {
        const { up, down } = migration;
        if (up) catalog = take(up.path, stepUp(migration, up, scriptOf(up.path), catalog, from + i)).after;
        if (down) take(keyOfDown(down), stepDown(migration, down, scriptOf(keyOfDown(down)), catalog));
      }
    }
    projects.set(index.id, steps);
    return files.map(it => ({ ...it, file: settled(it.file, catalog) }));

    function take(key: string, step: Step): Step {
      steps.set(key, step);
      if (step.file && given.wants(step.path)) files.push({ ...step, file: step.file });
      return step;
    }

    function keyOf({ options: own }: Migration, isPast: boolean): string {
      return `${given.key}${isPast}${own ? JSON.stringify(own) : ''}`;
    }

    function stepUp(migration: Migration, source: Source, script: Script, before: Catalog, position: number): Step {
      const was = known.get(source.path);
      const unchanged = was?.script === script && was.before === before;
      const isPast = position < index.baselined || (options.applied?.has(migration.id) ?? false);
      const key = keyOf(migration, isPast);
      if (unchanged && (!given.wants(source.path) || (was.file && was.key === key))) return was;

      const start = was?.before === before ? was.start : startOf(migration, before, empty);
      // A trace holds for its version of Postgres, and only while the schema before is the same.
      const earlier = was?.start === start && was.key === key ? was.file?.trace : undefined;
      const checked = given.wants(source.path) ? checkUp(index, migration, source, script, start, isPast, given.terms, earlier) : undefined;
      const same = unchanged || (was?.before === before && changeAlike(was.script, script));
      const after = same ? was.after : migration.kind === 'baseline' && position > 0 ? before : checked?.after ?? afterScript(script, start);
      return { path: source.path, migration, key, script, before, start, after, file: checked };
    }

    function stepDown(migration: Migration, source: Source, script: Script, before: Catalog): Step {
      const was = known.get(keyOfDown(source));
      if (was?.script === script && was.before === before && (!given.wants(source.path) || (was.file && was.key === keyOf(migration, false)))) return was;
      const checked = given.wants(source.path) ? checkDown(index, migration, source, script, before, given.terms) : undefined;
      return { path: source.path, migration, key: keyOf(migration, false), script, before, start: before, after: before, file: checked };
    }
  }
}

/** One file at its place in the order. */
interface Step {
  readonly path: string;
  readonly migration: Migration;
  /** What it was checked by. */
  readonly key: string;
  readonly script: Script;
  /** What the step before has left behind, and what this one begins with: a session of its own. */
  readonly before: Catalog;
  readonly start: Catalog;
  readonly after: Catalog;
  /** Absent where nobody has asked for it. */
  readonly file: CheckedFile | undefined;
}

type Found = Step & { readonly file: CheckedFile };

/** By path; what takes back may be in the file that it takes back, and has a key of its own. */
type Memory = ReadonlyMap<string, Step>;

function keyOfDown({ path }: Source): string {
  return `${path}\0down`;
}

const NOTHING: ReadonlyMap<string, Script> = new Map();

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
    postgres: options.postgres ?? settings.postgres ?? NEWEST_POSTGRES,
    severities: settings.rules,
    lockTimeoutAssumed: settings.assume?.lockTimeout ?? false,
  };
  const only = options.only && new Set(options.only);
  const { rules: _, ...plain } = terms;
  // How the tool runs a file hangs on its project, and on nothing else that could change between two checks.
  return { terms, key: JSON.stringify([plain, index.project]), wants: (path: string) => !only || only.has(path) };
}

function effectsOfFile({ source, statements }: CheckedFile): readonly StatementEffects[] {
  return statements.map(({ span, effects, transactionBy }, statement) => ({
    path: source.path, span, statement, transaction: transactionBy !== undefined, relations: effects.relations,
  }));
}

function byPlace(a: Problem, b: Problem): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start;
}
