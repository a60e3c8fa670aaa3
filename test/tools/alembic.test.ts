import { afterAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../server/core/migrations/problem.js';
import { withChanges } from '../../server/core/migrations/project-index.js';
import { applyEdits } from '../../server/core/text/span.js';
import { filled } from '../../server/core/tools/alembic/template.js';
import { alembic } from '../../server/core/tools/alembic.js';
import type { Run } from '../../server/core/tools/tool/run.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { indexed, migrationsOf, sourceOf, treeOf } from './reading.js';

const parser = startParser();
const read = scripts(parser);
afterAll(() => parser.close());

/** A revision file in few words: `revision`, `down_revision` as Python, and more lines. */
function revision(id: string, down: string, more = ''): string {
  return `revision = '${id}'\ndown_revision = ${down}\n${more}\ndef upgrade():\n    pass\n`;
}

/** `b<a` is revision b after a; `b<a,c` a merge; `b<a^c` depends on c; `b<a=x` has the label x. */
function graph(words: string): Record<string, string> {
  return Object.fromEntries(words.split(' ').filter(it => it !== '').map(word => {
    const [, id, down, depends, label] = /^([^<]+)<([^^=]*)(?:\^([^=]+))?(?:=(.+))?$/.exec(word)!;
    const parents = down === '' ? 'None' : down!.includes(',') ? `(${down!.split(',').map(it => `'${it}'`).join(', ')})` : `'${down}'`;
    return [`${id}_x.py`, revision(id!, parents, `${depends ? `depends_on = '${depends}'\n` : ''}${label ? `branch_labels = ('${label}',)\n` : ''}`)];
  }));
}

const LONG_NAME = 'link_opportunity_summary_applicant_type_opportunity_summary_id_opportunity_summary_fkey';

describe('where its environments are', () => {
  const versions = { 'migrations/env.py': '', 'migrations/script.py.mako': '', 'migrations/versions/a_x.py': revision('a', 'None') };
  test.each<[string, Record<string, string>, readonly string[]]>([
    ['an ini file', { ...versions, 'alembic.ini': '[alembic]\nscript_location = migrations\n' }, ['migrations/versions alembic.ini [alembic]']],
    ['its folder', { ...versions, 'alembic.ini': '[alembic]\nscript_location: %(here)s/migrations\n' }, ['migrations/versions alembic.ini [alembic]']],
    ['in a folder below', { 'api/alembic.ini': '[alembic]\nscript_location = ./db\n', 'api/db/versions/a_x.py': '' }, ['api/db/versions api/alembic.ini [alembic]']],
    ['two sections, two environments', {
      'alembic.ini': '[DEFAULT]\nscript_location = one\nversion_locations = %(script_location)s/versions\n[alembic]\n[private]\nscript_location = two\n[loggers]\nkeys = root\n[logger_root]\nlevel = WARN\n',
      'one/versions/a_x.py': '', 'two/versions/b_x.py': '',
    }, ['one/versions alembic.ini [alembic]', 'two/versions alembic.ini [private]']],
    ['several locations', { 'alembic.ini': '[alembic]\nscript_location = m\nversion_locations = %(here)s/m/one %(here)s/m/two\n', 'm/one/a_x.py': '', 'm/two/b_x.py': '' }, ['m/one+m/two alembic.ini [alembic]']],
    ['separated as they say', { 'alembic.ini': '[alembic]\nscript_location = m\npath_separator = os\nversion_locations = m/one:m/two\n', 'm/one/a_x.py': '', 'm/two/b_x.py': '' }, ['m/one+m/two alembic.ini [alembic]']],
    ['on lines of their own', { 'alembic.ini': '[alembic]\nscript_location = m\nversion_path_separator = newline\nversion_locations =\n  m/one\n  m/two\n', 'm/one/a_x.py': '', 'm/two/b_x.py': '' }, ['m/one+m/two alembic.ini [alembic]']],
    ['with folders below', { 'alembic.ini': '[alembic]\nscript_location = m\nrecursive_version_locations = true\n', 'm/versions/2024/a_x.py': '' }, ['m/versions* alembic.ini [alembic]']],
    ['in a package, with colons', { 'alembic.ini': '[alembic]\nscript_location = shop:db:migrations\n', 'src/shop/db/migrations/versions/a_x.py': '' }, ['src/shop/db/migrations/versions alembic.ini [alembic]']],
    ['a folder for each database', { 'm/env.py': '', 'm/versions/__init__.py': '', 'm/versions/postgresql/a_x.py': '', 'm/versions/sqlite/2022b3e4_x.py': revision('b', 'None') }, ['m/versions/postgresql* m/env.py']],
    ['a folder for each release', { 'm/env.py': '', 'm/versions/1/a_x.py': '', 'm/versions/2/b_x.py': '' }, ['m/versions* m/env.py']],
    ['in a package', { 'alembic.ini': '[alembic]\nscript_location = shop.db:migrations\n', 'src/shop/db/migrations/versions/a_x.py': '' }, ['src/shop/db/migrations/versions alembic.ini [alembic]']],
    ['pyproject.toml', { ...versions, 'pyproject.toml': '[tool.alembic]\nscript_location = "%(here)s/migrations"\n' }, ['migrations/versions pyproject.toml']],
    ['the ini file wins', { ...versions, 'alembic.ini': '[alembic]\nscript_location = migrations\n', 'pyproject.toml': '[tool.alembic]\nscript_location = "migrations"\n' }, ['migrations/versions alembic.ini [alembic]']],
    ['pyproject.toml of another program', { 'pyproject.toml': '[tool.black]\n' }, []],
    ['no file at all', versions, ['migrations/versions migrations/env.py']],
    ['Flask-Migrate keeps it inside', { ...versions, 'migrations/alembic.ini': '[alembic]\n# file_template = x\n[loggers]\n' }, ['migrations/versions migrations/alembic.ini [alembic] flask']],
    ['another program\'s ini', { 'tox.ini': '[tox]\nenvlist = py\n', 'setup.ini': '[alembic]\n' }, []],
    ['a folder that is not there', { 'alembic.ini': '[alembic]\nscript_location = gone\n' }, []],
    ['tests', { 'tests/alembic.ini': '[alembic]\nscript_location = m\n', 'tests/m/versions/a_x.py': '' }, []],
    ['files alone', { 'db/1975ea83b712_a.py': revision('1975ea83b712', 'None') }, ['db db']],
    ['other files', { 'db/versions/a.py': 'x = 1\n' }, []],
  ])('%s', (_, files, expected) => {
    const found = alembic.detect({ ...treeOf(files), peek: path => files[path] }).map(({ locations, because, settings }) => {
      const where = locations.map(it => it.path + (it.recursive ? '*' : '')).join('+');
      return [where, because, ...(settings['section'] === undefined ? [] : [`[${settings['section']}]`]), ...(settings['runner'] === undefined ? [] : [settings['runner']])].join(' ');
    });
    expect(found).toEqual(expected);
  });

  test('settings and a connection, without its password', () => {
    const [project] = alembic.detect(treeOf({
      'alembic.ini': '[alembic]\nscript_location = m\nfile_template = %%(year)d_%%(rev)s_%%(slug)s\nsqlalchemy.url = postgresql+psycopg://shop:s3cret@localhost:5433/shop\n',
      'm/env.py': '# version_table="no"\ncontext.configure(version_table="versions", version_table_schema = \'app\', transaction_per_migration=True)\n', 'm/versions/a_x.py': '',
    }));
    expect(project!.settings).toMatchObject({ file_template: '%(year)d_%(rev)s_%(slug)s', version_table: 'versions', version_table_schema: 'app', transaction_per_migration: 'true' });
    expect(project!.connections).toEqual([{ name: 'alembic', url: 'postgres://shop@localhost:5433/shop', from: 'alembic.ini' }]);
    expect(JSON.stringify(project)).not.toContain('s3cret');
  });

  test.each(['driver://user:pass@localhost/dbname', '%(DB_URL)s', 'sqlite:///x.db', ''])('%j is no suggestion', url => {
    expect(alembic.detect(treeOf({ 'alembic.ini': `[alembic]\nscript_location = m\nsqlalchemy.url = ${url}\n`, 'm/versions/a_x.py': '' }))[0]!.connections).toEqual([]);
  });
});

// Left: the file. Right: its id, what it comes after, and what else it says.
test.each<[string, string]>([
  ["revision = 'a'\ndown_revision = None\n", 'a after '],
  ['revision: str = "b"\ndown_revision: Union[str, None] = "a"\n', 'b after a'],
  ["revision = 'm'\ndown_revision = ('a', 'b')\n", 'm after a b'], ["revision = 'm'\ndown_revision = ['a', 'b',]  # two\n", 'm after a b'], ["revision = 'm'\ndown_revision = 'a', 'b'\n", 'm after a b'],
  ["revision = ('b')\ndown_revision = (\n    'a'\n)\n", 'b after a'], ["revision = 'b'\ndown_revision = ()\n", 'b after '],
  ["revision = 'b'\ndown_revision = 'a'\ndown_revision = 'c'\n", 'b after c'],
  ["BASE = 'a'\nrevision = 'b'\ndown_revision = BASE\n", 'b after a'],
  ["revision = 'b'\ndown_revision = 'a'\ndepends_on = 'd'\nbranch_labels = ('l', 'm')\n", 'b after a d, depends d, labels l m'],
  ["revision = 'b'\ndown_revision = 'a'\nbranch_labels = (cli.CONTRACT,)\n", 'b after a, labels '],
  ["revision = 'b'\ndown_revision = other.HEAD\n", 'b after , partial'],
  ["revision = 'b'\n", 'b after , orphan'],
  ["def f():\n    revision = 'b'\n    down_revision = None\n", ''], ['x = 1\n', ''], ['', ''],
  ["'''\nrevision = 'no'\n'''\nrevision = 'b'\ndown_revision = None\n", 'b after '],
  ["'''words\n\nRevision ID: b\nRevises: z\n'''\nrevision = 'b'\ndown_revision = 'a'\n", 'b after a, stale z'],
  ["'''words\n\nRevises: c, a\n'''\nrevision = 'b'\ndown_revision = ('a', 'c')\n", 'b after a c'],
  ["'''words\n\nRevises:\n'''\nrevision = 'b'\ndown_revision = None\n", 'b after '],
  // Half-typed.
  ["revision = 'b'\ndown_revision = 'a'\ndef upgrade():\n    op.create_table(\n\ndef downgrade():\n    pass\n", 'b after a'],
  ["op.x(\nrevision = 'b'\ndown_revision = 'a'\n", 'b after a'], ['"""words\nrevision = \'b\'\ndown_revision = \'a\'\n', 'b after a'],
])('%j: %s', (text, expected) => {
  const found = alembic.contents!(sourceOf('db/x.py', text), alembic.at('db')).map(({ id, after, options = {} }) => {
    const said = ['depends', 'labels', 'stale'].flatMap(key => (options[key] === undefined ? [] : [`${key} ${options[key].replaceAll('\n', ' ')}`]));
    return [`${id} after ${after!.join(' ')}`, ...said, ...['orphan', 'partial'].filter(key => options[key])].join(', ');
  });
  expect(found.join()).toBe(expected);
});

test('metadata does not change while the second half of a file is typed', () => {
  const whole = `"""add a\n\nRevision ID: b\nRevises: a\n"""\nfrom alembic import op\nimport sqlalchemy as sa\n\nrevision = 'b'\ndown_revision = ('a', 'c')\nbranch_labels = None\ndepends_on = ['d']\n\n\ndef upgrade():\n    op.create_table(\n        'accounts',\n        sa.Column('id', sa.Integer(), nullable=False),\n        sa.PrimaryKeyConstraint('id'),\n    )\n    op.execute("""\n        select 1\n    """)\n\n\ndef downgrade():\n    op.drop_table('accounts')\n`;
  const wanted = alembic.contents!(sourceOf('db/x.py', whole), alembic.at('db'))[0]!;
  const body = whole.indexOf('def upgrade');
  for (let at = body; at < whole.length; at++) {
    for (const typed of ['op.f(', "op.execute('", '[', '"""', '{"a":', ')', '\\']) {
      const [found] = alembic.contents!(sourceOf('db/x.py', whole.slice(0, at) + typed + whole.slice(at)), alembic.at('db'));
      expect([found?.id, found?.after]).toEqual([wanted.id, wanted.after]);
    }
    expect(alembic.contents!(sourceOf('db/x.py', whole.slice(0, at)), alembic.at('db'))[0]?.after).toEqual(wanted.after);
  }
});

// Left: revisions. Right: the order in which they run.
test.each([
  ['a< b<a c<b', 'a b c'], ['c<b b<a a<', 'a b c'], ['a< b<a c<a m<b,c', 'a b c m'], ['a< b<a c< d<c^b', 'c a b d'],
  ['z< y<z x<y a<z', 'z a y x'], ['a<b b<a c<', 'c b a'], ['a<nope b<a', 'a b'],
])('%s: %s', (words, expected) => expect(indexed(alembic, graph(words)).migrations.map(it => it.version).join(' ')).toBe(expected));

describe('what Alembic says', () => {
  /** Each problem: file, rule, what it is said at, and how it begins. */
  function told(files: Record<string, string>): readonly string[] {
    return indexed(alembic, files).problems.map(({ path, rule, span, message }) => `${path.slice(3)} ${rule} «${files[path.slice(3)]!.slice(span.start, span.end)}» ${message}`);
  }

  test.each<[string, string, readonly string[]]>([
    ['one line', 'a< b<a', []],
    ['two heads', 'a< b<a c<a', ["b_x.py multiple-heads «b» Multiple head revisions are present for given argument 'head': b, c", "c_x.py multiple-heads «c» Multiple head revisions are present for given argument 'head': b, c"]],
    ['a merge', 'a< b<a c<a m<b,c', []],
    ['branches with names are meant', 'a< b<a=left c<a=right d<b', []],
    ['one of two has a name', 'a< b<a=left c<a', []],
    ['a dependency holds two lines together', 'a< b<a c< d<c^b', ["b_x.py multiple-heads «b» Multiple head revisions are present for given argument 'head': b, d", "d_x.py multiple-heads «d» Multiple head revisions are present for given argument 'head': b, d"]],
    ['a parent that is not there', 'a< b<nope', ["b_x.py missing-parent «nope» Revision nope referenced from nope -> b, x is not present: every command of Alembic ends with KeyError: 'nope'"]],
    ['a dependency of another package', 'a< b<a^nope', ["b_x.py missing-parent «nope» depends_on names 'nope', which is not in this folder: Alembic needs the one that has it among its version locations"]],
    ['a dependency on a branch', 'a<=left b<a c< d<c^left', []],
    ['a circle', 'a<c b<a c<b', ['a_x.py migration-cycle «a» Cycle is detected in revisions (a, b, c)', 'b_x.py migration-cycle «b» Cycle is detected in revisions (a, b, c)', 'c_x.py migration-cycle «c» Cycle is detected in revisions (a, b, c)']],
    ['itself', 'a<a', ['a_x.py migration-cycle «a» Self-loop is detected in revisions (a)']],
    ['a circle of dependencies', 'a< b<a^c c<b', ['b_x.py migration-cycle «b» Dependency cycle is detected in revisions (b, c)', 'c_x.py migration-cycle «c» Dependency cycle is detected in revisions (b, c)']],
    ['a label twice', 'a<=l b<a=l', ["b_x.py duplicate-branch-label «l» Branch name 'l' in revision b already used by revision a"]],
    ['signs of its own', 'a-b<', ["a-b_x.py bad-revision-id «a-b» Character(s) '-' not allowed in revision identifier 'a-b'"]],
    ['an id that is too long', `${'a'.repeat(33)}<`, [`${'a'.repeat(33)}_x.py bad-revision-id «${'a'.repeat(33)}» This id has 33 characters, and Alembic's table has room for 32: “value too long for type character varying(32)”`]],
    ['a project that has made room', `${'a'.repeat(33)}< ${'b'.repeat(40)}<${'a'.repeat(33)}`, []],
  ])('%s', (_, words, expected) => expect(told(graph(words))).toEqual(expected));

  test('a dependency that is not there, in an environment that has all', () => {
    const files = graph('a< b<a^nope');
    const found = indexed(alembic, files, { ...alembic.at('db'), settings: { script_location: 'db' } }).problems;
    expect(found.map(it => `${it.severity} ${it.message}`)).toEqual(["error depends_on names neither a revision nor a branch: every command of Alembic ends with KeyError: 'nope'"]);
  });

  test.each([['a< b<a', 1], ['a< b<a c<a', 2], ['a<=l b<a c<=m', 2], ['a< b<a c<^b', 2]])('%s: %i heads', (words, heads) => {
    const { migrations, sources, project } = indexed(alembic, graph(words));
    expect(alembic.heads!(alembic.order!(migrations, sources, project))).toBe(heads);
  });

  test.each<[string, Record<string, string>, readonly string[]]>([
    ['a helper', { 'a_x.py': revision('a', 'None'), 'helper.py': 'x = 1\n' }, ["helper.py not-a-migration «» Could not determine revision id from filename helper.py: Alembic loads every file of this folder, and needs the 'revision' variable in it"]],
    ['what it does not read', { 'a_x.py': revision('a', 'None'), '__init__.py': '', '.#a_x.py': 'x', 'notes.txt': '' }, []],
    ['an id in the name', { 'abc123.py': 'down_revision = None\ndef upgrade():\n    pass\n' }, []],
    ['no down_revision', { 'a_x.py': "revision = 'a'\n" }, ["a_x.py not-a-migration «a» module 'a_x_py' has no attribute 'down_revision': the first revision of all has None"]],
    ['an id twice', { 'a_x.py': revision('a', 'None'), 'b_x.py': revision('a', 'None') }, ['b_x.py duplicate-version «a» Revision a is present more than once: Alembic takes the file that it reads last, and the other is lost']],
    ['an old docstring', { 'a_x.py': revision('a', 'None'), 'b_x.py': `"""b\n\nRevises: z\n"""\n${revision('b', "'a'")}` }, ['b_x.py stale-docstring «Revises: z» down_revision is a']],
  ])('%s', (_, files, expected) => expect(told(files).filter(it => !it.includes('multiple-heads'))).toEqual(expected));

  /** The files after the fix. */
  function mended(files: Record<string, string>, title: RegExp): Record<string, string> {
    const fixes = indexed(alembic, files).problems.flatMap((it: Problem) => it.fixes ?? []);
    const fix = fixes.find(it => title.test(it.title));
    if (!fix) throw new Error(`there is ${fixes.map(it => it.title).join(', ')}`);
    const after = { ...files };
    for (const edit of fix.edits) {
      if (edit.kind === 'create') after[edit.path.slice(3)] = edit.text;
      else if (edit.kind === 'edit') after[edit.path.slice(3)] = applyEdits(after[edit.path.slice(3)]!, [edit]);
    }
    return after;
  }

  test.each<[string, Record<string, string>, RegExp, string]>([
    ['a merge', graph('a< b<a c<a'), /^Merge the heads/, 'a b c '],
    ['one head after the other', graph('a< b<a c<a'), /^Put c after b/, 'a b c'],
    ['a branch of several', graph('a< b<a c<a d<c'), /^Put c after b/, 'a b c d'],
    ['a root of its own', graph('a< b<'), /^Put b after a/, 'a b'],
    ['the name of the file', { ...graph('a<'), 'b_x.py': revision('b', "'a_x.py'") }, /^Use the id of a_x.py: a$/, 'a b'],
    ['a wrong id', graph('a< b<nope'), /^Put it after a/, 'a b'],
    ['an id twice', { ...graph('a<'), 'b_x.py': revision('a', "None") }, /^Give this revision an id of its own/, 'a '],
    ['an old docstring', { 'a_x.py': revision('a', 'None'), 'b_x.py': `"""b\n\nRevises: z\n"""\n${revision('b', "'a'")}` }, /^Bring the line up to date/, 'a b'],
  ])('a way out: %s', (what, files, title, expected) => {
    const { migrations, problems } = indexed(alembic, mended(files, title));
    expect(migrations.map(it => it.version).join(' ')).toMatch(new RegExp(`^${expected}`));
    expect(problems.filter(it => what !== 'an id twice' || it.rule !== 'multiple-heads')).toEqual([]);
  });
});

describe('what an upgrade sends', () => {
  /** The statements of an `upgrade` with this body; `?` for what cannot be told. */
  function sent(body: string, before = ''): readonly string[] {
    const text = `from alembic import op\nimport sqlalchemy as sa\nfrom sqlalchemy.dialects import postgresql\nrevision = 'a'\ndown_revision = None\n${before}\ndef upgrade():\n${body.split('\n').map(it => `    ${it}`).join('\n')}\n`;
    const { migrations } = indexed(alembic, { 'a_x.py': text });
    const told = alembic.translate!(migrations[0]!, undefined, alembic.at('db'));
    return told?.up?.map(it => (it.unknown ? '?' : it.sql)) ?? [];
  }

  // What `alembic upgrade base:head --sql` prints for the same, in 1.8.1 and in 1.20.1; names are always quoted here.
  test.each<[string, readonly string[]]>([
    ["op.create_table('t', sa.Column('id', sa.Integer(), nullable=False), sa.Column('n', sa.String(50), server_default='x'), sa.PrimaryKeyConstraint('id'))", ['CREATE TABLE "t" ("id" serial NOT NULL, "n" varchar(50) DEFAULT \'x\', PRIMARY KEY ("id"))']],
    ["op.create_table('t', sa.Column('a', sa.Integer, primary_key=True), schema='s')", ['CREATE TABLE "s"."t" ("a" serial NOT NULL, PRIMARY KEY ("a"))']],
    ["op.create_table('t', sa.Column('a', sa.Integer(), primary_key=True), sa.Column('b', sa.Integer(), primary_key=True))", ['CREATE TABLE "t" ("a" integer NOT NULL, "b" integer NOT NULL, PRIMARY KEY ("a", "b"))']],
    ["op.create_table('t', sa.Column('e', sa.Enum('a', 'b', name='mood')), sa.Column('x', sa.String(), index=True))", ["CREATE TYPE \"mood\" AS ENUM ('a', 'b')", 'CREATE TABLE "t" ("e" "mood", "x" varchar)', 'CREATE INDEX "ix_t_x" ON "t" ("x")']],
    ["op.create_table('t', sa.Column('p', sa.Integer(), sa.ForeignKey('s.q.id', ondelete='CASCADE')), sa.UniqueConstraint('p', name='u'), sa.CheckConstraint('p > 0'))", ['CREATE TABLE "t" ("p" integer, FOREIGN KEY ("p") REFERENCES "s"."q" ("id") ON DELETE CASCADE, CONSTRAINT "u" UNIQUE ("p"), CHECK (p > 0))']],
    ["op.create_table('t', sa.Column('a', sa.Integer(), nullable=False), sa.ForeignKeyConstraint(['a'], ['q.id']), sa.PrimaryKeyConstraint('a'))", ['CREATE TABLE "t" ("a" integer NOT NULL, FOREIGN KEY ("a") REFERENCES "q" ("id"), PRIMARY KEY ("a"))']],
    ["op.create_table('t', sa.Column('a', sa.Integer(), sa.ForeignKey('q.id'), primary_key=True, autoincrement=True))", ['CREATE TABLE "t" ("a" serial NOT NULL, PRIMARY KEY ("a"), FOREIGN KEY ("a") REFERENCES "q" ("id"))']],
    // Longer names are made shorter with a hash, but those that a person has written.
    [`op.create_index(op.f('${LONG_NAME}'), 't', ['a'])`, [`CREATE INDEX "link_opportunity_summary_applicant_type_opportunity_sum_f95d" ON "t" ("a")`]],
    [`op.create_table('t', sa.Column('${LONG_NAME}', sa.Text(), index=True))`, [`CREATE TABLE "t" ("${LONG_NAME}" text)`, `CREATE INDEX "ix_t_link_opportunity_summary_applicant_type_opportunit_82e9" ON "t" ("${LONG_NAME}")`]],
    ["op.create_table('t', *columns())", ['CREATE TABLE "t" ()']],
    ["op.add_column('t', sa.Column('a', sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False))", ['ALTER TABLE "t" ADD COLUMN "a" timestamp with time zone DEFAULT now() NOT NULL']],
    ["op.add_column('t', sa.Column('a', sa.Integer(), sa.ForeignKey('q.id')))", ['ALTER TABLE "t" ADD COLUMN "a" integer', 'ALTER TABLE "t" ADD FOREIGN KEY ("a") REFERENCES "q" ("id")']],
    ["op.add_column('t', sa.Column('a', sa.String(3), unique=True), schema='s')", ['ALTER TABLE "s"."t" ADD COLUMN "a" varchar(3)', 'ALTER TABLE "s"."t" ADD UNIQUE ("a")']],
    ["op.add_column('t', sa.Column('a', sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')))", ['ALTER TABLE "t" ADD COLUMN "a" jsonb']],
    ["op.add_column('t', sa.Column('a', postgresql.ARRAY(sa.Integer()), default=list))", ['ALTER TABLE "t" ADD COLUMN "a" integer[]']],
    ["op.add_column('t', sa.Column('a', sa.Integer(), sa.CheckConstraint('a > 0', name='c')))", ['ALTER TABLE "t" ADD COLUMN "a" integer', 'ALTER TABLE "t" ADD CONSTRAINT "c" CHECK (a > 0)']],
    ["op.add_column('t', sa.Column('a', Mine(3)))", ['ALTER TABLE "t" ADD COLUMN "a" "Mine"']],
    ["op.alter_column('t', 'a', existing_type=sa.String(50), type_=sa.String(100), nullable=True, server_default=None, new_column_name='b')", ['ALTER TABLE "t" ALTER COLUMN "a" TYPE varchar(100)', 'ALTER TABLE "t" ALTER COLUMN "a" DROP NOT NULL', 'ALTER TABLE "t" ALTER COLUMN "a" DROP DEFAULT', 'ALTER TABLE "t" RENAME "a" TO "b"']],
    ["options = {'existing_type': sa.Text(), 'nullable': False}\nop.alter_column('t', 'a', **options)\nop.alter_column('t', 'b', **dict(server_default='x'))\nop.alter_column('t', 'c', **more())", ['ALTER TABLE "t" ALTER COLUMN "a" SET NOT NULL', 'ALTER TABLE "t" ALTER COLUMN "b" SET DEFAULT \'x\'']],
    ["op.drop_column('t', 'a', schema=context.schema or '')", ['ALTER TABLE "t" DROP COLUMN "a"']],
    ["op.alter_column('t', 'a', type_=sa.BigInteger(), postgresql_using='a::bigint')", ['ALTER TABLE "t" ALTER COLUMN "a" TYPE bigint USING a::bigint']],
    ["op.alter_column('t', 'a', existing_type=sa.Integer())", []],
    ["op.create_index(op.f('i'), 't', ['a', sa.text('lower(b)'), sa.text('c DESC')], unique=True, postgresql_where=sa.text('a > 1'))", ['CREATE UNIQUE INDEX "i" ON "t" ("a", lower(b), c DESC) WHERE a > 1']],
    ["op.drop_index('i', table_name='t', schema='s')", ['DROP INDEX "s"."i"']],
    ["op.create_foreign_key('f', 't', 'q', ['a'], ['id'], ondelete='SET NULL', postgresql_not_valid=True)", ['ALTER TABLE "t" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "q" ("id") ON DELETE SET NULL NOT VALID']],
    ["op.create_foreign_key(CONVENTION['fk'] % dict(table='t'), 't', 'q', ['a'], ['id'])", ['ALTER TABLE "t" ADD FOREIGN KEY ("a") REFERENCES "q" ("id")']],
    ["op.create_unique_constraint('u', 't', ['a', 'b'])", ['ALTER TABLE "t" ADD CONSTRAINT "u" UNIQUE ("a", "b")']],
    ["op.create_check_constraint('c', 't', sa.column('a') > 1)", ['ALTER TABLE "t" ADD CONSTRAINT "c" CHECK (true)']],
    ["op.drop_constraint('u', 't', type_='unique')", ['ALTER TABLE "t" DROP CONSTRAINT "u"']],
    ["op.rename_table('t', 'u')", ['ALTER TABLE "t" RENAME TO "u"']],
    ["op.drop_table('t')", ['DROP TABLE "t"']],
    ["with op.batch_alter_table('t', schema='s') as batch_op:\n    batch_op.add_column(sa.Column('a', sa.Text()))\n    batch_op.create_index(batch_op.f('i'), ['a'], unique=False)\n    batch_op.create_foreign_key('f', 'q', ['a'], ['id'])", ['ALTER TABLE "s"."t" ADD COLUMN "a" text', 'CREATE INDEX "i" ON "s"."t" ("a")', 'ALTER TABLE "s"."t" ADD CONSTRAINT "f" FOREIGN KEY ("a") REFERENCES "q" ("id")']],
    ["with op.get_context().autocommit_block():\n    op.create_index('i', 't', ['a'], postgresql_concurrently=True)", ['COMMIT', 'CREATE INDEX CONCURRENTLY "i" ON "t" ("a")', 'BEGIN']],
    ["op.execute('select 1')", ['select 1']],
    ["op.execute(sa.text('update t set a = :a where b = :b and c = :a').bindparams(a=1))", ['update t set a = $1 where b = $2 and c = $1']],
    ["op.get_bind().execute(sa.text(\"delete from t where a::int in :ids\"))", ['delete from t where a::int in ($1)']],
    ["db.session.execute('update t set a = 1 where b = :b', {'b': 1})\nop.get_bind().execute('update t set a = 2 where b = %s', (1,))", ['update t set a = 1 where b = $1', 'update t set a = 2 where b = $1']],
    ["conn = op.get_bind()\nconn.execute(sa.text('drop table t'))\nconn.exec_driver_sql('drop table u')", ['drop table t', 'drop table u']],
    ['op.execute(f"alter table {name} add a int")', ['?']],
    ['op.execute(f"update {name} set a = 1")', []],
    ["for t, c in [('t', 'a')]:\n    op.execute(sa.DDL('alter table %(table)s drop column %(column)s', context={'table': t, 'column': c}))\n    op.execute(sa.DDL('drop table %(table)s', context=dict(table=other)))\n    op.execute('drop table %(table)s' % {'table': t})", ['alter table t drop column a', '?', 'drop table t']],
    ["name = 't'\nop.execute('alter table {} drop column {c}, drop {0}'.format(name, c='{{a}}'))", ['alter table t drop column {{a}}, drop t']],
    ["alter = 'alter table {t} drop column {{a}}'\nop.execute(alter.format(t='x'))\nop.execute(alter.format(t=other))\nop.execute('drop {:>3}'.format(1))", ['alter table x drop column {a}', '?', '?']],
    ["op.execute(t.update().values(a=1))\nop.execute(sa.select(t))\nop.bulk_insert(t, [])", []],
    ["for name in ('t', 'u'):\n    op.drop_table(name)", ['DROP TABLE "t"', 'DROP TABLE "u"']],
    ["for name, column in [('t', 'a')]:\n    op.execute(f'alter table {name} drop column {column}')", ['alter table t drop column a']],
    ['for name in names():\n    op.drop_table(name)', ['?']],
    ["if op.get_bind().dialect.name == 'sqlite':\n    op.drop_table('t')\nelse:\n    op.drop_table('u')", ['DROP TABLE "u"']],
    ["if op.get_bind().dialect.name != 'postgresql':\n    return\nop.drop_table('t')", ['DROP TABLE "t"']],
    ["if op.get_bind().dialect.name == 'postgresql':\n    op.drop_table('t')\nelif x:\n    op.drop_table('u')\nelse:\n    op.drop_table('v')\nop.drop_table('w')", ['DROP TABLE "t"', 'DROP TABLE "w"']],
    ["if op.get_context().dialect.name in ['oracle', 'postgresql']:\n    op.drop_table('t')\nelse:\n    op.drop_table('u')\nif name not in ('mysql', 'postgresql'):\n    op.drop_table('v')", ['DROP TABLE "t"']],
    ["if is_sqlite():\n    op.drop_table('t')\nif engine == MYSQL_ENGINE:\n    op.drop_table('u')\nif not is_postgres:\n    op.drop_table('v')\nif name == 'sqlite_things':\n    op.drop_table('w')", ['DROP TABLE "w"']],
    ["if has_table('t'):\n    op.drop_table('t')", ['DROP TABLE "t"']],
    ["try:\n    op.drop_table('t')\nexcept Exception:\n    op.drop_table('u')", ['DROP TABLE "t"']],
    ["op.drop_table('t')\nreturn\nop.drop_table('u')", ['DROP TABLE "t"']],
    ["kind = sa.Enum('a', name='kind')\nkind.create(op.get_bind(), checkfirst=True)\nkind.drop(op.get_bind(), checkfirst=False)", ["CREATE TYPE \"kind\" AS ENUM ('a')", 'DROP TYPE "kind"']],
    ['metadata.create_all(op.get_bind())', ['?']], ['op.create_entity(x)', ['?']], ['op.drop_column(table, "a")', ['?']],
    ["op.drop_column('it\"s', 'a')", ['ALTER TABLE "it""s" DROP COLUMN "a"']],
  ])('%s', (body, expected) => expect(sent(body)).toEqual(expected));

  test.each<[string, string, readonly string[]]>([
    ['a constant', "SQL = '''\ndrop table t\n'''", ['\ndrop table t\n']],
    ['a function of the file', 'def SQL():\n    return 1', ['?']],
    ['a list', "SQL = ['drop table t']", ['?']],
  ])('op.execute(SQL), where SQL is %s', (_, before, expected) => expect(sent('op.execute(SQL)', before)).toEqual(expected));

  test('operations that are imported by their names', () => {
    expect(sent("remove('t')\ncreate_index('i', 't', ['a'])\ndrop_index('j')", 'from alembic.op import create_index, drop_table as remove')).toEqual(['DROP TABLE "t"', 'CREATE INDEX "i" ON "t" ("a")']);
  });

  test.each(['globals().get(f"upgrade_{engine_name}", lambda: None)()', 'globals()["upgrade_%s" % engine_name]()', 'eval("upgrade_%s" % engine_name)()'])('with a function for each database: %s', call => {
    expect(sent(call, "def upgrade_():\n    op.drop_table('t')\ndef upgrade_logs():\n    op.drop_table('u')\ndef downgrade_():\n    op.drop_table('v')\n")).toEqual(['DROP TABLE "t"', 'DROP TABLE "u"']);
  });

  test('functions of the file are followed, not for ever', () => {
    expect(sent("drop('t')\ndrop(name='u')", 'def drop(name):\n    op.drop_table(name)\n')).toEqual(['DROP TABLE "t"', 'DROP TABLE "u"']);
    expect(sent('a()', 'def a():\n    a()\n    b()\ndef b():\n    a()\n    op.drop_table("t")\n').length).toBeLessThan(500);
  });
});

describe('findings in Python', () => {
  async function found(body: string, more = ''): Promise<readonly { readonly text: string; readonly problem: Problem }[]> {
    const text = `from alembic import op\nimport sqlalchemy as sa\nrevision = 'b'\ndown_revision = 'a'\n\ndef upgrade():\n${body.split('\n').map(it => `    ${it}`).join('\n')}\n${more}`;
    const first = "revision = 'a'\ndown_revision = None\ndef upgrade():\n    op.create_table('t', sa.Column('id', sa.BigInteger(), primary_key=True), sa.Column('a', sa.Text()))\n    op.create_table('q', sa.Column('id', sa.BigInteger(), primary_key=True))\n";
    const index = indexed(alembic, { 'a_x.py': first, 'b_x.py': text });
    const { problems } = await checker(read).check(index);
    return problems.filter(it => it.path === 'db/b_x.py' && it.rule !== 'require-lock-timeout').map(problem => ({ text, problem }));
  }

  const said = (all: Awaited<ReturnType<typeof found>>) => all.map(({ text, problem: { rule, span } }) => `${rule} «${text.slice(span.start, span.end)}»`);

  test.each<[string, readonly string[]]>([
    ["op.create_index('i', 't', ['a'])", ["require-concurrent-index-creation «op.create_index('i', 't', ['a'])»"]],
    ["op.execute('alter table t '\n    'drop column a')", ["ban-drop-column «drop column a»"]],
    ["op.execute('''\n    select 'é😀';\n    alter table t drop column a\n''')", ['ban-drop-column «drop column a»']],
    ["with op.get_context().autocommit_block():\n    op.create_index('i', 't', ['a'], postgresql_concurrently=True)", []],
    ["op.create_index('i', 't', ['a'], postgresql_concurrently=True)", ["ban-concurrent-in-transaction «op.create_index('i', 't', ['a'], postgresql_concurrently=True)»"]],
    ["op.create_table('n', sa.Column('id', sa.BigInteger(), primary_key=True), sa.Column('a', sa.Text()))\nop.create_index('i', 'n', ['a'])", []],
    ["# migration-lens-ignore ban-drop-column\nop.execute('alter table t drop column a')", []],
    ["op.alter_column('t', 'a', nullable=False)", ["adding-not-nullable-field «op.alter_column('t', 'a', nullable=False)»"]],
    ["op.alter_column('t', 'a', type_=sa.String())", []],
  ])('%s', async (body, expected) => expect(said(await found(body))).toEqual(expected));

  test('what takes it back is not judged', async () => {
    expect(await found('pass', "\ndef downgrade():\n    op.drop_column('t', 'a')\n    op.execute('drop table q')\n")).toEqual([]);
  });

  test.each<[string, string]>([
    ["op.create_index('i', 't', ['a'])", "with op.get_context().autocommit_block():\n        op.create_index('i', 't', ['a'], postgresql_concurrently=True)"],
    ["op.create_index(\n    'i',\n    't',\n    ['a'],\n)", "with op.get_context().autocommit_block():\n        op.create_index(\n            'i',\n            't',\n            ['a'],\n            postgresql_concurrently=True,\n        )"],
    ["op.create_index('i', 't', ['a'], postgresql_concurrently=True)", "with op.get_context().autocommit_block():\n        op.create_index('i', 't', ['a'], postgresql_concurrently=True)"],
    ["op.create_foreign_key('f', 't', 'q', ['id'], ['id'])", "op.create_foreign_key('f', 't', 'q', ['id'], ['id'], postgresql_not_valid=True)"],
    ["op.create_check_constraint('c', 't', 'a is not null')", "op.create_check_constraint('c', 't', 'a is not null', postgresql_not_valid=True)"],
  ])('the safe form of %s', async (body, expected) => {
    const [first] = await found(body);
    const [fix] = first!.problem.fixes!;
    const after = applyEdits(first!.text, fix!.edits.map(it => (it.kind === 'edit' ? it : { span: { start: 0, end: 0 }, text: '' })));
    expect(after).toBe(first!.text.replace(body.split('\n').map(it => `    ${it}`).join('\n').trimStart(), expected));
    const again = await found(after.slice(after.indexOf('def upgrade():\n') + 'def upgrade():\n'.length).trimEnd().split('\n').map(it => it.slice(4)).join('\n'));
    expect(said(again).filter(it => it.startsWith(first!.problem.rule))).toEqual([]);
  });
});

describe('history', () => {
  // Left: revisions. Middle: rows. Right: what we say of each, history-only rows last.
  test.each([
    ['a< b<a c<b', 'b', 'a applied, b applied, c pending'],
    ['a< b<a c<b', '', 'a pending, b pending, c pending'],
    ['a< b<a c<a m<b,c', 'b', 'a applied, b applied, c pending, m pending'],
    ['a< b<a c<a m<b,c', 'm', 'a applied, b applied, c applied, m applied'],
    ['a< b<a c< d<c^b', 'd', 'c applied, a applied, b applied, d applied'],
    ['a< b<a=l c< d<c^l', 'd', 'c applied, a applied, b applied, d applied'],
    ['a< b<a', 'gone', 'a pending, b pending, gone missing'],
    ['a< b<a', 'a gone', 'a applied, b pending, gone missing'],
    ['a<b b<a', 'a', 'b applied, a applied'],
  ])('%s with %j: %s', (words, rows, expected) => {
    const { migrations, project } = indexed(alembic, graph(words));
    const applied = alembic.history.decode(rows.split(' ').filter(it => it !== '').map(it => ({ version_num: it })), migrations);
    const compared = alembic.history.compare(migrations, applied, project);
    expect(compared.map(it => `${(it.migration ?? it.applied)!.version} ${it.state}`).join(', ')).toBe(expected);
  });
});

describe('new revisions', () => {
  const now = new Date('2026-11-23T09:05:07Z');
  test.each([
    [{}, /^db\/[0-9a-f]{12}_add_foo_bar\.py$/, 'Add foo, bar'],
    [{}, /^db\/[0-9a-f]{12}_add_foo_bar_s_very_long_title_that_\.py$/, "add foo bar's very long title that surprises"],
    [{ file_template: '%(year)d_%(month).2d_%(day).2d_%(hour).2d%(minute).2d-%(rev)s_%(slug)s' }, /^db\/2026_11_23_0905-[0-9a-f]{12}_x\.py$/, 'x'],
    [{ file_template: '%(year)d/%(rev)s' }, /^db\/[0-9a-f]{12}\.py$/, 'x'],
    [{ truncate_slug_length: '5' }, /^db\/[0-9a-f]{12}_add_\.py$/, 'add thing'],
  ])('%j: %s', (settings, path, name) => {
    const project = { ...alembic.at('db'), settings };
    expect(alembic.scaffold({ name, project, existing: migrationsOf(alembic, []), now, down: true })[0]!.path).toMatch(path);
  });

  test('comes after the head', () => {
    const files = graph('a< b<a');
    const { migrations, project } = indexed(alembic, files);
    const [file] = alembic.scaffold({ name: 'say "no"', project, existing: migrations, now, down: true });
    const after = indexed(alembic, { ...files, [file!.path.slice(3)]: file!.text });
    expect(after.migrations.at(-1)).toMatchObject({ name: "say 'no'", after: ['b'] });
    expect(after.problems).toEqual([]);
  });
});

test.each<[Record<string, string>, 'up' | 'down', readonly string[], string]>([
  [{}, 'up', ['alembic', 'upgrade', 'b'], '.'], [{}, 'down', ['alembic', 'downgrade', 'a'], '.'],
  [{ config: 'api/alembic.ini', section: 'alembic', folder: 'api' }, 'up', ['alembic', '-c', 'alembic.ini', 'upgrade', 'b'], 'api'],
  [{ config: 'alembic.ini', section: 'private', folder: '.' }, 'up', ['alembic', '-c', 'alembic.ini', '-n', 'private', 'upgrade', 'b'], '.'],
  [{ config: 'app/migrations/alembic.ini', section: 'alembic', folder: 'app', runner: 'flask', script_location: 'app/migrations' }, 'up', ['flask', 'db', 'upgrade', 'b', '--directory', 'migrations'], 'app'],
])('%j %s: %j', (settings, direction, argv, folder) => {
  const { migrations, project } = indexed(alembic, graph('a< b<a'));
  const run = alembic.run as Extract<Run, { by: 'tool' }>;
  expect(run.command(direction, migrations[1]!, { ...project, settings })).toEqual({ argv, folder });
});

test.each<[string, string, string | undefined]>([
  ['os.environ["DATABASE_URL"]', '', 'DATABASE_URL'], ["os.getenv('SQLALCHEMY_DATABASE_URI', 'x')", '', 'SQLALCHEMY_DATABASE_URI'], ['os.environ.get("REDIS_URL"); environ["APP_DB_URL"]', '', 'APP_DB_URL'],
  ['config.set_main_option("DB", os.environ["X"])', '%(DB)s', 'DB'], ['from app.settings import url', '', undefined],
])('where the address comes from: %s', (env, url, variable) => {
  const [project] = alembic.detect(treeOf({ 'alembic.ini': `[alembic]\nscript_location = m\nsqlalchemy.url = ${url}\n`, 'm/env.py': env, 'm/versions/a_x.py': '' }));
  const run = alembic.run as Extract<Run, { by: 'tool' }>;
  const { environment } = run.command('up', indexed(alembic, graph('a<')).migrations[0]!, project!);
  const address = { host: 'h', port: 5, database: 'd', user: 'u', ssl: 'require', password: 'p' };
  expect(environment?.(address)).toEqual(variable === undefined ? undefined : { [variable]: 'postgresql://u:p@h:5/d?sslmode=require' });
});

// Left: the edit of the second of three revisions. Right: what the index then says.
test.each<[string, (text: string) => string, string]>([
  ['a body', text => text.replace('pass', "op.drop_table('t')"), 'a b c'], ['a line on top', text => `# more\n${text}`, 'a b c'],
  ['its parent', text => text.replace("down_revision = 'a'", "down_revision = 'c'"), 'a b c'],
  ['a docstring', text => `"""b\n\nRevises: z\n"""\n${text}`, 'a b c'],
])('an edit of %s gives what opening gives', (what, edit, order) => {
  const files = graph('a< b<a c<b');
  const changed = { ...files, 'b_x.py': edit(files['b_x.py']!) };
  const once = indexed(alembic, changed);
  const then = withChanges(indexed(alembic, files), [sourceOf('db/b_x.py', changed['b_x.py'])]);
  expect(then.migrations).toEqual(once.migrations);
  expect(then.problems).toEqual(once.problems);
  if (what !== 'its parent') expect(then.migrations.map(it => it.id).join(' ')).toBe(order);
  const back = withChanges(then, [sourceOf('db/b_x.py', files['b_x.py']!)]);
  expect([back.migrations, back.problems]).toEqual([indexed(alembic, files).migrations, []]);
});

test('ten thousand revisions, in a line and all apart', () => {
  const line = indexed(alembic, graph(Array.from({ length: 10_000 }, (_, i) => `r${i}<${i === 0 ? '' : `r${i - 1}`}`).join(' ')));
  expect(line.migrations.at(-1)!.id).toBe('r9999');
  expect(line.problems).toEqual([]);
  const apart = indexed(alembic, graph(Array.from({ length: 10_000 }, (_, i) => `r${i}<nope${i}`).join(' ')));
  expect(apart.problems.filter(it => it.rule === 'missing-parent')).toHaveLength(10_000);
});

// As the generic template of Alembic 1.20.1, and what projects make of it.
describe('the project\'s own template', () => {
  const values = { message: 'add price', revision: 'b', parents: ['a'], created: '2024-01-02 03:04:05' };
  const merge = { ...values, parents: ['a', 'c'], created: undefined };
  test.each([
    ['"""${message}\n\nRevision ID: ${up_revision}\nRevises: ${down_revision | comma,n}\nCreate Date: ${create_date}\n"""\n', '"""add price\n\nRevision ID: b\nRevises: a\nCreate Date: 2024-01-02 03:04:05\n"""\n', '"""add price\n\nRevision ID: b\nRevises: a, c\n"""\n'],
    ['revision: str = ${repr(up_revision)}\ndown_revision = ${repr( down_revision )}\nx = ${repr(branch_labels)}\n', "revision: str = 'b'\ndown_revision = 'a'\nx = None\n", "revision: str = 'b'\ndown_revision = ('a', 'c')\nx = None\n"],
    ['import sqlalchemy\n${imports if imports else ""}\ndef upgrade() -> None:\n    ${upgrades if upgrades else "pass"}\n', 'import sqlalchemy\n\ndef upgrade() -> None:\n    pass\n', 'import sqlalchemy\n\ndef upgrade() -> None:\n    pass\n'],
    ['## house rule\nset = {1}\n', 'set = {1}\n', 'set = {1}\n'],
    // What only Python could say.
    ['% for db in databases:\n${db}\n% endfor\n', undefined, undefined],
    ['<%!\nimport re\n%>\n', undefined, undefined],
    ['${config.get_main_option("x")}\n', undefined, undefined],
    ['${message', undefined, undefined],
  ])('%j', (template, one, two) => {
    expect(filled(template, values)).toBe(one);
    expect(filled(template, merge)).toBe(two);
  });

  test('is used for what is new, and ours where it cannot be filled', () => {
    const scaffolded = (template: string) => alembic.scaffold({ name: 'x', project: { ...alembic.at('db'), settings: { template } }, existing: [], now: new Date(0), down: true })[0]!.text;
    expect(scaffolded('# ${message}\n')).toBe('# x\n');
    expect(scaffolded('% if x:\n% endif\n')).toContain('def upgrade():');
  });
});
