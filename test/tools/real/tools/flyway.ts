import { join } from 'node:path';
import { runJava } from '../java.js';
import { NOTHING, SOMETHING, sqlStory } from '../sql-story.js';
import { toml } from '../toml.js';
import { folderOf, installed, type At, type Files, type Line, type RealTool, type Told } from '../tool.js';
import { scenarios } from './flyway/scenarios.js';

const outside = { 'postgresql.transactional.lock': 'false' };

const story = sqlStory({
  files: all => Object.fromEntries(all.map(({ at, words, sql }) => [`V${at}__${words}.sql`, sql])),
  first: { 'R__views.sql': 'create or replace view one as select 1 as one;\n' },
  rest: {
    'V06_1__two words.sql': 'select 1;\n',
    'sub/V8__below.sql': "create type mood as enum ('ok');\ncomment on table users is 'people';\n",
    'R__more.sql': "create or replace view two as select '${flyway:defaultSchema}' as two;\n",
    'V9.sql': '',
  },
  settings: [{ schemas: 'app,other' }, { defaultSchema: 'app', table: 'history', installedBy: 'ci' }, { ...outside, group: 'true' }],
  edits: {
    'V1__users.sql': '-- The users.\ncreate table users (id bigint);\n',
    'V2__orders_of_users.sql': '-- All orders.\ncreate table orders (id int);\n',
    'V3__items.sql': '-- The items.\r\ncreate table items (id int);\r\n',
    'R__views.sql': 'create or replace view one as select 2 as one;\n',
  },
  edited: ['1 modified sql', '2 modified formatting', '3 applied', ' outdated'],
  failures: [
    { name: 'outside a transaction, by a sidecar', settings: outside, left: SOMETHING, files: { 'V1__b.sql': 'create table b (id int);\nselect 1/0;\ncreate table c (id int);\n', 'V1__b.sql.conf': 'executeInTransaction=false\n' } },
    { name: 'a repeatable', left: NOTHING, files: { 'V1__a.sql': 'create table a (id int);\n', 'R__b.sql': 'create table b (id int);\nselect 1/0;\n' } },
  ],
  locks: true,
  outside,
});

/** The whole command line, and the newest core, which `Flyway.java` calls. */
export const flyways: readonly RealTool[] = [
  flyway('flyway', ['lib/*', 'lib/flyway/*', 'drivers/*'], 'org.flywaydb.commandline.Main', ['-skipCheckForUpdate', '-outputType=json']),
  flyway('flyway-api', ['lib/*'], 'Flyway', []),
];

function flyway(id: string, classpath: readonly string[], main: string, always: readonly string[]): RealTool {
  const tool: RealTool = {
    ...installed(id),
    form: 'flyway',
    config,
    migrate: ['migrate'],
    run(args, { root, url, settings }) {
      const { host, username, password, pathname } = new URL(url);
      const options = {
        url: `jdbc:postgresql://${host}${pathname}`,
        user: username,
        ...(password !== '' && { password: decodeURIComponent(password) }),
        ...(id === 'flyway-api' && { locations: `filesystem:${join(root, 'migrations')}`, ...settings }),
      };
      return runJava({ folder: folderOf(id), classpath, main }, [...always, ...Object.entries(options).map(([name, value]) => `-${name}=${value}`), ...args], root);
    },
    tell: async at => toldBy((await tool.run(['info', 'validate'], at)).output),
    history: { table: ({ schemas, defaultSchema, table = 'flyway_schema_history' }) => `${defaultSchema ?? schemas?.split(',')[0] ?? 'public'}.${table}` },
    story,
    repairs: [
      {
        as: 'undone', args: ['repair'], settings: outside, sql: 'drop index if exists a_id',
        files: { 'V1__a.sql': 'create table a (id int);\ninsert into a values (1), (1);\n', 'V2__b.sql': 'create unique index concurrently a_id on a (id);\n' },
      },
      { as: 'undone', args: ['repair'], settings: outside, files: { 'V1__a.sql': 'create table a (id int);\n', 'R__b.sql': 'vacuum nowhere;\n' } },
    ],
    scenarios,
  };
  return tool;
}

/** Its settings; for `flyway-api` they are also options. */
function config({ schemas, ...settings }: At['settings']): Files {
  const environment = schemas === undefined ? '' : `\n${toml('environments.default', { schemas: JSON.stringify(schemas.split(',')) })}`;
  return { 'flyway.toml': `${toml('flyway', { locations: '["filesystem:migrations"]', ...settings })}${environment}` };
}

/** Of `info` and `validate`; one result, where it refuses both. The command line may say a word for people before its JSON. */
function toldBy(output: string): Told {
  const start = output.search(/^\{/m);
  if (start < 0) throw new Error(`No JSON in: ${output}`);
  const result = JSON.parse(output.slice(start)) as Result & { readonly individualResults?: readonly Result[] };
  const [info, validate] = result.individualResults ?? [result];
  return {
    lines: (info?.migrations ?? []).map(({ version, description, type, state }) => ({ version: version ?? '', description, type, state })),
    complaints: info?.migrations === undefined ? info?.error?.message ?? '' : validate?.allErrorMessages ?? validate?.error?.message ?? '',
  };
}

interface Result {
  readonly migrations?: readonly Line[];
  readonly allErrorMessages?: string | null;
  readonly error?: { readonly message: string };
}
