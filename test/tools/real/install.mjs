// Fetches the real migration tools, in the versions of tools.json, into `.cache/tools`.
// `node test/tools/real/install.mjs [tool…]`; a tool that cannot be had is named, and is no failure.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cache = join(here, '../../../.cache/tools');
const pinned = JSON.parse(readFileSync(join(here, 'tools.json'), 'utf8'));

const recipes = {
  flyway(into, { version }) {
    const artifact = `org.flywaydb:flyway-commandline:${version}:tar.gz`;
    run('mvn', ['-q', '-B', 'dependency:copy', `-Dartifact=${artifact}`, `-DoutputDirectory=${into}`]);
    const archive = join(into, `flyway-commandline-${version}.tar.gz`);
    // Of the drivers for forty databases, only this one is needed.
    run('tar', ['xzf', archive, '-C', into, '--strip-components=1', '--wildcards', '*/lib', '*/drivers/postgresql-*', '*/licenses', '*/README.txt']);
    rmSync(archive);
  },

  'flyway-api'(into, { version, driver, jackson }) {
    writeFileSync(join(into, 'pom.xml'), pom([
      `org.flywaydb:flyway-core:${version}`,
      `org.flywaydb:flyway-database-postgresql:${version}`,
      `org.postgresql:postgresql:${driver}`,
      // Without it Flyway 13 refuses `postgresql.transactional.lock` as a setting.
      `tools.jackson.core:jackson-databind:${jackson}`,
    ]));
    run('mvn', ['-q', '-B', '-f', join(into, 'pom.xml'), 'dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${join(into, 'lib')}`]);
    run('javac', ['-cp', join(into, 'lib/*'), '-d', into, join(here, 'Flyway.java')]);
  },

  dbmate(into, { version }) {
    run('npm', ['install', '--prefix', into, '--no-audit', '--no-fund', `dbmate@${version}`]);
  },

  goose(into, { version }) {
    run('go', ['install', `github.com/pressly/goose/v3/cmd/goose@v${version}`], { GOBIN: into });
  },

  sqlx(into, { version }) {
    cargo(into, 'sqlx-cli', version, 'postgres,rustls,sqlx-toml');
  },

  'graphile-migrate'(into, { version }) {
    run('npm', ['install', '--prefix', into, '--no-audit', '--no-fund', '--ignore-scripts', `graphile-migrate@${version}`]);
  },

  drizzle: drizzleOrm,
  'drizzle-next': drizzleOrm,

  diesel(into, { version }) {
    cargo(into, 'diesel_cli', version, 'postgres');
  },

  refinery(into, { version }) {
    cargo(into, 'refinery_cli', version, 'postgresql');
  },

  supabase(into, { version }) {
    run('go', ['install', `github.com/supabase/cli@v${version}`], { GOBIN: into });
  },

  prisma(into, { version }) {
    run('npm', ['install', '--prefix', into, '--no-audit', '--no-fund', '--ignore-scripts', `prisma@${version}`, `@prisma/adapter-pg@${version}`]);
    cpSync(join(here, 'prisma.config.mjs'), join(into, 'prisma.config.mjs'));
    // In their place something must lie, or they are downloaded; no command for migrations starts them.
    writeFileSync(join(into, 'no-engine'), '');
  },

  liquibase(into, { version }) {
    run('npm', ['install', '--prefix', into, '--no-audit', '--no-fund', '--ignore-scripts', `liquibase@${version}`]);
  },

  /** Debian's packages; where they are there already, or apt is not, that is all there is to have. */
  rails(into) {
    const there = () => run('ruby', ['-ractive_record', '-rpg', '-e', '0']);
    try {
      there();
    } catch {
      run('apt-get', ['update', '-qq']);
      run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ruby-activerecord', 'ruby-pg'], { DEBIAN_FRONTEND: 'noninteractive' });
      there();
    }
    writeFileSync(join(into, 'README'), 'The packages ruby-activerecord and ruby-pg are installed.\n');
  },

  alembic, 'alembic-old': alembic,
  django: (into, { version, driver }) => python(into, [`django==${version}`, driver]),
  'django-old': (into, { version, driver }) => python(into, [`django==${version}`, driver]),

  'golang-migrate'(into, { version }) {
    run('go', ['install', '-tags', 'postgres', `github.com/golang-migrate/migrate/v4/cmd/migrate@v${version}`], { GOBIN: into });
  },
};

const wanted = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(recipes);
for (const tool of wanted) {
  if (!(tool in recipes)) {
    console.error(`${tool}: not known; known are ${Object.keys(recipes).join(', ')}`);
    process.exitCode = 2;
    continue;
  }
  console.log(`${tool} ${pinned[tool].version}: ${install(tool)}`);
}

/** Into a folder of its own first, so that a half-made installation is never taken for one. */
function install(tool) {
  const folder = join(cache, `${tool}-${pinned[tool].version}`);
  if (existsSync(folder)) return 'there';
  const fresh = `${folder}.${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    recipes[tool](fresh, pinned[tool]);
    renameSync(fresh, folder);
    return `installed (${readdirSync(folder).join(', ')})`;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    return `cannot be had here: ${String(error.stderr || error.stdout || error.message).trim().split('\n')[0]}`;
  }
}

function alembic(into, { version, sqlalchemy, driver }) {
  python(into, [`alembic==${version}`, `sqlalchemy==${sqlalchemy}`, driver]);
  // The one that pip writes knows where it was installed first.
  writeFileSync(join(into, 'bin/alembic'), '#!/bin/sh\nexec "$(dirname "$0")/python" -m alembic "$@"\n', { mode: 0o755 });
}

function python(into, packages) {
  run('python3', ['-m', 'venv', into]);
  run(join(into, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages]);
}

function run(program, args, env = {}) {
  execFileSync(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8', timeout: 600_000 });
}

function drizzleOrm(into, { version, pg }) {
  run('npm', ['install', '--prefix', into, '--no-audit', '--no-fund', '--ignore-scripts', `drizzle-orm@${version}`, `pg@${pg}`]);
  cpSync(join(here, 'drizzle.mjs'), join(into, 'drizzle.mjs'));
}

/** Not optimized: it runs for seconds, and is built in half the time. */
function cargo(into, crate, version, features) {
  run('cargo', ['install', crate, '--version', version, '--locked', '--debug', '--no-default-features', '--features', features, '--root', into]);
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
