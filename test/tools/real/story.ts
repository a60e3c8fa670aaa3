import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, startPostgres, type TestPostgres } from '../../postgres.js';
import { changelog } from './changelog.js';
import type { Scenario } from './scenarios.js';
import type { At, Ran, RealTool } from './tools.js';

/** The process's server, with a password that older JDBC drivers take: they want 4096 rounds of SCRAM at least. */
export async function startServer(): Promise<TestPostgres> {
  const server = await startPostgres();
  await run(server.url, `set scram_iterations = 4096; alter role ${server.user} password '${server.password}'`);
  return server;
}

/** Lives through a scenario in a folder and a database of its own. The caller removes the folder. */
export async function live(scenario: Scenario, tool: RealTool, postgres: TestPostgres): Promise<At & { readonly ran: readonly Ran[] }> {
  const at = await place(postgres, scenario.tool, scenario.settings);
  const ran: Ran[] = [];
  for (const step of scenario.steps) {
    if ('write' in step) write(at.root, step.write);
    else if ('remove' in step) for (const it of step.remove) rmSync(join(at.root, 'migrations', it), { recursive: true });
    else if ('run' in step) ran.push(await tool.run(step.run, at));
    else await run(at.url, step.sql);
  }
  return { ...at, ran };
}

export async function place(postgres: TestPostgres, tool: RealTool['adapter'], settings: At['settings'] = {}): Promise<At> {
  const root = mkdtempSync(join(tmpdir(), 'migration-lens-tools-'));
  mkdirSync(join(root, 'migrations'));
  for (const [name, text] of Object.entries(CONFIGS[tool]?.(settings) ?? {})) writeFileSync(join(root, name), text);
  const url = new URL(await postgres.database());
  if (tool === 'golang-migrate') for (const [name, value] of Object.entries(settings)) url.searchParams.set(name, value);
  return { root, url: url.href, settings };
}

export function write(root: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, 'migrations', name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** Files beside `migrations/` that the tool, or our detection of it, reads. */
const CONFIGS: Partial<Record<RealTool['adapter'], (settings: At['settings']) => Readonly<Record<string, string>>>> = {
  flyway: settings => ({ 'flyway.toml': flywayToml(settings) }),
  dbmate: dotenv,
  goose: dotenv,
  prisma: () => ({ 'schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n', 'migrations/migration_lock.toml': 'provider = "postgresql"\n' }),
  supabase: () => ({ 'migration-lens.jsonc': '{ "projects": [{ "folder": "migrations", "tool": "supabase" }] }\n' }),
  'graphile-migrate': () => ({ '.gmrc': '{ "pgSettings": {} }\n' }),
  drizzle: drizzleConfig,
  'drizzle-next': drizzleConfig,
  diesel: () => ({ 'Cargo.toml': '[dependencies]\ndiesel = { version = "2.3", features = ["postgres"] }\n' }),
  refinery: () => ({ 'Cargo.toml': '[dependencies]\nrefinery = { version = "0.10", features = ["postgres"] }\n' }),
  liquibase: settings => ({
    'liquibase.properties': `changeLogFile: migrations/root.xml\nliquibase.changelogLockPollRate: 1\n${Object.entries(settings).map(([name, value]) => `${name}: ${value}\n`).join('')}`,
    'migrations/root.xml': `${changelog('<includeAll path="changes" relativeToChangelogFile="true" errorIfMissingOrEmpty="false"/>')}`,
  }),
  alembic: () => ({
    'alembic.ini': '[alembic]\nscript_location = %(here)s\nversion_locations = %(here)s/migrations\n',
    'env.py': [
      'import os', 'from alembic import context', 'from sqlalchemy import create_engine', 'url = os.environ["DATABASE_URL"]', 'with create_engine(url).connect() as connection:',
      '    context.configure(connection=connection, transaction_per_migration=True)', '    with context.begin_transaction():', '        context.run_migrations()', '',
    ].join('\n'),
  }),
  django: () => ({
    'manage.py': 'import os, sys\nos.environ["DJANGO_SETTINGS_MODULE"] = "settings"\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n',
    'settings.py': [
      'import os', 'SECRET_KEY = "a test"', 'INSTALLED_APPS = ["shop"]', 'MIGRATION_MODULES = {"shop": "migrations"}', 'USE_TZ = True', 'DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"',
      'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"]}}', '',
    ].join('\n'),
    'shop.py': '',
    'migrations/__init__.py': '',
  }),
  sqlx: settings => ({ 'Cargo.toml': '[dependencies]\nsqlx = "0.9"\n', ...(Object.keys(settings).length > 0 && { 'sqlx.toml': toml('migrate', settings) }) }),
};

function drizzleConfig(): Readonly<Record<string, string>> {
  return { 'drizzle.config.ts': "export default { dialect: 'postgresql', out: './migrations' };\n" };
}

function dotenv(settings: At['settings']): Readonly<Record<string, string>> {
  return Object.keys(settings).length === 0 ? {} : { '.env': Object.entries(settings).map(([name, value]) => `${name}=${value}\n`).join('') };
}

/** Values in brackets are lists, and stay as they are. */
function toml(section: string, settings: At['settings']): string {
  return [`[${section}]`, ...Object.entries(settings).map(([name, value]) => `${name} = ${value.startsWith('[') ? value : JSON.stringify(value)}`), ''].join('\n');
}

function flywayToml({ schemas, ...settings }: At['settings']): string {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = ${/^(?:true|false)$/.test(value) ? value : JSON.stringify(value)}`);
  const environment = schemas === undefined ? [] : ['', '[environments.default]', `schemas = ${JSON.stringify(schemas.split(','))}`];
  return ['[flyway]', 'locations = ["filesystem:migrations"]', ...lines, ...environment, ''].join('\n');
}
