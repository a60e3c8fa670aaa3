import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CheckReply, CheckRequest } from '../../server/cli/check-worker.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { filesOf } from '../../server/edges/files.js';
import { startParser } from '../../server/edges/parser.js';
import { bundle, workerFor } from '../../server/edges/worker.js';
import { checker } from '../../server/flows/check.js';
import type { Checked } from '../../server/flows/check.js';
import type { CheckOptions } from '../../server/flows/check/terms.js';
import { scripts } from '../../server/flows/script.js';
import { checkAll, packed } from '../../server/flows/shares.js';
import type { Elsewhere } from '../../server/flows/shares.js';
import { openWorkspace, withSources } from '../../server/flows/workspace.js';
import { bundlePrograms } from '../bundles.js';

const parser = startParser();
beforeAll(bundlePrograms);
afterAll(() => parser.close());

const here = (index: ProjectIndex, options?: CheckOptions): Promise<Checked> => checker(scripts(parser)).check(index, options);

function worker(stackSizeMb = 32, patience?: number): Elsewhere {
  const ask = workerFor<CheckRequest, CheckReply>(bundle('check-worker.js'), { stackSizeMb }, patience);
  return async (index, options) => (await ask({ project: packed(index), options }))?.checked;
}

const options: CheckOptions = { effects: true, rewrites: new Date('2026-11-24T10:00:00Z') };
const samples = readdirSync('test/projects').map(it => [it] as const);
const sharedWorker = worker();

test.each(samples)('%s: another thread finds what is found here', async name => {
  const { projects } = await openWorkspace(filesOf(`test/projects/${name}`));
  const found = await Promise.all(projects.map(it => sharedWorker(it, options)));
  expect(JSON.stringify(found)).toBe(JSON.stringify(await Promise.all(projects.map(it => here(it, options)))));
  expect(found.length).toBeGreaterThan(0);
});

/** The project of a sample with one more migration. */
async function shopWith(text: string): Promise<ProjectIndex> {
  const workspace = await openWorkspace(filesOf('test/projects/flyway-shop'));
  const [path] = [...workspace.projects[0]!.sources.keys()].filter(it => it.endsWith('.sql'));
  return withSources(workspace, [{ path: path!.replace(/[^/]*$/, 'V9000__more.sql'), text, bom: false, malformed: false }]).projects[0]!;
}

const sum = (terms: number): string => `select ${Array.from({ length: terms }, () => '1').join('+')};\n`;
const filler = `-- ${'x'.repeat(400_000)}\n`;

// Left: a text that a thread does not survive, or does not get through; right: what it is given to.
test.each([
  ['too deep for it', sum(10_000), worker(1)],
  ['too long', sum(70_000), worker(32, 100)],
  ['nothing at all', '', async () => undefined],
] as const)('what no other thread gets through is checked here: %s', async (_, text, elsewhere) => {
  const all = await Promise.all([text, 'drop table orders;', 'drop table users;'].map(it => shopWith(filler + it)));
  const answers: (Checked | undefined)[] = [];
  const found = await checkAll(all.map(index => ({ index, options })), here, [async (index, given) => answers[answers.push(await elsewhere(index, given)) - 1], async () => undefined]);
  expect(answers.at(-1)).toBe(undefined);
  expect(JSON.stringify(found)).toBe(JSON.stringify(await Promise.all(all.map(it => here(it, options)))));
});

// Sizes of projects, how many other threads there are, and which of them each project goes to, the first at first; 0 is here.
test.each([
  ['little', [10, 10], 2, [0, 0]],
  ['one large one', [900_000], 2, [0]],
  ['one that outlasts all others', [900_000, 300_000, 300_000], 2, [0, 1, 2]],
  ['several, the biggest first', [300_000, 500_000, 400_000], 2, [1, 1, 2]],
  ['no other thread', [300_000, 300_000], 0, [0, 0]],
  ['one other thread, which is no faster', [300_000, 300_000], 1, [0, 0]],
  ['more threads than there is work for', [320_000, 320_000, 320_000], 5, [1, 2, 3]],
] as const)('%s', async (_, sizes, threads, expected) => {
  const all = await Promise.all(sizes.map(it => shopWith(`-- ${'x'.repeat(it)}`)));
  const by = new Map<ProjectIndex, number>();
  const nothing = { problems: [], effects: [], files: 0, statements: 0 };
  const takenBy = (thread: number) => async (index: ProjectIndex): Promise<Checked> => {
    by.set(index, thread);
    await new Promise(setImmediate);
    return { ...nothing, files: all.indexOf(index) };
  };
  const found = await checkAll(all.map(index => ({ index, options: {} })), takenBy(0), Array.from({ length: threads }, (_, i) => takenBy(i + 1)));
  expect([all.map(it => by.get(it)), found.map(it => it.files)]).toEqual([expected, all.map((_, i) => i)]);
});

test('what a reader of ours fails at is told at its project, and the others are checked', async () => {
  const all = await Promise.all(['drop table orders;', 'drop table users;'].map(shopWith));
  const broken = { ...all[0]!, tool: { ...all[0]!.tool, translate: () => { throw new Error('of undefined'); } } };
  const found = await checkAll([broken, all[1]!].map(index => ({ index, options })), here, []);
  expect(found[0]!.problems.at(-1)).toMatchObject({ severity: 'error', message: 'These migrations of Flyway could not be read, which is a mistake of Migration Lens: of undefined' });
  expect(JSON.stringify(found[1])).toBe(JSON.stringify(await here(all[1]!, options)));
});
