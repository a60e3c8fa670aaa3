import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { filesOf } from '../../server/edges/files.js';
import type { Parser, Store } from '../../server/flows/ports.js';
import { scripts } from '../../server/flows/script.js';
import { openWorkspace, withSources } from '../../server/flows/workspace.js';
import { reportsOf } from '../../server/lsp/reports.js';
import type { Folder, Snapshot } from '../../server/lsp/session.js';

const parser = startParser();
afterAll(() => parser.close());

test('the first answer after a start is the one that the run before has found, and the files are read when it has been given', async () => {
  const root = 'test/projects/flyway-shop';
  const workspace = await openWorkspace(filesOf(root));
  const folder: Folder = { uri: 'file:///shop', root, files: filesOf(root), git: undefined, workspace };
  const now: Snapshot = { trusted: true, settings: {}, folders: [folder], buffers: new Map(), readings: new Map(), active: new Map() };
  const [path, source] = [...workspace.projects[0]!.sources].at(-1)!;

  const kept = new Map<string, string>();
  const store: Store = { get: async key => kept.get(key.join('\0')), put: async (key, value) => void kept.set(key.join('\0'), value) };
  const run = () => {
    let read = 0;
    let told: (() => void) | undefined;
    const counting: Parser = { ...parser, parse: texts => { read += texts.length; told?.(); return parser.parse(texts); } };
    const reports = reportsOf(scripts(counting), { store, build: 'one' });
    return { of: async () => ({ problems: await reports.of({ ...now }, folder, path), read }), reports, reads: new Promise<void>(resolve => { told = resolve; }) };
  };

  const first = await run().of();
  expect([first.problems.length > 0, first.read > 0]).toEqual([true, true]);

  const second = run();
  expect(await second.of()).toEqual({ problems: first.problems, read: 0 });
  await second.reads;

  const edited = { ...folder, workspace: withSources(workspace, [{ ...source, path, text: `${source.text}\nDROP TABLE products;` }]) };
  const after = await second.reports.of({ ...now, folders: [edited] }, edited, path);
  expect(after.map(it => it.rule)).toContain('ban-drop-table');
});
