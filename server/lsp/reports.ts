import { createHash } from 'node:crypto';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Problem } from '../core/migrations/problem.js';
import { readRules } from '../core/settings/read.js';
import { withSeverities } from '../core/settings/severities.js';
import type { Settings } from '../core/settings/settings.js';
import { historyProblems, pastOf } from '../core/migrations/history.js';
import { checker } from '../flows/check.js';
import type { Checked, Checker } from '../flows/check.js';
import type { CheckOptions } from '../flows/check/terms.js';
import type { Store } from '../flows/ports.js';
import { remembered } from '../flows/remembered.js';
import type { Scripts } from '../flows/script.js';
import { known } from '../flows/workspace.js';
import { activeRows, idOf } from './session.js';
import type { Folder, Snapshot } from './session.js';
import type { ClientSettings } from '../protocol.js';

/** What is wrong, by file; computed once for each snapshot, however many handlers ask. */
export interface Reports {
  checkerOf(folder: Folder): Checker;
  /** Of one file, whatever project or configuration it belongs to. */
  of(snapshot: Snapshot, folder: Folder, path: string): Promise<readonly Problem[]>;
  /** Of all files of a folder that have problems. */
  all(snapshot: Snapshot, folder: Folder): Promise<ReadonlyMap<string, readonly Problem[]>>;
}

/** Where answers are kept between runs. `build` tells programs apart that would find something else. */
export interface Kept {
  readonly store: Store;
  readonly build: string;
}

/** `known`: what earlier runs of the server have found, if anything is kept of it. */
export function reportsOf(scripts: Scripts, known?: Kept): Reports {
  /** A checker remembers by the projects' ids, which are unique in one folder only. */
  const checkers = new Map<string, Checker>();
  /** Projects that this run has checked. */
  const begun = new Set<string>();
  const files = new WeakMap<Snapshot, Map<string, Promise<readonly Problem[]>>>();

  return {
    checkerOf,

    of(snapshot, folder, path) {
      const known = files.get(snapshot) ?? new Map<string, Promise<readonly Problem[]>>();
      files.set(snapshot, known);
      const key = `${folder.uri}#${path}`;
      const report = known.get(key) ?? problemsOf(snapshot, folder, path);
      known.set(key, report);
      return report;
    },

    async all(snapshot, folder) {
      const byPath = new Map<string, Problem[]>();
      const { problems = [], projects = [] } = folder.workspace ?? {};
      for (const own of [problems, ...await Promise.all(projects.map(it => checked(snapshot, folder, it)))]) {
        for (const problem of own) {
          const known = byPath.get(problem.path);
          if (known === undefined) byPath.set(problem.path, [problem]);
          else known.push(problem);
        }
      }
      return byPath;
    },
  };

  async function problemsOf(snapshot: Snapshot, folder: Folder, path: string): Promise<readonly Problem[]> {
    const problems = (folder.workspace?.problems ?? []).filter(it => it.path === path);
    for (const index of folder.workspace?.projects ?? []) {
      if (index.sources.has(path)) for (const it of await checked(snapshot, folder, index, [path])) problems.push(it);
    }
    return problems;
  }

  async function checked(snapshot: Snapshot, folder: Folder, index: ProjectIndex, only?: readonly string[]): Promise<readonly Problem[]> {
    const active = activeRows(snapshot, { folder, index });
    const options = optionsFor(snapshot, folder, index, active);
    const { problems } = await firstOrAgain(folder, index, { ...options, ...(only !== undefined && { only }) });
    const ofHistory = active === undefined ? [] : historyProblems(index, active.rows, active.connection).filter(it => only === undefined || only.includes(it.path));
    // The branch was the best guess about order until the history was known.
    const settled = new Set(ofHistory.filter(it => it.rule === 'migration-out-of-order').map(it => it.path));
    const ofFiles = problems.filter(it => it.rule !== 'migration-out-of-order' || !settled.has(it.path));
    return withSeverities([...ofHistory, ...ofFiles], options.settings.rules);
  }

  /** The first answer is the one that an earlier run gave to the same question; this run catches up when it has been sent. */
  async function firstOrAgain(folder: Folder, index: ProjectIndex, options: CheckOptions): Promise<Checked> {
    if (known === undefined || begun.has(idOf(folder, index))) return check(index, options);
    const answer = await remembered(check, known.store, known.build)(index, options);
    if (!begun.has(idOf(folder, index))) setImmediate(() => void check(index, options));
    return answer;

    function check(index: ProjectIndex, options?: CheckOptions): Promise<Checked> {
      begun.add(idOf(folder, index));
      return checkerOf(folder).check(index, options);
    }
  }

  function checkerOf(folder: Folder): Checker {
    const known = checkers.get(folder.uri) ?? checker(scripts);
    checkers.set(folder.uri, known);
    return known;
  }
}

/** How a project is checked at the moment of the snapshot: also what a hover in it must assume. */
export function optionsFor(
  snapshot: Snapshot, folder: Folder, index: ProjectIndex, active = activeRows(snapshot, { folder, index }),
): Required<Pick<CheckOptions, 'settings' | 'applied'>> {
  return {
    settings: settingsOf(index.settings, snapshot.settings),
    applied: pastOf(active?.rows ?? []),
  };
}

/** The project file wins over the editor's settings: what everybody sees must be what CI sees. */
export function settingsOf(project: Settings, client: ClientSettings): Settings {
  const postgres = project.postgres ?? client.postgres ?? undefined;
  const { rules, ruleSettings } = readRules(client.rules ?? {}, known);
  return { ...project, ...(postgres !== undefined && { postgres }), rules: { ...rules, ...project.rules }, ruleSettings: { ...ruleSettings, ...project.ruleSettings } };
}

/** Equal for equal reports: a client that has one need not be sent it again. */
export function resultIdOf(report: unknown): string {
  return createHash('md5').update(JSON.stringify(report)).digest('hex');
}
