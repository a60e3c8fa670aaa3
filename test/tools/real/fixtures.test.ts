import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { scenarios, type Scenario } from './scenarios.js';
import { live, startServer } from './story.js';
import { historyOf, steady, tell } from './told.js';
import { realTools, type RealTool } from './tools.js';

// What lies in `test/tools/fixtures` is what the tools do today. `UPDATE=1` writes it anew.

const fixtures = join(import.meta.dirname, '../fixtures');
const update = process.env['UPDATE'] === '1';
const roots: string[] = [];
afterAll(() => {
  for (const it of roots) rmSync(it, { recursive: true, force: true });
});

describe.for(realTools.filter(it => it.installed))('$id $version', tool => {
  it.for(scenarios.filter(it => it.tool === tool.adapter))('$name', async scenario => {
    const at = await live(scenario, tool, await startServer());
    roots.push(at.root);
    const says = await tell(tool, at);
    const history = await historyOf(tool, at);
    // golang-migrate says little until it is to go on.
    const told = tool.adapter !== 'golang-migrate' ? says : { ...says, next: (await tool.run(tool.migrate, at)).output.trim().replace(/ \([\d.]+m?s\)/g, '') };
    const folder = join(fixtures, tool.adapter, scenario.name);
    if (update && tool.id === tool.adapter) keep(folder, at.root, { 'history.json': history ?? null, 'told.json': told }, readme(scenario, tool));

    expect(told).toEqual(read(folder, 'told.json'));
    expect(history && steady(history)).toEqual(steadyOf(read(folder, 'history.json') as Rows));
  });
});

it('names the tools that were not run', () => {
  const missing = realTools.filter(it => !it.installed).map(it => `${it.id} ${it.version}`);
  if (missing.length > 0) console.warn(`Not run, because not installed: ${missing.join(', ')}`);
  expect(realTools.length).toBeGreaterThan(missing.length);
});

type Rows = readonly Record<string, unknown>[] | null;

function steadyOf(rows: Rows): Rows | undefined {
  return rows === null ? undefined : steady(rows);
}

function keep(folder: string, root: string, data: Readonly<Record<string, unknown>>, text: string): void {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(root, folder, { recursive: true });
  for (const [name, value] of Object.entries(data)) writeFileSync(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  writeFileSync(join(folder, 'README.md'), text);
}

function readme({ name, about, steps, settings }: Scenario, { id, version }: RealTool): string {
  const done = steps.map(step =>
    'write' in step ? `write ${Object.keys(step.write).map(it => `\`${it}\``).join(', ')}`
    : 'remove' in step ? `remove ${step.remove.map(it => `\`${it}\``).join(', ')}`
    : 'run' in step ? `run \`${id === 'golang-migrate' ? 'migrate' : id} ${step.run.join(' ')}\`` : `run the SQL \`${step.sql}\``);
  const said = Object.entries(settings ?? {}).map(([key, value]) => `\`${key}=${value}\``).join(', ');
  return [
    `# ${name}`, '', about, '',
    `Made by ${id} ${version} on PostgreSQL 18${said && `, with ${said}`} (\`UPDATE=1 npm run test:tools\`):`, '',
    ...done.map((it, i) => `${i + 1}. ${it}`), '',
    '`history.json` holds the rows of the tool\'s table, `told.json` what the tool then says itself.', '',
  ].join('\n');
}

function read(folder: string, name: string): unknown {
  const path = join(folder, name);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
