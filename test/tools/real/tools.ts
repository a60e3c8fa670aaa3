import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';

/** A migration tool as its authors ship it, run as a child process. `install.mjs` fetches it. */
export interface RealTool {
  /** As in `tools.json`. */
  readonly id: string;
  /** The id of our adapter for it. */
  readonly adapter:
    | 'flyway'
    | 'golang-migrate'
    | 'dbmate'
    | 'goose'
    | 'sqlx'
    | 'prisma'
    | 'supabase'
    | 'diesel'
    | 'refinery'
    | 'drizzle'
    | 'drizzle-next'
    | 'graphile-migrate'
    | 'liquibase'
    | 'alembic'
    | 'django';
  readonly version: string;
  readonly installed: boolean;
  /** What applies everything that is pending. */
  readonly migrate: readonly string[];
  /** The folder of its programs, for whoever starts it by name. */
  readonly programs?: string;
  run(args: readonly string[], at: At): Promise<Ran>;
}

/** Where a tool runs: a folder with `migrations/` in it, and a database. */
export interface At {
  readonly root: string;
  readonly url: string;
  /** Put before the others when it is to be started by name. */
  readonly programs?: string | undefined;
  /** Settings of the tool, by the names it gives them: for Flyway's command line also in the folder's `flyway.toml`, for golang-migrate in the URL, for dbmate and goose in `.env`, for sqlx in `sqlx.toml`, for Liquibase in `liquibase.properties`. */
  readonly settings: Readonly<Record<string, string>>;
}

export interface Ran {
  readonly code: number;
  /** Both streams, as a person sees them. */
  readonly output: string;
}

const cache = join(import.meta.dirname, '../../../.cache/tools');
const pinned = JSON.parse(readFileSync(join(import.meta.dirname, 'tools.json'), 'utf8')) as Record<string, { readonly version: string }>;

export const realTools: readonly RealTool[] = [
  flyway('flyway', ['lib/*', 'lib/aad/*', 'lib/flyway/*', 'lib/netty/*', 'drivers/*'], 'org.flywaydb.commandline.Main', ['-skipCheckForUpdate', '-outputType=json']),
  flyway('flyway-api', ['', 'lib/*'], 'Flyway', []),
  {
    ...tool('dbmate', 'dbmate'),
    migrate: ['migrate'],
    run(args, { root, url }) {
      const database = new URL(url);
      database.searchParams.set('sslmode', 'disable');
      return run(join(folderOf('dbmate'), 'node_modules/.bin/dbmate'), ['--url', database.href, '--migrations-dir', 'migrations', '--no-dump-schema', ...args], root);
    },
  },
  {
    ...tool('goose', 'goose'),
    migrate: ['up'],
    run(args, { root, url }) {
      const database = new URL(url);
      database.searchParams.set('sslmode', 'disable');
      return run(join(folderOf('goose'), 'goose'), ['-dir', 'migrations', '-no-color', 'postgres', database.href, ...args], root);
    },
  },
  {
    ...tool('golang-migrate', 'golang-migrate'),
    migrate: ['up'],
    run(args, { root, url }) {
      const database = new URL(url);
      database.searchParams.set('sslmode', 'disable');
      return run(join(folderOf('golang-migrate'), 'migrate'), ['-path', join(root, 'migrations'), '-database', database.href, ...args], root);
    },
  },
  {
    ...tool('sqlx', 'sqlx'),
    migrate: ['migrate', 'run'],
    run(args, { root, url, settings }) {
      const config = Object.keys(settings).length > 0 ? ['--config', 'sqlx.toml'] : [];
      return run(join(folderOf('sqlx'), 'bin/sqlx'), [...args, '--source', 'migrations', '--database-url', url, ...config], root);
    },
  },
  {
    ...tool('graphile-migrate', 'graphile-migrate'),
    migrate: ['migrate'],
    run(args, { root, url }) {
      return run(join(folderOf('graphile-migrate'), 'node_modules/.bin/graphile-migrate'), args, root, { DATABASE_URL: url, SHADOW_DATABASE_URL: `${url}_shadow`, ROOT_DATABASE_URL: new URL('/template1', url).href });
    },
  },
  drizzle('drizzle'),
  drizzle('drizzle-next'),
  {
    ...tool('diesel', 'diesel'),
    migrate: ['migration', 'run'],
    run(args, { root, url }) {
      return run(join(folderOf('diesel'), 'bin/diesel'), [...args, '--database-url', url, '--migration-dir', 'migrations'], root);
    },
  },
  {
    ...tool('refinery', 'refinery'),
    migrate: ['migrate', '-d', '-m'],
    run(args, { root, url }) {
      return run(join(folderOf('refinery'), 'bin/refinery'), [...args, '-e', 'DATABASE_URL', '-p', 'migrations'], root, { DATABASE_URL: url });
    },
  },
  {
    ...tool('supabase', 'supabase'),
    migrate: ['db', 'push'],
    async run(args, { root, url }) {
      // It wants its migrations in `supabase/migrations`.
      const workdir = join(root, '.workdir');
      mkdirSync(join(workdir, 'supabase'), { recursive: true });
      symlinkSync('../../migrations', join(workdir, 'supabase/migrations'));
      const ran = await run(join(folderOf('supabase'), 'cli'), [...args, '--workdir', workdir, '--db-url', `${url}?sslmode=disable`], root);
      rmSync(workdir, { recursive: true });
      return ran;
    },
  },
  {
    ...tool('prisma', 'prisma'),
    migrate: ['migrate', 'deploy'],
    run(args, { root, url }) {
      const folder = folderOf('prisma');
      const nothing = join(folder, 'no-engine');
      return run(join(folder, 'node_modules/.bin/prisma'), [...args, '--config', 'prisma.config.mjs'], folder, {
        DATABASE_URL: url, MIGRATION_LENS_ROOT: root, CHECKPOINT_DISABLE: '1', PRISMA_QUERY_ENGINE_LIBRARY: nothing, PRISMA_SCHEMA_ENGINE_BINARY: nothing,
      });
    },
  },
  {
    ...tool('liquibase', 'liquibase'),
    migrate: ['update'],
    async run(args, at) {
      const status = await liquibase(args, at);
      // `status` says nothing of rows that no changelog has.
      if (args[0] !== 'status') return status;
      const unexpected = await liquibase(['unexpected-changesets', '--verbose'], at);
      return { code: status.code, output: `${status.output}${unexpected.output}` };
    },
  },
  ...['alembic', 'alembic-old'].map((id): RealTool => ({
    ...tool(id, 'alembic'),
    migrate: ['upgrade', 'heads'],
    programs: join(folderOf(id), 'bin'),
    run: (args, at) => run(join(folderOf(id), 'bin', args[0] === 'told' ? 'python' : 'alembic'), args[0] === 'told' ? [join(import.meta.dirname, 'alembic_told.py')] : args, at.root, { DATABASE_URL: at.url, PYTHONWARNINGS: 'ignore', PYTHONDONTWRITEBYTECODE: '1' }),
  })),
  ...['django', 'django-old'].map((id): RealTool => ({
    ...tool(id, 'django'),
    migrate: ['migrate'],
    programs: join(folderOf(id), 'bin'),
    run(args, { root, url }) {
      const { hostname, port, username, password, pathname } = new URL(url);
      return run(join(folderOf(id), 'bin/python'), ['manage.py', ...args], root, { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: decodeURIComponent(password), PGDATABASE: pathname.slice(1), PYTHONDONTWRITEBYTECODE: '1' });
    },
  })),
];

