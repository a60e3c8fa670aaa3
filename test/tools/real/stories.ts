import { createHash } from 'node:crypto';
import { djangoMigration as migration, revision } from './python.js';
import type { RealTool } from './tools.js';

/** The same five scenes for every tool, as data. */
export interface Story {
  readonly first: Readonly<Record<string, string>>;
  readonly rest: Readonly<Record<string, string>>;
  /** With each of these, `first` leads to the same. */
  readonly settings: readonly Readonly<Record<string, string>>[];
  /** Over `first`, once it is applied. */
  readonly edits: Readonly<Record<string, string>>;
  /** What we then say of each: version, state, difference. */
  readonly edited: readonly string[];
  readonly failures: readonly {
    readonly name: string;
    readonly files: Readonly<Record<string, string>>;
    readonly settings?: Readonly<Record<string, string>>;
    /** Our words about what it left. */
    readonly left: string;
  }[];
  /** Takes seconds, and writes a row into `runs` each time it runs; absent where the tool has no lock. */
  readonly slow?: Readonly<Record<string, string>>;
  /** What the tool says where it does not wait for its lock. */
  readonly busy?: RegExp;
}

/** Drizzle's list of files, a second apart. */
function journal(...tags: readonly string[]): string {
  return JSON.stringify({ version: '7', dialect: 'postgresql', entries: tags.map((tag, idx) => ({ idx, version: '7', when: 1_700_000_000_000 + idx * 1000, tag, breakpoints: true })) }, null, 2);
}

const SLOW = 'create table if not exists runs (at timestamptz default now());\nselect pg_sleep(4);\ninsert into runs default values;\n';
const BODY = `create function f() returns text language plpgsql as $body$\nbegin\n  -- a ; in a comment\n  return 'a;b';\nend\n$body$;\n`;
const UNKNOWN = 'What it left behind is not known.';
const NOTHING = 'It left nothing behind.';
const SOMETHING = 'It left something behind.';

/** What Graphile Migrate has committed: each with the hash of the one before. */
function chain(...bodies: readonly (readonly [file: string, body: string])[]): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  let previous = '';
  for (const [file, body] of bodies) {
    const hash = `sha1:${createHash('sha1').update(`${`${previous}\n${body.trim()}`.trim()}\n`).digest('hex')}`;
    files[`committed/${file}`] = `--! Previous: ${previous === '' ? '-' : previous}\n--! Hash: ${hash}\n\n${body}`;
    previous = hash;
  }
  return files;
}

function chained(): { readonly first: Readonly<Record<string, string>>; readonly rest: Readonly<Record<string, string>> } {
  const files = Object.entries(chain(
    ['000001-users.sql', '-- The users.\ncreate table users (id int);\n'],
    ['000002.sql', 'create table orders (id int);\n'],
    ['000003-function.sql', BODY],
    ['000004-index.sql', '--! no-transaction\ndrop index concurrently if exists nothing;\n'],
    ['000005-several.sql', "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int);\n"],
  ));
  return { first: Object.fromEntries(files.slice(0, 2)), rest: Object.fromEntries(files.slice(2)) };
}

