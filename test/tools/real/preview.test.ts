import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { openProjects } from '../../../server/cli/projects.js';
import { resolveConnection } from '../../../server/edges/connections.js';
import { programsIn, programsWithout } from '../../../server/edges/programs.js';
import { previewOf } from '../../../server/flows/preview.js';
import { open } from '../../flows/database.js';
import { run, startPostgres } from '../../postgres.js';
import { place, write } from './place.js';
import type { At, Files, RealTool } from './tool.js';
import { realTools } from './tools.js';
import { revision } from './tools/alembic.js';
import { migration } from './tools/django.js';

// What the tools themselves say that a migration sends: the real ones, asked as the editor asks them.

const roots: string[] = [];
afterAll(() => {
  for (const it of roots) rmSync(it, { recursive: true, force: true });
});

/** `id` as the index has it; what it says, or why it says nothing. */
async function preview({ root, url }: At, id: string, direction: 'up' | 'down' = 'up'): Promise<string> {
  const [index] = (await openProjects([], { cwd: root, env: {} }))[0]!.projects;
  const asked = index!.tool.preview!;
  const migration = index!.migrations.find(it => it.id === id)!;
  const connection = resolveConnection(url, { settings: { connections: {} }, env: {} });
  if (connection.kind === 'problem') throw new Error(connection.message);
  const session = asked.database === 'nothing' ? undefined : await open(url, { readOnly: true });
  const programs = session ? programsIn(root, connection, undefined) : programsWithout(root);
  const found = await previewOf(index!, asked, migration, { direction, programs, session, signal: new AbortController().signal });
  await session?.close();
  return found.kind === 'preview' ? found.sql.replace(/\s+/g, ' ').trim() : `${found.message}: ${found.said.join(' ')}`;
}

async function begin(tool: RealTool, files: Files): Promise<At> {
  const at = await place(tool);
  roots.push(at.root);
  if (tool.programs !== undefined) symlinkSync(dirname(tool.programs), join(at.root, '.venv'));
  write(at, files);
  return at;
}

/** All that is in the database, to prove that nothing was added. */
async function tables({ url }: At): Promise<string> {
  return (await run(url, `select relname from pg_class where relnamespace = 'public'::regnamespace order by 1`)).map(it => it['relname']).join(' ');
}

const installed = realTools.filter(it => it.installed);

describe.for(installed.filter(it => it.form === 'alembic'))('Alembic $version', tool => {
  const files = {
    'a_a.py': revision('a', 'None', 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))'),
    'b_b.py': revision('b', "'a'", 'op.add_column("t", sa.Column("x", sa.Integer))').replace('def downgrade():\n    pass', 'def downgrade():\n    op.drop_column("t", "x")'),
    'c_c.py': revision('c', "'a'", 'with op.get_context().autocommit_block():\n        op.create_index("i", "t", ["id"], postgresql_concurrently=True)'),
    'm_m.py': revision('m', "('b', 'c')", 'op.execute("select 1")'),
    'o_o.py': revision('o', "'m'", 'op.get_bind().execute(sa.text("select 1")).scalar()'),
  };

  test('says what each revision sends, without a database', async () => {
    const at = await offline();
    expect(await preview(at, 'a')).toMatch(/^-- Running upgrade -> a CREATE TABLE t \(.*INSERT INTO alembic_version \(version_num\) VALUES \('a'\).*;$/);
    expect(await preview(at, 'b')).toBe("-- Running upgrade a -> b ALTER TABLE t ADD COLUMN x INTEGER; UPDATE alembic_version SET version_num='b' WHERE alembic_version.version_num = 'a';");
    expect(await preview(at, 'b', 'down')).toBe("-- Running downgrade b -> a ALTER TABLE t DROP COLUMN x; UPDATE alembic_version SET version_num='a' WHERE alembic_version.version_num = 'b';");
    expect(await preview(at, 'c')).toBe("-- Running upgrade a -> c COMMIT; CREATE INDEX CONCURRENTLY i ON t (id); BEGIN; UPDATE alembic_version SET version_num='c' WHERE alembic_version.version_num = 'a';");
    expect(await preview(at, 'm')).toMatch(/^-- Running upgrade b, c -> m select 1; (DELETE FROM|UPDATE) alembic_version .*;$/);
    expect(await preview(at, 'a', 'down')).toMatch(/^-- Running downgrade a -> DELETE FROM alembic_version .*;$/);
    expect(await tables(at)).toBe('');
  });

  test('is stopped by a question to the database, and says so', async () => {
    const at = await offline();
    expect(await preview(at, 'o')).toMatch(/^Alembic does not show the SQL of migrations\/o_o\.py: it ended with code 1: .*AttributeError: 'NoneType' object has no attribute 'scalar'$/);
  });

  test('connects nowhere, where the project knows no offline mode', async () => {
    expect(await preview(await begin(tool, files), 'a')).toMatch(/Connection refused/);
  });

  async function offline(): Promise<At> {
    const at = await begin(tool, files);
    const env = 'import os\nfrom alembic import context\n\ncontext.configure(url=os.environ["DATABASE_URL"], literal_binds=True, transaction_per_migration=True)\nwith context.begin_transaction():\n    context.run_migrations()\n';
    writeFileSync(join(at.root, 'env.py'), env);
    return at;
  }
});

