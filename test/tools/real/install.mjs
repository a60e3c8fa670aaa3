// Fetches the real migration tools, in the versions of tools.json, into `.cache/tools`; with `TOOLS=flyway,django` only these.
// A tool that cannot be had, or not in time, is named, and is no failure.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '../../../.cache/tools');
const pinned = JSON.parse(readFileSync(join(here, 'tools.json'), 'utf8'));

/** Each fills a folder; what it starts, it starts by `run`, which ends it in time. */
const recipes = {
  async flyway({ into, run, version }) {
    await run('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=org.flywaydb:flyway-commandline:${version}:tar.gz`, `-DoutputDirectory=${into}`]);
    const archive = join(into, `flyway-commandline-${version}.tar.gz`);
    // Of forty databases, only this one is needed; each jar costs every start.
    await run('tar', ['xzf', archive, '-C', into, '--strip-components=1', '--wildcards', '*/lib/*.jar', '*/drivers/postgresql-*', '*/licenses', '*/README.txt']);
    rmSync(archive);
    removeJars(join(into, 'lib/flyway'), /^flyway-(?:database-(?!postgresql)|firebird|gcp|mysql|singlestore|sqlserver)/);
    for (const it of ['aad', 'netty']) rmSync(join(into, 'lib', it), { recursive: true });
    // It wants Java 17.
    await run('java', ['-cp', ['lib/*', 'lib/flyway/*'].map(it => join(into, it)).join(':'), 'org.flywaydb.commandline.Main', '-skipCheckForUpdate', 'version'], { REDGATE_DISABLE_TELEMETRY: 'true' });
  },

  async 'flyway-api'({ into, run, version, driver, jackson }) {
    writeFileSync(join(into, 'pom.xml'), pom([
      `org.flywaydb:flyway-core:${version}`,
      `org.flywaydb:flyway-database-postgresql:${version}`,
      `org.postgresql:postgresql:${driver}`,
      // Without it Flyway 13 refuses `postgresql.transactional.lock` as a setting.
      `tools.jackson.core:jackson-databind:${jackson}`,
    ]));
    await run('mvn', ['-q', '-B', '-f', join(into, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(into, 'lib')}`]);
    await run('javac', ['-cp', join(into, 'lib/*'), '-d', join(into, 'classes'), join(here, 'Flyway.java')]);
    // Java keeps no classes that lie in folders.
    await run('jar', ['--create', '--file', join(into, 'lib/Flyway.jar'), '-C', join(into, 'classes'), '.']);
  },

  async liquibase({ into, run, version }) {
    await npm({ into, run }, `liquibase@${version}`);
    const jars = join(into, 'node_modules/liquibase/dist/liquibase/internal/lib');
    removeJars(jars, /^(?:h2|hsqldb|jaybird|jcc|mariadb|mssql|ojdbc|snowflake|sqlite)/);
    await run('java', ['-cp', join(jars, '*'), 'liquibase.integration.commandline.LiquibaseCommandLine', '--version']);
  },

  dbmate: it => npm(it, `dbmate@${it.version}`),
  'graphile-migrate': it => npm(it, `graphile-migrate@${it.version}`),
  drizzle, 'drizzle-next': drizzle,
  'node-pg-migrate': it => npm(it, `node-pg-migrate@${it.version}`, `pg@${it.pg}`),
  knex: it => npm(it, `knex@${it.version}`, `pg@${it.pg}`),
  sequelize: it => npm(it, `sequelize-cli@${it.version}`, `sequelize@${it.sequelize}`, `pg@${it.pg}`),
  typeorm: it => npm(it, `typeorm@${it.version}`, `pg@${it.pg}`),

  async prisma(it) {
    await npm(it, `prisma@${it.version}`, `@prisma/adapter-pg@${it.version}`);
    cpSync(join(here, 'prisma.config.mjs'), join(it.into, 'prisma.config.mjs'));
    // In their place something must lie, or they are downloaded; of the commands for migrations, only `resolve` starts one, to ask whether the database is there.
    writeFileSync(join(it.into, 'no-engine'), '#!/bin/sh\n', { mode: 0o755 });
  },

  goose: it => go(it, 'github.com/pressly/goose/v3/cmd/goose'),
  'golang-migrate': it => go(it, 'github.com/golang-migrate/migrate/v4/cmd/migrate', '-tags', 'postgres'),
  pop: it => go(it, 'github.com/gobuffalo/pop/v6/soda'),
  supabase: it => go(it, 'github.com/supabase/cli'),

  alembic, 'alembic-old': alembic,
  django: it => python(it, `django==${it.version}`, it.driver),
  'django-old': it => python(it, `django==${it.version}`, it.driver),

  /** Debian's packages ruby-activerecord and ruby-pg, or gems: of this machine. */
  async rails({ into, run }) {
    await run('ruby', ['-ractive_record', '-rpg', '-e', '0']);
    writeFileSync(join(into, 'README'), 'ActiveRecord is where Ruby finds it.\n');
  },

  /** Debian's, too, of a later release: of Ruby and its driver, this machine's will do. */
  'rails-next': ({ into, run, suite }) => run(join(here, 'rails/debian.sh'), [into, suite]),

  /** Debian's package sqitch, and the client of PostgreSQL that it starts: of this machine. */
  async sqitch({ into, run }) {
    await run('sqitch', ['--version']);
    await run('perl', ['-MDBD::Pg', '-e', '0']);
    await run('psql', ['--version']);
    writeFileSync(join(into, 'README'), 'Sqitch is on the path.\n');
  },

  /** No registry has it. */
  async atlas({ into, run }) {
    await run('atlas', ['version']);
    writeFileSync(join(into, 'README'), 'Atlas is on the path.\n');
  },

  diesel: it => cargo(it, 'diesel_cli', 'postgres'),
  refinery: it => cargo(it, 'refinery_cli', 'postgresql'),
  sqlx: it => cargo(it, 'sqlx-cli', 'postgres,rustls,sqlx-toml'),
};

const wanted = process.env.TOOLS?.split(',') ?? Object.keys(recipes);
const unknown = wanted.filter(it => !(it in recipes));
if (unknown.length > 0) throw new Error(`Not known: ${unknown.join(', ')}; known are ${Object.keys(recipes).join(', ')}`);
await Promise.all(wanted.map(async tool => console.log(`${tool} ${pinned[tool].version}: ${await install(tool)}`)));

/** Into a folder of its own first, so that a half-made installation is never taken for one. */
async function install(tool) {
  const folder = join(cache, `${tool}-${pinned[tool].version}`);
  if (existsSync(folder)) return 'there';
  const into = `${folder}.${process.pid}`;
  mkdirSync(into, { recursive: true });
  try {
    await recipes[tool]({ ...pinned[tool], into, run: runner(pinned[tool].seconds ?? 200) });
    renameSync(into, folder);
    return 'installed';
  } catch (error) {
    rmSync(into, { recursive: true, force: true });
    return `cannot be had here: ${error.message}`;
  }
}

/** Starts programs, which have so many seconds together. */
function runner(seconds) {
  const deadline = Date.now() + seconds * 1000;
  return (program, args, env = {}) => new Promise((resolve, reject) => {
    // A group of its own, so that what it started ends with it.
    const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    const end = () => {
      try {
        process.kill(-child.pid, 'SIGKILL');
      } catch {
        // It has ended by itself, or never started.
      }
    };
    const timer = setTimeout(end, Math.max(0, deadline - Date.now()));
    const interrupt = () => process.exit(130);
    process.once('exit', end).once('SIGINT', interrupt).once('SIGTERM', interrupt);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', text => { said = (said + text).slice(-20_000); });
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      process.off('exit', end).off('SIGINT', interrupt).off('SIGTERM', interrupt);
      if (code === 0) resolve();
      else reject(new Error(signal === 'SIGKILL' ? `${program} takes more than ${seconds} s` : said.trim().split('\n').find(it => /error|cannot|refused|not /i.test(it)) ?? `${program} ended with ${code}`));
    });
  });
}

function removeJars(folder, some) {
  for (const it of readdirSync(folder)) if (some.test(it)) rmSync(join(folder, it));
}

async function drizzle(it) {
  await npm(it, `drizzle-orm@${it.version}`, `pg@${it.pg}`);
  cpSync(join(here, 'drizzle.mjs'), join(it.into, 'drizzle.mjs'));
}

async function alembic(it) {
  await python(it, `alembic==${it.version}`, `sqlalchemy==${it.sqlalchemy}`, it.driver);
  // The one that pip writes knows where it was installed first.
  writeFileSync(join(it.into, 'bin/alembic'), '#!/bin/sh\nexec "$(dirname "$0")/python" -m alembic "$@"\n', { mode: 0o755 });
}

async function python({ into, run }, ...packages) {
  await run('python3', ['-m', 'venv', into]);
  await run(join(into, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-compile', ...packages]);
  // A driver may be built for another machine.
  await run(join(into, 'bin/python'), ['-c', `import ${/^psycopg2?/.exec(packages.at(-1))[0]}`]);
}

/** Their scripts are not run: what they fetch comes from elsewhere. */
function npm({ into, run }, ...packages) {
  return run('npm', ['install', '--prefix', into, '--no-audit', '--no-fund', '--ignore-scripts', ...packages]);
}

function go({ into, run, version }, module, ...flags) {
  return run('go', ['install', ...flags, `${module}@v${version}`], { GOBIN: into });
}

/** Not optimized: it runs for seconds, and is built in half the time. */
function cargo({ into, run, version }, crate, features) {
  return run('cargo', ['install', crate, '--version', version, '--locked', '--debug', '--no-default-features', '--features', features, '--root', into]);
}

function pom(dependencies) {
  const elements = dependencies.map(it => {
    const [groupId, artifactId, version] = it.split(':');
    return `<dependency><groupId>${groupId}</groupId><artifactId>${artifactId}</artifactId><version>${version}</version></dependency>`;
  });
  return `<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>migration-lens</groupId><artifactId>tools</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>${elements.join('\n')}</dependencies></project>
`;
}