export const stories: Readonly<Record<RealTool['adapter'], Story>> = {
  'flyway': {
    first: {
      'V1__users.sql': '-- The users.\ncreate table users (id int);\n',
      'V2__orders.sql': '-- The orders.\ncreate table orders (id int);\n',
      'V3__items.sql': '-- The items.\ncreate table items (id int);\n',
      'R__views.sql': 'create or replace view one as select 1 as one;\n',
    },
    rest: {
      'V4__function.sql': BODY,
      'V5__index.sql': 'drop index concurrently if exists nothing;\n',
      'V06_1__two words.sql': "alter table users add column name text;\ninsert into users (name) values ('é😀'), ('a;b');\n",
      'sub/V7__below.sql': 'create type mood as enum (\'ok\');\ncomment on table users is \'people\';\n',
      'R__more.sql': "create or replace view two as select '${flyway:defaultSchema}' as two;\n",
      'V8.sql': '',
    },
    settings: [
      { schemas: 'app,other' },
      { defaultSchema: 'app', table: 'history', installedBy: 'ci' },
      { 'postgresql.transactional.lock': 'false', group: 'true' },
    ],
    edits: {
      'V1__users.sql': '-- The users.\ncreate table users (id bigint);\n',
      'V2__orders.sql': '-- All orders.\ncreate table orders (id int);\n',
      'V3__items.sql': '-- The items.\r\ncreate table items (id int);\r\n',
      'R__views.sql': 'create or replace view one as select 2 as one;\n',
    },
    edited: ['1 modified sql', '2 modified formatting', '3 applied', ' outdated'],
    failures: [
      { name: 'in its transaction', files: { 'V1__a.sql': 'create table a (id int);\n', 'V2__b.sql': 'create table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      {
        name: 'a concurrent index build', settings: { 'postgresql.transactional.lock': 'false' }, left: SOMETHING,
        files: { 'V1__a.sql': 'create table a (id int);\ninsert into a values (1), (1);\n', 'V2__b.sql': 'create unique index concurrently a_id on a (id);\n' },
      },
      {
        name: 'outside a transaction, by a sidecar', settings: { 'postgresql.transactional.lock': 'false' }, left: SOMETHING,
        files: { 'V1__b.sql': 'create table b (id int);\nselect 1/0;\ncreate table c (id int);\n', 'V1__b.sql.conf': 'executeInTransaction=false\n' },
      },
      { name: 'a repeatable', files: { 'V1__a.sql': 'create table a (id int);\n', 'R__b.sql': 'create table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'a syntax error', files: { 'V1__a.sql': 'create table a (id int);\n', 'V2__b.sql': 'create table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
    slow: { 'V1__slow.sql': SLOW },
  },

  'alembic': {
    first: {
      'a1_users.py': revision('a1', 'None', "op.create_table('users', sa.Column('id', sa.Integer()))"),
      'a2_orders.py': revision('a2', "'a1'", 'op.execute("create table orders (id int)")'),
    },
    rest: {
      'b1_function.py': revision('b1', "'a1'", `op.execute(sa.text('''${BODY.replaceAll('\n', '\\n')}'''))`),
      'a3_index.py': revision('a3', "'a2'", 'with op.get_context().autocommit_block():\n        op.execute("drop index concurrently if exists nothing")'),
      'm1_merge.py': revision('m1', "('a3', 'b1')", 'pass'),
      'c1_more.py': revision('c1', "'m1'", "op.add_column('users', sa.Column('name', sa.Text()))\n    op.execute(\"insert into users (name) values ('é😀'), ('a;b')\")"),
    },
    settings: [],
    edits: { 'a1_users.py': revision('a1', 'None', "op.create_table('users', sa.Column('id', sa.BigInteger()))") },
    edited: ['a1 applied', 'a2 applied'],
    failures: [
      { name: 'in its transaction', files: { 'a1_a.py': revision('a1', 'None', 'op.execute("create table a (id int)")'), 'a2_b.py': revision('a2', "'a1'", 'op.execute("create table b (id int)")\n    op.execute("select 1/0")') }, left: UNKNOWN },
      {
        name: 'a concurrent index build', left: UNKNOWN,
        files: {
          'a1_a.py': revision('a1', 'None', 'op.execute("create table a (id int); insert into a values (1), (1)")'),
          'a2_b.py': revision('a2', "'a1'", "with op.get_context().autocommit_block():\n        op.create_index('a_id', 'a', ['id'], unique=True, postgresql_concurrently=True)"),
        },
      },
      { name: 'an id that is too long', files: { 'a1_a.py': revision('a1', 'None', 'pass'), 'a2_b.py': revision('a'.repeat(33), "'a1'", 'op.execute("create table b (id int)")') }, left: UNKNOWN },
    ],
  },

  'django': {
    first: {
      '0001_users.py': migration([], 'migrations.CreateModel("User", [("id", models.BigAutoField(primary_key=True))])'),
      '0002_orders.py': migration(['0001_users'], 'migrations.RunSQL("create table orders (id int)")'),
    },
    rest: {
      '0003_function.py': migration(['0002_orders'], `migrations.RunSQL('''${BODY.replaceAll('\n', '\\n')}''')`),
      '0003_index.py': migration(['0002_orders'], 'migrations.RunSQL("drop index concurrently if exists nothing")', 'atomic = False'),
      '0004_merge.py': migration(['0003_function', '0003_index'], ''),
      '0005_more.py': migration(['0004_merge'], 'migrations.AddField("user", "name", models.TextField(default="a")),\n        migrations.RunSQL("insert into shop_user (name) values (\'é😀\'), (\'a;b\')")'),
      'unnumbered.py': migration(['0005_more'], ''),
    },
    settings: [],
    edits: { '0002_orders.py': migration(['0001_users'], 'migrations.RunSQL("create table orders (id bigint)")') },
    edited: ['shop.0001_users applied', 'shop.0002_orders applied'],
    failures: [
      { name: 'in its transaction', files: { '0001_a.py': migration([], 'migrations.RunSQL("create table a (id int)")'), '0002_b.py': migration(['0001_a'], 'migrations.RunSQL("create table b (id int); select 1/0")') }, left: UNKNOWN },
      { name: 'outside a transaction', files: { '0001_a.py': migration([], 'migrations.RunSQL(["create table a (id int)", "select 1/0"])', 'atomic = False') }, left: UNKNOWN },
    ],
  },

  'dbmate': {
    first: {
      '20240101000000_users.sql': '-- migrate:up\n-- The users.\ncreate table users (id int);\n\n-- migrate:down\ndrop table users;\n',
      '20240102000000_orders.sql': '-- The orders.\n\n--migrate:up\ncreate table orders (id int);\n--migrate:down\ndrop table orders;\n',
    },
    rest: {
      '20240101120000_late.sql': `-- migrate:up\n${BODY}-- migrate:down\ndrop function f();\n`,
      '20240103000000_index.sql': '-- migrate:up transaction:false\n-- alone\ndrop index concurrently if exists nothing;\n-- migrate:down\n',
      '3_several.sql': "-- migrate:up\nalter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int);\n-- migrate:down\n",
      '4.sql': '-- migrate:up\n\n-- migrate:down\n',
      '10_crlf.sql': '-- migrate:up\r\ncreate table crlf (id int);\r\n-- migrate:down\r\n',
    },
    settings: [{ DBMATE_MIGRATIONS_TABLE: 'history' }, { DBMATE_MIGRATIONS_TABLE: 'app.done' }, { DBMATE_STRICT: 'true' }],
    edits: {
      '20240101000000_users.sql': '-- migrate:up\n-- The users.\ncreate table users (id bigint);\n\n-- migrate:down\ndrop table users;\n',
      '20240102000000_orders.sql': '-- migrate:up\r\ncreate table orders (id int);\r\n-- migrate:down\r\n',
    },
    edited: ['20240101000000 applied', '20240102000000 applied'],
    failures: [
      { name: 'in its transaction', files: { '1_a.sql': '-- migrate:up\ncreate table a (id int);\n-- migrate:down\n', '2_b.sql': '-- migrate:up\ncreate table b (id int);\nselect 1/0;\n-- migrate:down\n' }, left: NOTHING },
      { name: 'outside a transaction, sent whole', files: { '1_a.sql': '-- migrate:up transaction:false\ncreate table a (id int);\nselect 1/0;\n-- migrate:down\n' }, left: NOTHING },
      {
        name: 'a concurrent index build', left: SOMETHING,
        files: { '1_a.sql': '-- migrate:up\ncreate table a (id int); insert into a values (1), (1);\n-- migrate:down\n', '2_b.sql': '-- migrate:up transaction:false\ncreate unique index concurrently a_id on a (id);\n-- migrate:down\n' },
      },
      { name: 'a syntax error', files: { '1_a.sql': '-- migrate:up\ncreate table b (id int);\ncreate tabel c (id int);\n-- migrate:down\n' }, left: NOTHING },
    ],
  },

  'goose': {
    first: {
      '00001_users.sql': '-- +goose Up\n-- The users.\ncreate table users (id int);\n\n-- +goose Down\ndrop table users;\n',
      '00002_orders.sql': '-- +goose Up\ncreate table orders (id int);\n',
    },
    rest: {
      '00003_function.sql': `-- +goose Up\n-- +goose StatementBegin\n${BODY}-- +goose StatementEnd\n\n-- +goose Down\ndrop function f();\n`,
      '00004_index.sql': '-- +goose NO TRANSACTION\n-- +goose Up\ndrop index concurrently if exists nothing;\n-- +goose Down\n',
      '00005_several.sql': "-- +goose up\nalter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int); -- more\n-- +goose DOWN\n",
      '00006_crlf.sql': '-- +goose Up\r\ncreate table crlf (\r\n  id int\r\n);\r\n',
      '20240101000000_late_timestamp.sql': '-- +goose Up\nselect 1;\n',
    },
    settings: [{ GOOSE_TABLE: 'history' }],
    edits: {
      '00001_users.sql': '-- +goose Up\ncreate table users (id bigint);\n',
      '00002_orders.sql': '-- +goose Up\r\ncreate table orders (id int);\r\n',
    },
    edited: ['1 applied', '2 applied'],
    failures: [
      { name: 'in its transaction', files: { '1_a.sql': '-- +goose Up\ncreate table a (id int);\n', '2_b.sql': '-- +goose Up\ncreate table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'without a transaction', files: { '1_a.sql': '-- +goose Up\ncreate table a (id int);\nselect 1/0;\ncreate table b (id int);\n-- +goose Down\n-- +goose NO TRANSACTION\n' }, left: SOMETHING },
      {
        name: 'a concurrent index build', left: SOMETHING,
        files: { '1_a.sql': '-- +goose Up\ncreate table a (id int); insert into a values (1), (1);\n', '2_b.sql': '-- +goose NO TRANSACTION\n-- +goose Up\ncreate unique index concurrently a_id on a (id);\n' },
      },
      { name: 'a syntax error', files: { '1_a.sql': '-- +goose Up\ncreate table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
  },

  'sqlx': {
    first: {
      '20240101000000_users.sql': '-- The users.\ncreate table users (id int);\n',
      '20240102000000_orders_of_users.up.sql': '-- The orders.\ncreate table orders (id int);\n',
      '20240102000000_orders_of_users.down.sql': 'drop table orders;\n',
      '20240103000000_items.sql': '-- The items.\ncreate table items (id int);\n',
    },
    rest: {
      '20240101120000_late.sql': BODY,
      '20240104000000_index.sql': '-- no-transaction\ndrop index concurrently if exists nothing;\n',
      '20240105000000_several.sql': "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int);\n",
      '0007_crlf.sql': 'create table crlf (id int);\r\n',
      '8_nothing.sql': '',
    },
    settings: [{ 'table-name': 'app.done', 'create-schemas': '["app"]' }, { 'table-name': '"History"' }, { 'ignored-chars': '[" ", "\\r", "\\n"]' }],
    edits: {
      '20240101000000_users.sql': '-- The users.\ncreate table users (id bigint);\n',
      '20240102000000_orders_of_users.up.sql': '-- All orders.\ncreate table orders (id int);\n',
      '20240103000000_items.sql': '-- The items.\r\ncreate table items (id int);\r\n',
    },
    edited: ['20240101000000 modified sql', '20240102000000 modified formatting', '20240103000000 modified formatting'],
    failures: [
      { name: 'in its transaction', files: { '1_a.sql': 'create table a (id int);\n', '2_b.sql': 'create table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'without one, sent whole', files: { '1_a.sql': '-- no-transaction\ncreate table a (id int);\nselect 1/0;\n' }, left: NOTHING },
      {
        name: 'a concurrent index build', left: SOMETHING,
        files: { '1_a.sql': 'create table a (id int); insert into a values (1), (1);\n', '2_b.sql': '-- no-transaction\ncreate unique index concurrently a_id on a (id);\n' },
      },
      { name: 'a syntax error', files: { '1_a.sql': 'create table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
  },

  'prisma': {
    first: {
      '20240101000000_users/migration.sql': '-- The users.\ncreate table users (id int);\n',
      '20240102000000_orders_of_users/migration.sql': '-- The orders.\ncreate table orders (id int);\n',
      '20240103000000_items/migration.sql': '-- The items.\ncreate table items (id int);\n',
    },
    rest: {
      '20240101120000_late/migration.sql': BODY,
      '20240104000000_index/migration.sql': '-- alone\ndrop index concurrently if exists nothing;\n',
      '20240105000000_several/migration.sql': "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int);\n",
      '20240105000000_several/down.sql': 'drop table more;\n',
      'named/migration.sql': 'create table named (id int);\r\n',
    },
    settings: [],
    edits: {
      '20240101000000_users/migration.sql': '-- The users.\ncreate table users (id bigint);\n',
      '20240102000000_orders_of_users/migration.sql': '-- All orders.\ncreate table orders (id int);\n',
      '20240103000000_items/migration.sql': '-- The items.\r\ncreate table items (id int);\r\n',
    },
    edited: ['20240101000000 modified sql', '20240102000000 modified formatting', '20240103000000 applied'],
    failures: [
      { name: 'sent whole', files: { '1_a/migration.sql': 'create table a (id int);\n', '2_b/migration.sql': 'create table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'with a block of its own', files: { '1_a/migration.sql': 'begin;\ncreate table a (id int);\ncommit;\nselect 1/0;\n' }, left: SOMETHING },
      {
        name: 'a concurrent index build', left: SOMETHING,
        files: { '1_a/migration.sql': 'create table a (id int); insert into a values (1), (1);\n', '2_b/migration.sql': 'create unique index concurrently a_id on a (id);\n' },
      },
      { name: 'a syntax error', files: { '1_a/migration.sql': 'create table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
    slow: { '1_slow/migration.sql': SLOW },
  },

  'supabase': {
    first: {
      '20240101000000_users.sql': '-- The users.\ncreate table users (id int);\n',
      '20240102000000_orders_of_users.sql': 'create table orders (id int);\n',
      '20240103000000_items.sql': '-- The items.\ncreate table items (id int);\n',
    },
    rest: {
      '20240104000000_function.sql': BODY,
      '20240105000000_index.sql': '-- first\ndrop index concurrently if exists nothing;\n',
      '20240106000000_several.sql': "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\n\n-- more; of it\ncreate table more (id int)\n",
      '20240107000000_atomic.sql': 'create function g() returns int begin atomic select 1; select (2); end;\ncreate table is_atomic (id int);\n',
      '20240108000000_crlf.sql': 'create table crlf (id int);\r\n',
    },
    settings: [],
    edits: {
      '20240101000000_users.sql': '-- The users.\ncreate table users (id bigint);\n',
      '20240102000000_orders_of_users.sql': '-- All orders.\ncreate table orders (id int);\n',
      '20240103000000_items.sql': '-- The items.\r\ncreate  table items (id int);\r\n',
    },
    edited: ['20240101000000 modified sql', '20240102000000 modified formatting', '20240103000000 applied'],
    failures: [
      { name: 'in its transaction', files: { '1_a.sql': 'create table a (id int);\n', '2_b.sql': 'create table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      {
        name: 'a concurrent index build', left: SOMETHING,
        files: { '1_a.sql': 'create table a (id int); insert into a values (1), (1);\n', '2_b.sql': 'create unique index concurrently a_id on a (id);\n' },
      },
      { name: 'a syntax error', files: { '1_a.sql': 'create table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
  },

  'diesel': {
    first: {
      '2024-01-01-000000_users/up.sql': '-- The users.\ncreate table users (id int);\n',
      '2024-01-01-000000_users/down.sql': 'drop table users;\n',
      '20240102000000_orders_of_users/up.sql': '-- The orders.\ncreate table orders (id int);\n',
    },
    rest: {
      '2024-01-01-120000_late/up.sql': BODY,
      '2024-01-04-000000_index/up.sql': 'drop index concurrently if exists nothing;\n',
      '2024-01-04-000000_index/metadata.toml': 'run_in_transaction = false\n',
      '2024-01-04-000001_index_too/up.sql': 'drop index concurrently if exists nothing;\n',
      '2024-01-04-000001_index_too/metadata.toml': '# nothing said\n',
      '2024-01-05-000000_several/up.sql': "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int);\n",
      '2024-01-06-000000_crlf/up.sql': 'create table crlf (id int);\r\n',
    },
    settings: [],
    edits: {
      '2024-01-01-000000_users/up.sql': '-- The users.\ncreate table users (id bigint);\n',
      '20240102000000_orders_of_users/up.sql': '-- The orders.\r\ncreate table orders (id int);\r\n',
    },
    edited: ['20240101000000 applied', '20240102000000 applied'],
    failures: [
      { name: 'in its transaction', files: { '1_a/up.sql': 'create table a (id int);\n', '2_b/up.sql': 'create table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'without one, sent whole', files: { '1_a/up.sql': 'create table a (id int);\nselect 1/0;\n', '1_a/metadata.toml': 'run_in_transaction = false\n' }, left: NOTHING },
      {
        name: 'a concurrent index build', left: SOMETHING,
        files: { '1_a/up.sql': 'create table a (id int); insert into a values (1), (1);\n', '2_b/up.sql': 'create unique index concurrently a_id on a (id);\n', '2_b/metadata.toml': 'run_in_transaction = false\n' },
      },
      { name: 'a syntax error', files: { '1_a/up.sql': 'create table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
  },

  'refinery': {
    first: {
      'V1__users.sql': '-- The users.\ncreate table users (id int);\n',
      'V02__orders_of_users.sql': '-- The orders.\ncreate table orders (id int);\n',
      'V3__items.sql': '-- The items.\ncreate table items (id int);\n',
    },
    rest: {
      'V4__function.sql': BODY,
      'sub/V6__several.sql': "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int);\n",
      'V7__crlf.sql': 'create table crlf (id int);\r\n',
      'U8__late.sql': 'create table late (id int);\n',
      'V9__naïve.sql': 'create table naive (id int);\n',
    },
    settings: [],
    edits: {
      'V1__users.sql': '-- The users.\ncreate table users (id bigint);\n',
      'V02__orders_of_users.sql': '-- All orders.\ncreate table orders (id int);\n',
      'V3__items.sql': '-- The items.\r\ncreate table items (id int);\r\n',
    },
    edited: ['1 modified sql', '2 modified formatting', '3 modified formatting'],
    failures: [
      { name: 'in its transaction', files: { 'V1__a.sql': 'create table a (id int);\n', 'V2__b.sql': 'create table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'a syntax error', files: { 'V1__a.sql': 'create table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
  },

  'liquibase': {
    first: {
      'changes/01_users.sql': '--liquibase formatted sql\n\n--changeset me:1\n-- The users.\ncreate table users (id int);\n--rollback drop table users;\n\n--changeset me:2 labels:a,b contextFilter:"dev or test"\n--comment: the orders\n-- The orders.\ncreate table orders (id int);\n',
      'changes/02_items.sql': '--liquibase formatted sql\n\n--changeset me:1\n-- The items.\ncreate table items (id int);\n\n--changeset "you and me":oracle dbms:oracle\nselect 1 from dual;\n',
    },
    rest: {
      'changes/01a_late.sql': `--liquibase formatted sql\n\n--changeset me:late splitStatements:false\n${BODY}`,
      'changes/03_index.sql': '--liquibase formatted sql\n--changeset me:index runInTransaction:false\n-- alone\ndrop index concurrently if exists nothing;\nselect 1;\n',
      'changes/04_several.sql': "--liquibase formatted sql\n--property name:table value:more dbms:postgresql\n--changeset me:several context:dev,test\nalter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table ${table} (id int);\n--changeset me:delimited endDelimiter:@@ runOnChange:true\ncreate table delimited (id int)@@\nselect ';' @@\n",
      'changes/05_crlf.sql': '--liquibase formatted sql logicalFilePath:elsewhere.sql\r\n--changeset me:crlf logicalFilePath:migrations/changes/05_crlf.sql\r\ncreate table crlf (\r\n  id int\r\n);\r\n',
      'changes/06_ignored.sql': '--liquibase formatted sql\n--changeset me:ignoring\n--ignoreLines:1\nthis is no SQL\nselect 2;\n/* liquibase rollback\nselect 3;\n*/\n',
    },
    settings: [{ liquibaseSchemaName: 'public' }, { databaseChangeLogTableName: 'HISTORY', databaseChangeLogLockTableName: 'HISTORY_LOCK' }, { contexts: 'prod' }, { labelFilter: 'c' }],
    edits: {
      'changes/01_users.sql': '--liquibase formatted sql\n\n--changeset me:1\n-- The users.\ncreate table users (id bigint);\n--rollback drop table users;\n\n--changeset me:2 labels:a,b contextFilter:"dev or test"\n--comment: all orders\n-- All orders.\ncreate table orders (id int);\n',
      'changes/02_items.sql': '--liquibase formatted sql\n\n--changeset me:1 runAlways:false\n-- The items.\r\ncreate   table items (id int);\n\n--changeset "you and me":oracle dbms:oracle\nselect 1 from dual;\n',
    },
    edited: ['1 modified sql', '2 modified formatting', '1 applied'],
    failures: [
      { name: 'in its transaction', files: { 'changes/1_a.sql': '--liquibase formatted sql\n--changeset me:1\ncreate table a (id int);\n--changeset me:2\ncreate table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'without a transaction', files: { 'changes/1_a.sql': '--liquibase formatted sql\n--changeset me:1 runInTransaction:false\ncreate table a (id int);\nselect 1/0;\ncreate table b (id int);\n' }, left: SOMETHING },
      {
        name: 'a concurrent index build', left: SOMETHING,
        files: { 'changes/1_a.sql': '--liquibase formatted sql\n--changeset me:1\ncreate table a (id int); insert into a values (1), (1);\n--changeset me:2 runInTransaction:false\ncreate unique index concurrently a_id on a (id);\n' },
      },
      { name: 'a syntax error', files: { 'changes/1_a.sql': '--liquibase formatted sql\n--changeset me:1\ncreate table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
    slow: { 'changes/1_slow.sql': `--liquibase formatted sql\n--changeset me:slow\n${SLOW}` },
  },

  'graphile-migrate': {
    first: chained().first,
    rest: chained().rest,
    settings: [],
    edits: {},
    edited: ['000001 applied', '000002 applied'],
    failures: [
      { name: 'in its transaction', files: chain(['000001.sql', 'create table a (id int);\n'], ['000002.sql', 'create table b (id int);\nselect 1/0;\n']), left: NOTHING },
      {
        name: 'a concurrent index build', left: SOMETHING,
        files: chain(['000001.sql', 'create table a (id int); insert into a values (1), (1);\n'], ['000002.sql', '--! no-transaction\ncreate unique index concurrently a_id on a (id);\n']),
      },
      { name: 'a syntax error', files: chain(['000001.sql', 'create table b (id int);\ncreate tabel c (id int);\n']), left: NOTHING },
    ],
    slow: chain(['000001.sql', SLOW]),
    busy: /lock/i,
  },

  'drizzle': {
    first: {
      '0000_users.sql': '-- The users.\ncreate table users (id int);\n',
      '0001_orders_of_users.sql': 'create table orders (id int);\n--> statement-breakpoint\ncreate table more (id int);',
      '0002_items.sql': '-- The items.\ncreate table items (id int);\n',
      'meta/_journal.json': journal('0000_users', '0001_orders_of_users', '0002_items'),
    },
    rest: {
      '0003_function.sql': BODY,
      '0004_several.sql': "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');--> statement-breakpoint\r\ncreate table crlf (id int);\r\n",
      'meta/_journal.json': journal('0000_users', '0001_orders_of_users', '0002_items', '0003_function', '0004_several'),
    },
    settings: [],
    edits: {
      '0000_users.sql': '-- The users.\ncreate table users (id bigint);\n',
      '0001_orders_of_users.sql': '-- All orders.\ncreate table orders (id int);\n--> statement-breakpoint\ncreate table more (id int);',
      '0002_items.sql': '-- The items.\r\ncreate table items (id int);\r\n',
    },
    edited: ['0000 modified sql', '0001 modified formatting', '0002 modified formatting'],
    failures: [
      { name: 'in its transaction', files: { '0000_a.sql': 'create table a (id int);\n--> statement-breakpoint\nselect 1/0;\n', 'meta/_journal.json': journal('0000_a') }, left: NOTHING },
      { name: 'a syntax error', files: { '0000_a.sql': 'create table b (id int);\ncreate tabel c (id int);\n', 'meta/_journal.json': journal('0000_a') }, left: NOTHING },
    ],
  },

  'drizzle-next': {
    first: {
      '20240101000000_users/migration.sql': '-- The users.\ncreate table users (id int);\n',
      '20240102000000_orders_of_users/migration.sql': 'create table orders (id int);\n--> statement-breakpoint\ncreate table more (id int);',
    },
    rest: {
      '20240101120000_late/migration.sql': 'create table late (id int);\n',
      '20240103000000_function/migration.sql': BODY,
    },
    settings: [],
    edits: {
      '20240101000000_users/migration.sql': '-- The users.\ncreate table users (id bigint);\n',
      '20240102000000_orders_of_users/migration.sql': 'create table orders (id int);\r\n--> statement-breakpoint\r\ncreate table more (id int);',
    },
    edited: ['20240101000000 modified sql', '20240102000000 modified formatting'],
    failures: [
      { name: 'in its transaction', files: { '20240101000000_a/migration.sql': 'create table a (id int);\n--> statement-breakpoint\nselect 1/0;\n' }, left: NOTHING },
    ],
  },

  'golang-migrate': {
    first: {
      '000001_users.up.sql': '-- The users.\ncreate table users (id int);\n',
      '000001_users.down.sql': 'drop table users;\n',
      '000002_orders.up.sql': '-- The orders.\ncreate table orders (id int);\n',
      '000002_orders.down.sql': 'drop table orders;\n',
    },
    rest: {
      '000003_function.up.sql': BODY,
      '000003_function.down.sql': 'drop function f();\n',
      '000005_index.up.sql': '-- alone\ndrop index concurrently if exists nothing;\n',
      '000006_several.up.sql': "alter table users add column name text; insert into users (name) values ('é😀'), ('a;b');\ncreate table more (id int);\n",
      '000007_block.up.sql': 'begin;\ncreate table block (id int);\ncommit;\n',
      '000008_nothing.up.sql': ' \n\n',
      '000009_down_only.down.sql': 'select 1;\n',
    },
    settings: [{ 'x-migrations-table': 'history', search_path: 'public' }, { 'x-multi-statement': 'true' }],
    edits: {
      '000001_users.up.sql': '-- The users.\ncreate table users (id bigint);\n',
      '000002_orders.up.sql': '-- All orders.\r\ncreate table orders (id int);\r\n',
    },
    edited: ['1 applied', '2 applied'],
    failures: [
      { name: 'sent whole', files: { '1_a.up.sql': 'create table a (id int);\n', '2_b.up.sql': 'create table b (id int);\nselect 1/0;\n' }, left: NOTHING },
      { name: 'with a block of its own', files: { '1_a.up.sql': 'begin;\ncreate table a (id int);\ncommit;\nselect 1/0;\n' }, left: SOMETHING },
      { name: 'a concurrent index build', files: { '1_a.up.sql': 'create table a (id int); insert into a values (1), (1);\n', '2_b.up.sql': 'create unique index concurrently a_id on a (id);\n' }, left: SOMETHING },
      { name: 'a syntax error', files: { '1_a.up.sql': 'create table b (id int);\ncreate tabel c (id int);\n' }, left: NOTHING },
    ],
    slow: { '1_slow.up.sql': SLOW },
  },
};
