import { indexOf, type ProjectIndex } from '../core/migrations/project-index.js';
import { tools } from '../core/tools/tools.js';
import { transacted } from '../core/tools/transacted.js';
import type { Checked, Checker } from './check.js';
import type { CheckOptions } from './check/terms.js';
import type { Slot } from './remembered.js';
import { unread } from './unread.js';

export interface Wanted {
  readonly index: ProjectIndex;
  readonly options: CheckOptions;
  /** Where what is found is kept for the next run, and what the last one has found. */
  readonly slot?: Slot;
}

/** Checks one project at a time in another thread. `undefined`: it did not get through, and is of no more use. */
export type Elsewhere = (index: ProjectIndex, options: CheckOptions) => Promise<Checked | undefined>;

/**
 * Checks several projects, and tells them in the order in which they are wanted. What is worth it is shared out to other threads, the biggest
 * first; here is done what would outlast them all, where the parser has a thread of its own, and what they did not get through.
 */
export async function checkAll(wanted: readonly Wanted[], here: Checker['check'], elsewhere: readonly Elsewhere[]): Promise<readonly Checked[]> {
  const found = await Promise.all(wanted.map(({ slot }) => slot?.get()));
  const kept: (Promise<void> | undefined)[] = [];
  const jobs = wanted.flatMap(({ index }, at) => (found[at] ? [] : [{ at, size: sizeOf(index) }])).sort((a, b) => b.size - a.size);
  const total = jobs.reduce((sum, it) => sum + it.size, 0);
  const worth = Math.min(elsewhere.length, Math.floor(total / WORTH_A_THREAD));
  // One alone is no faster than here.
  const helpers = elsewhere.slice(0, worth < 2 ? 0 : worth);
  const isShared = ({ size }: Job) => size <= total / helpers.length;
  const shared = jobs.filter(isShared);
  const lost: Job[] = [];

  await Promise.all([
    ...jobs.filter(it => !isShared(it)).map(doHere),
    ...helpers.map(async check => {
      for (let job = shared.shift(); job; job = shared.shift()) {
        const { index, options } = wanted[job.at]!;
        const checked = await check(index, options);
        if (checked === undefined) return void lost.push(job);
        take(job, checked);
      }
    }),
  ]);
  await Promise.all([...lost, ...shared].map(doHere));
  await Promise.all(kept);
  return found as readonly Checked[];

  async function doHere(job: Job): Promise<void> {
    const { index, options } = wanted[job.at]!;
    try {
      take(job, await here(index, options));
    } catch (error) {
      found[job.at] = { problems: [...index.problems, unread(index, error)], effects: [], files: 0, statements: 0 };
    }
  }

  function take({ at }: Job, checked: Checked): void {
    found[at] = checked;
    kept[at] = wanted[at]!.slot?.put(checked);
  }
}

/** A project as another thread can be given it: what a tool does is code, and has to be found there again. No next index is made there. */
export type Packed = Omit<ProjectIndex, 'tool' | 'parts'>;

export function packed({ tool: _, parts: __, ...data }: ProjectIndex): Packed {
  return data;
}

export function unpacked(data: Packed): ProjectIndex {
  const found = tools.find(it => it.id === data.project.tool)!;
  const tool = data.project.transaction ? transacted(found, data.project.transaction) : found;
  return { ...data, tool, parts: indexOf(data.project, tool, data.settings, [], new Map(), undefined).parts };
}

interface Job {
  /** Of those wanted. */
  readonly at: number;
  readonly size: number;
}

/** Characters: a thread starts in the time in which another checks so many. */
const WORTH_A_THREAD = 300_000;

/** In characters of all its files. */
function sizeOf({ sources }: ProjectIndex): number {
  let size = 0;
  for (const { text } of sources.values()) size += text.length;
  return size;
}
