import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { historyOf, steady, type Rows } from './history.js';
import { live } from './place.js';
import type { RealTool, Scenario } from './tool.js';
import { everyTool, realTools } from './tools.js';

// What lies in `test/tools/fixtures` is what the tools do today. `UPDATE=1` writes it anew.

const fixtures = join(import.meta.dirname, '../fixtures');
const update = process.env['UPDATE'] === '1';
const roots: string[] = [];
afterAll(() => {
  for (const it of roots) rmSync(it, { recursive: true, force: true });
});

describe.for(realTools.filter(it => it.installed))('$id $version', tool => {
  it.for(tool.scenarios)('$name', async scenario => {
    const at = await live(scenario, tool);
    roots.push(at.root);
    const says = await tool.tell(at);
    const history = await historyOf(tool, at) ?? null;
    // golang-migrate says little until it is to go on.
    const told = says.version === undefined ? says : { ...says, next: (await tool.run(tool.migrate, at)).output.trim().replace(/ \([\d.]+m?s\)/g, '') };
    const folder = join(fixtures, tool.form, scenario.name);
    if (update && tool.id === tool.form) keep(folder, at.root, { 'history.json': history, 'told.json': told }, readme(scenario, tool));

    expect(told).toEqual(read(folder, 'told.json'));
    expect(history && steady(history)).toEqual(steadyOf(read(folder, 'history.json') as Rows | null));
  });
});

it('every folder of fixtures is what some tool has lived through', () => {
  const lived = new Set(everyTool.flatMap(it => it.scenarios.map(({ name }) => `${it.form}/${name}`)));
  const kept = readdirSync(fixtures).flatMap(form => readdirSync(join(fixtures, form)).map(name => `${form}/${name}`));
  expect(kept.sort()).toEqual([...lived].sort());
});

function steadyOf(rows: Rows | null): Rows | null {
  return rows && steady(rows);
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