function liquibase(args: readonly string[], { root, url }: At): Promise<Ran> {
  const { host, username, password, pathname } = new URL(url);
  const folder = join(folderOf('liquibase'), 'node_modules/liquibase/dist/liquibase');
  return run('java', ['-XX:TieredStopAtLevel=1', '-cp', ['internal/lib/*', 'lib/*'].map(it => join(folder, it)).join(':'), 'liquibase.integration.commandline.LiquibaseCommandLine', '--show-banner=false', ...args], root, {
    LIQUIBASE_COMMAND_URL: `jdbc:postgresql://${host}${pathname}`, LIQUIBASE_COMMAND_USERNAME: username, LIQUIBASE_COMMAND_PASSWORD: decodeURIComponent(password), LIQUIBASE_LOG_LEVEL: 'OFF',
  });
}

function flyway(id: string, classpath: readonly string[], main: string, always: readonly string[]): RealTool {
  return {
    ...tool(id, 'flyway'),
    migrate: ['migrate'],
    run(args, { root, url, settings }) {
      const { host, username, password, pathname } = new URL(url);
      const options = {
        url: `jdbc:postgresql://${host}${pathname}`,
        user: username,
        ...(password !== '' && { password: decodeURIComponent(password) }),
        ...(id === 'flyway-api' && { locations: `filesystem:${join(root, 'migrations')}`, ...settings }),
      };
      const path = classpath.map(it => join(folderOf(id), it)).join(':');
      const flags = Object.entries(options).map(([name, value]) => `-${name}=${value}`);
      return run('java', ['-XX:TieredStopAtLevel=1', '-cp', path, main, ...always, ...flags, ...args], root);
    },
  };
}

/** A folder for each migration is another form of files, with stories of its own. */
function drizzle(id: 'drizzle' | 'drizzle-next'): RealTool {
  return {
    ...tool(id, id),
    migrate: ['migrate'],
    run(args, { root, url }) {
      return run(process.execPath, [join(folderOf(id), 'drizzle.mjs'), ...args, join(root, 'migrations')], root, { DATABASE_URL: url });
    },
  };
}

function tool(id: string, adapter: RealTool['adapter']): Pick<RealTool, 'id' | 'adapter' | 'version' | 'installed'> {
  return { id, adapter, version: pinned[id]!.version, installed: existsSync(folderOf(id)) };
}

function folderOf(id: string): string {
  return join(cache, `${id}-${pinned[id]!.version}`);
}

/** A tool that hangs is ended, and says so with the code of `timeout`: 124. */
function run(program: string, args: readonly string[], cwd: string, more: Readonly<Record<string, string>> = {}): Promise<Ran> {
  const env = { ...process.env, REDGATE_DISABLE_TELEMETRY: 'true', PGOPTIONS: '', ...more };
  return new Promise(resolve => {
    const child = execFile(program, args, { cwd, env, timeout: 60_000, killSignal: 'SIGKILL', maxBuffer: 64 << 20 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : error.killed ? 124 : Number(error.code ?? 1);
      resolve({ code, output: `${stdout}${stderr}` });
    });
    // Whoever asks gets no answer.
    child.stdin?.end();
  });
}
