import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { filesOf } from '../../server/edges/files.js';
import { startParser } from '../../server/edges/parser.js';
import { storeIn } from '../../server/edges/store.js';
import { checker } from '../../server/flows/check.js';
import type { CheckOptions } from '../../server/flows/check/terms.js';
import { remembered } from '../../server/flows/remembered.js';
import { scripts } from '../../server/flows/script.js';
import { openWorkspace, withSources } from '../../server/flows/workspace.js';

const root = mkdtempSync(join(tmpdir(), 'migration-lens-remembered-'));
const parser = startParser();
afterAll(async () => {
  await parser.close();
  rmSync(root, { recursive: true });
});

test('a project is checked once for all that its check hangs on, and told the same', async () => {
  const checked: string[] = [];
  const checking = (build: string) => remembered((index, options) => {
    checked.push(build);
    return checker(scripts(parser)).check(index, options);
  }, storeIn(root), build);
  const isChecked = async (index: ProjectIndex, options: CheckOptions = {}, build = 'one') => {
    const before = checked.length;
    const first = await checking(build)(index, options);
    const fresh = checked.length > before;
    // What comes from the disk is what was found.
    expect(await checking(build)(index, options)).toEqual(first);
    expect(JSON.stringify(await checker(scripts(parser)).check(index, options))).toBe(JSON.stringify(first));
    return fresh;
  };

  const workspace = await openWorkspace(filesOf('test/projects/flyway-shop'));
  const [index] = workspace.projects;
  const [path, source] = [...index!.sources].at(-1)!;
  const edited = withSources(workspace, [{ ...source, path, text: `${source.text}\n-- edited` }]).projects[0]!;

  expect([await isChecked(index!), await isChecked(index!), await isChecked(edited), await isChecked(index!)]).toEqual([true, false, true, false]);
  expect([await isChecked(index!, { postgres: 13 }), await isChecked(index!, { effects: true }), await isChecked(index!, { only: [path] }), await isChecked(index!, { applied: new Set([index!.migrations[0]!.id]) })]).toEqual([true, true, true, true]);
  expect([await isChecked({ ...index!, settings: { ...index!.settings, rules: { 'require-lock-timeout': 'off' } } }), await isChecked(index!, {}, 'two')]).toEqual([true, true]);
  const day = (hour: string) => ({ rewrites: new Date(`2026-11-24T${hour}:00:00Z`) });
  expect([await isChecked(index!, day('10')), await isChecked(index!, day('10'))]).toEqual([true, false]);
});
