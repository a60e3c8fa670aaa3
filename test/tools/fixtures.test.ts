import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import type { Row } from '../../server/core/migrations/status.js';
import { filesOf } from '../../server/edges/files.js';
import { openWorkspace } from '../../server/flows/workspace.js';
import type { Told } from './real/tool.js';
import { said, told } from './real/words.js';

/** The real tools made what lies in `fixtures` (`npm run test:tools`); here our words are held against theirs. */
const root = join(import.meta.dirname, 'fixtures');

describe.each(readdirSync(root))('%s', tool => {
  test.each(readdirSync(join(root, tool)))('%s', async name => {
    const folder = join(root, tool, name);
    const files = readdirSync(join(folder, 'migrations'));
    const rows = await compared(folder);
    expect(said(rows.map(it => ({ ...it, version: it.migration?.version ?? it.applied?.version, name: it.migration?.name ?? it.applied?.name ?? '' })))).toEqual(told(read(folder, 'told.json') as Told, files));
  });
});

async function compared(folder: string): Promise<readonly Row[]> {
  const { projects } = await openWorkspace(filesOf(folder));
  const { tool, migrations, project } = projects.find(it => it.project.locations.some(({ path }) => path === 'migrations')) as ProjectIndex;
  const rows = (read(folder, 'history.json') ?? []) as Record<string, unknown>[];
  return tool.history.compare(migrations, tool.history.decode(rows, migrations), project);
}

function read(folder: string, name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}
