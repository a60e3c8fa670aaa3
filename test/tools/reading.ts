import { entryOf, indexOf, type ProjectIndex } from '../../server/core/migrations/project-index.js';
import type { Migration, Source } from '../../server/core/migrations/migration.js';
import { defaultSettings, type Settings } from '../../server/core/settings/settings.js';
import type { Script } from '../../server/core/sql/script.js';
import type { ConfigDocument } from '../../server/core/tools/config.js';
import type { Tool } from '../../server/core/tools/tool.js';
import type { Project, Tree } from '../../server/core/tools/tool/project.js';
import { parseConfig } from '../../server/edges/config-files.js';

/** Files by name below `db`, with their texts; a name alone stands for a file whose text is its name. */
export function indexed(tool: Tool, files: Readonly<Record<string, string>> | readonly string[], project: Project = tool.at('db'), settings: Settings = defaultSettings): ProjectIndex {
  const texts: Readonly<Record<string, string>> = isList(files) ? Object.fromEntries(files.map(it => [it, `-- ${it}`])) : files;
  const sources = new Map(Object.entries(texts).map(([name, text]) => [`db/${name}`, sourceOf(`db/${name}`, text)]));
  const entries = [...sources.keys()].sort().flatMap(path => entryOf(path, project, tool) ?? []);
  return indexOf(project, tool, settings, entries, sources, undefined);
}

function isList(files: Readonly<Record<string, string>> | readonly string[]): files is readonly string[] {
  return Array.isArray(files);
}

export function migrationsOf(tool: Tool, names: readonly string[]): readonly Migration[] {
  return indexed(tool, names).migrations;
}

export function sourceOf(path: string, text: string): Source {
  return { path, text, bom: false, malformed: false };
}

/** A workspace folder of these paths; those that are configuration have texts. */
export function treeOf(files: Readonly<Record<string, string>>): Tree {
  const documents = new Map<string, ConfigDocument>(Object.entries(files).map(([path, text]) => [path, parseConfig(path, text)]));
  return { paths: [...documents.keys()].sort(), config: path => documents.get(path) };
}

/** A script of statements as the splitter would cut them, for decisions that look at their texts alone. */
export function scriptOf(statements: readonly string[]): Script {
  let at = 0;
  const pieces = statements.map(text => {
    const start = at;
    at += text.length + 2;
    return { kind: 'opaque' as const, span: { start, end: start + text.length }, keyword: /^\w+/.exec(text)![0] };
  });
  return { text: statements.map(it => `${it};\n`).join(''), pieces, comments: [] };
}

/** What must lie beside a folder `db`, besides its scripts, for a tool to be found whose names prove too little. */
export const proofs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  atlas: { 'db/atlas.sum': 'h1:=\n' },
  diesel: { 'db/diesel.toml': '[migrations_directory]\ndir = "."\n' },
  refinery: { 'Cargo.toml': '[dependencies]\nrefinery = "0.10"\n' },
  drizzle: { 'drizzle.config.ts': "export default { dialect: 'postgresql', out: './db' };\n" },
  typeorm: { 'package.json': '{ "dependencies": { "typeorm": "1", "pg": "8" } }' },
  sequelize: { 'package.json': '{ "dependencies": { "sequelize": "6", "pg": "8" } }' },
  knex: { 'package.json': '{ "dependencies": { "knex": "3", "pg": "8" } }' },
  'node-pg-migrate': { 'package.json': '{ "dependencies": { "node-pg-migrate": "9", "pg": "8" } }' },
  hasura: { 'config.yaml': 'version: 3\nendpoint: http://localhost:8080\n' },
  pop: { 'go.mod': 'require github.com/gobuffalo/pop/v6 v6.1.1\n' },
  prisma: { 'db/migration_lock.toml': 'provider = "postgresql"\n' },
  sqitch: { 'db/sqitch.plan': '%project=shop\n', 'db/sqitch.conf': '[core]\n\tengine = pg\n' },
  sqlx: { 'Cargo.toml': '[dependencies]\nsqlx = "0.9"\n', 'sqlx.toml': '[migrate]\nmigrations-dir = "db"\n' },
};

/** Where a tool looks that is found by the place of its folder. */
export const homes: Readonly<Record<string, string>> = { supabase: 'supabase/migrations', hasura: 'migrations/default', plain: 'db/migrations' };
