import { settled } from '../core/lint/file.js';
import type { CheckedFile, FileInProject, Terms } from '../core/lint/file.js';
import type { Rule } from '../core/lint/rule.js';
import { rules as allRules } from '../core/lint/rules.js';
import type { Problem } from '../core/migrations/problem.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import { emptyCatalog } from '../core/schema/catalog.js';
import type { Catalog } from '../core/schema/catalog.js';
import type { RelationEffect } from '../core/sql/effects.js';
import type { Span } from '../core/text/span.js';
import type { Found, Memory } from './check/step.js';
import { givenBy } from './check/terms.js';
import type { CheckOptions } from './check/terms.js';
import { walk } from './check/walk.js';
import { withRewrites } from './rewrites.js';
import type { Scripts } from './script.js';

export interface Checker {
  /** Everything there is to say about a project without a database. */
  check(index: ProjectIndex, options?: CheckOptions): Promise<Checked>;
  /** A file as it was checked, with the schema before it: for hovers and code actions. Of one with sections, that at the offset. */
  file(index: ProjectIndex, path: string, options?: CheckOptions, at?: number): Promise<FileInProject | undefined>;
  /** All that a file holds: both its sections, every migration that it names. */
  partsOf(index: ProjectIndex, path: string, options?: CheckOptions): Promise<readonly FileInProject[]>;
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
    const { steps, files, latest } = await walk(index, options, { scripts, rules, empty: emptyFor(index), known: projects.get(index.id) ?? new Map() });
    projects.set(index.id, steps);
    return files.map(it => ({ ...it, file: settled(it.file, latest) }));
  }
}

function inProject({ file, migration, start }: Found, { postgres, fixesFor }: Terms): FileInProject {
  return { ...file, migration, catalog: start, postgres, fixesFor };
}

function effectsOfFile({ source, statements }: CheckedFile): readonly StatementEffects[] {
  return statements.map(({ span, effects, transactionBy, sent }, statement) => ({
    path: source.path, span, statement, transaction: transactionBy !== undefined, relations: effects.relations, ...(sent !== undefined && { sent }),
  }));
}

function byPlace(a: Problem, b: Problem): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start;
}