describe.for(installed.filter(it => it.form === 'django'))('Django $version', tool => {
  test('says what each migration sends, both ways, and writes nothing', async () => {
    const at = await begin(tool, {
      '0001_initial.py': migration([], 'migrations.CreateModel("T", [("id", models.BigAutoField(primary_key=True))]),'),
      '0002_x.py': migration(['0001_initial'], 'migrations.AddField("t", "x", models.IntegerField(null=True)),'),
      '0003_data.py': migration(['0002_x'], 'migrations.RunPython(lambda apps, editor: None),'),
      '0004_empty.py': migration(['0003_data'], ''),
    });
    expect(await preview(at, 'shop.0002_x')).toBe('BEGIN; -- -- Add field x to t -- ALTER TABLE "shop_t" ADD COLUMN "x" integer NULL; COMMIT;');
    expect(await preview(at, 'shop.0002_x', 'down')).toBe('BEGIN; -- -- Add field x to t -- ALTER TABLE "shop_t" DROP COLUMN "x" CASCADE; COMMIT;');
    expect(await preview(at, 'shop.0003_data')).toMatch(/CANNOT BE WRITTEN AS SQL/i);
    expect(await preview(at, 'shop.0003_data', 'down')).toMatch(/is not reversible$/);
    expect(await preview(at, 'shop.0004_empty')).toMatch(/^(?:BEGIN; )?(?:COMMIT;)?$/);
    expect(await tables(at)).toBe('');
  });

  test('is kept from writing by the server', async () => {
    const at = await begin(tool, { '0001_initial.py': migration([], '') });
    writeFileSync(join(at.root, 'migrations/0002_writes.py'), `from django.db import connection\n\nwith connection.cursor() as cursor:\n    cursor.execute("create table stolen ()")\n\n${migration(['0001_initial'], '')}`);
    expect(await preview(at, 'shop.0001_initial')).toMatch(/cannot execute CREATE TABLE in a read-only transaction$/);
    expect(await tables(at)).toBe('');
  });
});

describe.for(installed.filter(it => it.form === 'rails'))('ActiveRecord $version', tool => {
  const posts = 'create_table(:posts) { |t| t.string :title, default: "no title" }';

  test('says what a migration sends, after those that it needs, and leaves nothing', async () => {
    const at = await application({ '1_create_posts.rb': ['CreatePosts', posts], '2_add_slug.rb': ['AddSlug', 'add_column :posts, :slug, :string'], '3_late.rb': ['Late', 'add_index :posts, :slug'] });
    expect(await preview(at, '2')).toBe('ALTER TABLE "posts" ADD "slug" character varying;');
    expect(await preview(at, '2', 'down')).toBe('ALTER TABLE "posts" DROP COLUMN "slug";');
    expect(await tables(at)).toBe('');
  });

  test('shows the way back of what is applied, without the pending before it', async () => {
    const at = await application({ '1_broken.rb': ['Broken', 'execute "select 1/0"'], '2_create_posts.rb': ['CreatePosts', posts] });
    await run(at.url, `create table posts (); create table schema_migrations (version varchar primary key); insert into schema_migrations values ('2')`);
    expect(await preview(at, '2', 'down')).toBe('DROP TABLE "posts";');
    expect(await preview(at, '2')).toMatch(/It is applied here, and cannot run again$/);
    expect(await preview(at, '1')).toMatch(/division by zero/);
    expect(await tables(at)).toBe('posts schema_migrations schema_migrations_pkey');
  });

  test.each([
    ['outside a transaction', 'disable_ddl_transaction!', 'create_table :posts', /CreatePosts runs outside a transaction \(disable_ddl_transaction!\), and could not be rolled back$/],
    ['that commits', '', 'execute "create table posts (); COMMIT"', /ends its transaction by itself: it was stopped, and rolled back/],
    ['that commits at once', '', 'create_table :posts\n    execute " commit"', /ends its transaction by itself: it was stopped, and rolled back/],
  ])('refuses a migration %s', async (_, above, body, expected) => {
    const at = await application({ '1_create_posts.rb': ['CreatePosts', body, above] });
    expect(await preview(at, '1')).toMatch(expected);
    expect(await tables(at)).toBe('');
  });

  test('refuses another database than the one that was named, and one of production', async () => {
    const at = await application({ '1_create_posts.rb': ['CreatePosts', posts] });
    await run(at.url, `create table ar_internal_metadata (key text, value text); insert into ar_internal_metadata values ('environment', 'production')`);
    expect(await preview(at, '1')).toMatch(/This is a database of the environment production: nothing was run$/);

    writeFileSync(join(at.root, 'bin/rails'), tool.config!({})['bin/rails']!.replace('exec', `DATABASE_URL='${await (await startPostgres()).database()}' exec`));
    expect(await preview(at, '1')).toMatch(/connects to another database than the one that was named: nothing was run$/);
  });

  function application(files: Readonly<Record<string, readonly [name: string, body: string, above?: string]>>): Promise<At> {
    return begin(tool, Object.fromEntries(Object.entries(files).map(([file, [name, body, above = '']]) => [
      file, `class ${name} < ActiveRecord::Migration[6.1]\n  ${above}\n  def ${body.startsWith('execute') || body.includes('\n') ? 'up' : 'change'}\n    ${body}\n  end\nend\n`,
    ])));
  }
});
