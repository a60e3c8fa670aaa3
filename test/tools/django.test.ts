import { afterAll, describe, expect, test } from 'vitest';
import type { Problem } from '../../server/core/migrations/problem.js';
import { entryOf, indexOf, type ProjectIndex } from '../../server/core/migrations/project-index.js';
import { defaultSettings } from '../../server/core/settings/settings.js';
import { applyEdits } from '../../server/core/text/span.js';
import { django } from '../../server/core/tools/django.js';
import { indexName } from '../../server/core/tools/django/names.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import type { Run } from '../../server/core/tools/tool/run.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { indexed, sourceOf, treeOf } from './reading.js';

const parser = startParser();
const read = scripts(parser);
afterAll(() => parser.close());

/** A migration with these lines in its class. */
function migration(...lines: readonly string[]): string {
  return `from django.conf import settings\nfrom django.contrib.postgres.indexes import GinIndex\nfrom django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n\n${lines.map(it => `    ${it.replaceAll('\n', '\n    ')}\n`).join('\n')}`;
}

/** Files by `app/name`, with their texts. */
function projectOf(files: Readonly<Record<string, string>>, settings: Project['settings'] = {}): ProjectIndex {
  const apps = [...new Set(Object.keys(files).map(it => it.split('/')[0]!))];
  const project: Project = { ...django.at('.'), locations: apps.map(app => ({ path: `${app}/migrations`, recursive: false })), settings };
  const sources = new Map(Object.entries(files).map(([name, text]) => {
    const path = `${name.replace('/', '/migrations/')}.py`;
    return [path, sourceOf(path, text)] as const;
  }));
  const entries = [...sources.keys()].sort().flatMap(it => entryOf(it, project, django) ?? []);
  return indexOf(project, django, defaultSettings, entries, sources, undefined);
}

/** `a.2<a.1` depends; `a.2<a.1,b.1`; `a.3~a.1,a.2` replaces; `a.2>b.1` runs before. */
function graph(words: string): Record<string, string> {
  return Object.fromEntries(words.split(' ').filter(it => it !== '').map(word => {
    const [, app, name, after = '', replaces, before] = /^(\w+)\.(\w+)(?:<([^~>]*))?(?:~([^>]*))?(?:>(.*))?$/.exec(word)!;
    const list = (ids: string) => `[${ids.split(',').filter(it => it !== '').map(it => `("${it.replace('.', '", "')}")`).join(', ')}]`;
    return [`${app}/${name}`, migration(`dependencies = ${list(after)}`, ...(replaces ? [`replaces = ${list(replaces)}`] : []), ...(before ? [`run_before = ${list(before)}`] : []), 'operations = []')];
  }));
}

const order = (index: ProjectIndex) => index.migrations.map(it => it.version).join(' ');

describe('where its apps are', () => {
  const first = migration('dependencies = []');
  test.each<[string, Record<string, string>, readonly string[]]>([
    ['a site', { 'manage.py': '', 'shop/migrations/0001_initial.py': first, 'shop/migrations/__init__.py': '', 'users/migrations/0001_initial.py': first }, ['. manage.py: shop/migrations=shop users/migrations=users']],
    ['a site below', { 'api/manage.py': '', 'api/shop/migrations/0001_initial.py': first }, ['api api/manage.py: api/shop/migrations=shop']],
    ['two sites', { 'a/manage.py': '', 'a/x/migrations/0001_i.py': first, 'b/manage.py': '', 'b/y/migrations/0001_i.py': first }, ['a a/manage.py: a/x/migrations=x', 'b b/manage.py: b/y/migrations=y']],
    ['an app beside its site', { 'demo/manage.py': '', 'lib/migrations/0001_i.py': first }, ['demo demo/manage.py: lib/migrations=lib']],
    ['an app alone', { 'lib/migrations/0001_i.py': first }, ['lib/migrations lib/migrations: lib/migrations=lib']],
    ['one that the package says', { 'manage.py': '', 'shop/app/__init__.py': 'class ShopConfig(AppConfig):\n    label = "the_shop"\n', 'shop/app/migrations/0001_i.py': first }, ['. manage.py: shop/app/migrations=the_shop']],
    ['a label of its own', { 'manage.py': '', 'shop/apps.py': 'class ShopConfig(AppConfig):\n    name = "shop"\n    label = "the_shop"\n', 'shop/migrations/0001_i.py': first }, ['. manage.py: shop/migrations=the_shop']],
    ['what went astray is in none', { 'manage.py': '', 'shop/0002_b.py': first, 'shop/models.py': '', 'shop/migrations/0001_i.py': first }, ['. manage.py: shop/migrations=shop']],
    ['a package of another name', { 'manage.py': '', 'dojo/db_migrations/0001_i.py': first }, ['. manage.py: dojo/db_migrations=dojo']],
    ['an app that the settings switch off, and one that tests do', { 'manage.py': '', 'site/settings.py': "MIGRATION_MODULES = {'shop': None}", 'site/test_settings.py': "MIGRATION_MODULES = {'bills': None}", 'shop/migrations/0001_i.py': first, 'bills/migrations/0001_i.py': first }, ['. manage.py: bills/migrations=bills']],
    ['as the settings map it', { 'manage.py': '', 'site/settings/base.py': 'MIGRATION_MODULES = {\n    "shop": "site.moved.shop",\n    "x": None,\n}\n', 'site/moved/shop/0001_i.py': first }, ['. manage.py: site/moved/shop=shop']],
    ['Alembic\'s are not its', { 'm/versions/0001_i.py': "revision = 'a'\ndown_revision = None\n" }, []],
    ['nor are tests', { 'tests/app/migrations/0001_i.py': first }, []],
  ])('%s', (_, files, expected) => {
    const found = django.detect({ ...treeOf(files), peek: path => files[path] });
    expect(found.map(it => `${it.folder} ${it.because}: ${it.locations.map(({ path }) => `${path}=${django.contents!(sourceOf(`${path}/0001_i.py`, first), it)[0]!.options!['app']}`).join(' ')}`)).toEqual(expected);
  });
});

test('Django does not see migrations in a folder that is no package, unless none is one', () => {
  const text = migration('dependencies = []');
  const files: Record<string, string> = { 'manage.py': '', 'a/migrations/__init__.py': '', 'a/migrations/0001_i.py': text, 'b/migrations/0001_i.py': text, 'b/migrations/0002_j.py': migration('dependencies = [("b", "0001_i")]') };
  const told = (given: Record<string, string>) => {
    const [project] = django.detect({ ...treeOf(Object.fromEntries(Object.entries(given).map(([path, it]) => [`db/${path}`, it]))), peek: path => given[path.slice('db/'.length)] });
    const index = indexed(django, given, project!);
    return [index.problems.map(it => `${it.path} ${it.message}`), django.history.compare(index.migrations, [], project!).map(it => `${it.migration!.id} ${it.state}`)];
  };
  expect(told(files)).toEqual([['db/b/migrations/0001_i.py Django does not see the migrations of b: there is no db/b/migrations/__init__.py'], ['a.0001_i pending', 'b.0001_i ignored', 'b.0002_j ignored']]);
  const { 'a/migrations/__init__.py': _, ...bare } = files;
  expect(told(bare)).toEqual([[], ['a.0001_i pending', 'b.0001_i pending', 'b.0002_j pending']]);
});

// Left: the class. Right: what it comes after, and what else it says.
test.each<[readonly string[], string]>([
  [['dependencies = []'], ''],
  [['dependencies = [("shop", "0001_initial")]'], 'shop.0001_initial'],
  [["dependencies = [\n    ('shop', '0001_initial'),  # first\n    ('auth', '0012_x'),\n]"], 'shop.0001_initial auth.0012_x'],
  [['dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL), ("a", "__first__")]'], 'users.__first__ a.__first__'],
  [['dependencies = [("a", "1")] + [("b", "2")]'], 'a.1 b.2'],
  [['dependencies: list = (("a", "1"),)'], 'a.1'],
  [['replaces = [("shop", "0001"), ("shop", "0002")]', 'dependencies = []'], ', replaces shop.0001 shop.0002'],
  [['run_before = [("b", "1")]', 'atomic = False', 'dependencies = []'], ', before b.1, atomic false'],
  [['operations = [migrations.RunPython(f, atomic=False)]', 'dependencies = []'], ', irreversible'],
  [['operations = [migrations.RunPython(f, g), migrations.RunSQL("a", migrations.RunSQL.noop), migrations.RunPython(f, reverse_code=g)]'], ''],
  [['operations = [migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("a")])]'], ', irreversible'],
  [['operations = [migrations.RunSQL("a", None)]'], ', irreversible'],
  // Half-typed.
  [['dependencies = [("a", "1")]', 'operations = [\n    migrations.AddField(\n'], 'a.1'],
  [['replaces = [\ndependencies = [("a", "1")]'], 'a.1'],
])('%j: %s', (lines, expected) => {
  const [found] = django.contents!(sourceOf('shop/migrations/0002_x.py', migration(...lines)), { ...django.at('.'), settings: { AUTH_USER_MODEL: 'users.User' } });
  const said = ['replaces', 'before', 'atomic'].flatMap(key => (found!.options![key] === undefined ? [] : [`${key} ${found!.options![key]!.replaceAll('\n', ' ')}`]));
  expect([found!.after!.join(' '), ...said, ...(found!.remarks!.some(it => it.rule === 'irreversible-migration') ? ['irreversible'] : [])].join(', ')).toBe(expected);
  expect(found!.id).toBe('shop.0002_x');
});

test('metadata does not change while the operations are typed', () => {
  const whole = migration('dependencies = [("a", "1"), ("b", "2")]', 'atomic = False', 'operations = [\n    migrations.AddField("m", "f", models.CharField(max_length=3, choices=[("a", "b")])),\n    migrations.RunSQL("""\n        select 1\n    """, ""),\n]');
  const wanted = django.contents!(sourceOf('s/migrations/0001_x.py', whole), django.at('.'))[0]!;
  for (let at = whole.indexOf('operations ='); at < whole.length; at++) {
    for (const typed of ['f(', "x('", '[', '"""', '{"a":', ')']) {
      const [found] = django.contents!(sourceOf('s/migrations/0001_x.py', whole.slice(0, at) + typed + whole.slice(at)), django.at('.'));
      expect([found?.after, found?.options?.['atomic']]).toEqual([wanted.after, 'false']);
    }
  }
});

// Left: migrations. Right: the order of `migrate --plan` on an empty database; a squash behind what it replaces.
test.each([
  ['a.1< a.2<a.1', 'a.1 a.2'],
  ['b.1<a.1 a.1<', 'a.1 b.1'],
  ['a.1< b.1< a.2<a.1,b.1', 'b.1 a.1 a.2'],
  ['a.1< a.2<a.1 b.1<>a.2', 'b.1 a.1 a.2'],
  ['a.1< a.2<a.1 a.s<~a.1,a.2 a.3<a.2', 'a.1 a.2 a.s a.3'],
  ['a.s<~a.1,a.2 a.3<a.2', 'a.s a.3'],
  ['a.1< b.1<a.__first__ a.2<a.1', 'a.1 a.2 b.1'],
  ['a.1< b.1<a.__latest__ a.2<a.1', 'a.1 a.2 b.1'],
  ['a.1<auth.0001_initial', 'a.1'],
  ['a.1<a.2 a.2<a.1', 'a.2 a.1'],
])('%s: %s', (words, expected) => expect(order(projectOf(graph(words)))).toBe(expected));

test.each([['a.1< b.1<a.1 a.2<a.1', 1], ['a.1< a.2<a.1 a.3<a.1 b.1<', 2], ['a.1< a.2<a.1 a.s<~a.1,a.2', 1]])('%s: %i heads', (words, heads) => {
  const { migrations, sources, project } = projectOf(graph(words));
  expect(django.heads!(django.order!(migrations, sources, project))).toBe(heads);
});

describe('what Django says', () => {
  function told(files: Record<string, string>): readonly string[] {
    return projectOf(files).problems.map(({ path, rule, span, message }) => `${path.replace('/migrations/', '/').slice(0, -3)} ${rule} «${files[path.replace('/migrations/', '/').slice(0, -3)]!.slice(span.start, span.end)}» ${message}`);
  }

  test.each<[string, string, readonly string[]]>([
    ['a line over two apps', 'a.1< b.1<a.1 a.2<a.1,b.1', []],
    ['two leaves', 'a.1< a.2<a.1 a.3<a.1', [
      'a/2 multiple-heads «Migration» Conflicting migrations detected; multiple leaf nodes in the migration graph: (2, 3 in a)',
      'a/3 multiple-heads «Migration» Conflicting migrations detected; multiple leaf nodes in the migration graph: (2, 3 in a)']],
    ['a merge', 'a.1< a.2<a.1 a.3<a.1 a.4<a.2,a.3', []],
    ['a squash and what it replaces', 'a.1< a.2<a.1 a.s<~a.1,a.2 a.3<a.s', []],
    ['who depended on what was replaced', 'a.s<~a.1,a.2 a.3<a.2 b.1<a.1', []],
    ['a number twice is a custom', 'a.0001_x< a.0001_y<a.0001_x', []],
    ['another app\'s', 'a.1<auth.0012_none,taggit.0001_initial', []],
    ['a parent that is not there', 'a.1< a.2<a.nope', ["a/2 missing-parent «(\"a\", \"nope\")» Migration a.2 dependencies reference nonexistent parent node ('a', 'nope'): every command of Django ends with it"]],
    ['a child that is not there', 'a.1<>a.nope', ["a/1 missing-parent «(\"a\", \"nope\")» Migration a.1 dependencies reference nonexistent child node ('a', 'nope'): every command of Django ends with it"]],
    ['a circle', 'a.1<b.1 b.1<a.1', ['a/1 migration-cycle «Migration» CircularDependencyError: a.1, b.1', 'b/1 migration-cycle «Migration» CircularDependencyError: a.1, b.1']],
  ])('%s', (_, words, expected) => expect(told(graph(words))).toEqual(expected));

  test.each<[string, Record<string, string>, readonly string[]]>([
    ['a helper', { ...graph('a.1<'), 'a/helper': 'x = 1\n' }, ['a/helper not-a-migration «» Migration helper in app a has no Migration class']],
    ['what it does not load', { ...graph('a.1<'), 'a/_helper': '', 'a/__init__': '', 'a/~x': '' }, []],
    ['a class that is made', { ...graph('a.1<'), 'a/2': 'Migration = make()\n' }, []],
    ['no way back', { 'a/1': migration('operations = [migrations.RunSQL("select 1")]') }, ['a/1 irreversible-migration «migrations.RunSQL("select 1")» Operation RunSQL in a.1 is not reversible']],
    ['models of today', { 'a/1': `from a.models import Item, Kind\n${migration('operations = []')}\ndef f(apps, e):\n    Item.objects.all()\n` }, ['a/1 imported-model «from a.models import Item, Kind» This migration uses the models of today: it breaks when they change']],
    ['constants of today', { 'a/1': `from a.models import KINDS, Kind\n${migration('operations = [f(Kind.A)]')}` }, []],
  ])('%s', (_, files, expected) => expect(told(files)).toEqual(expected));

  test.each<[string, string, RegExp, string]>([
    ['a merge', 'a.0001_x< a.0002_y<a.0001_x a.0002_z<a.0001_x', /^Merge the leaves in 0003_merge_0002_y_0002_z.py$/, 'a.0001_x a.0002_z a.0002_y a.0003_merge_0002_y_0002_z'],
    ['one leaf after the other', 'a.0001_x< a.0002_y<a.0001_x a.0002_z<a.0001_x', /^Put 0002_z after 0002_y$/, 'a.0001_x a.0002_y a.0002_z'],
    ['a branch of several', 'a.1< a.2<a.1 a.3<a.1 a.4<a.3', /^Put 3 after 2$/, 'a.1 a.2 a.3 a.4'],
    ['one of the same number', 'a.0001_x< a.0002_y<a.0001_x a.0003_z<a.0002_old', /^Depend on a.0002_y$/, 'a.0001_x a.0002_y a.0003_z'],
    ['what the app ends with', 'a.1< b.1<a.nope', /^Depend on a.1$/, 'a.1 b.1'],
  ])('a way out: %s', (_, words, title, expected) => {
    const files = graph(words);
    const fix = projectOf(files).problems.flatMap((it: Problem) => it.fixes ?? []).find(it => title.test(it.title))!;
    for (const edit of fix.edits) {
      const name = edit.path.replace('/migrations/', '/').replace(/\.py$/, '');
      if (edit.kind === 'create') files[name] = edit.text;
      else if (edit.kind === 'edit') files[name] = applyEdits(files[name]!, [edit]);
    }
    const after = projectOf(files);
    expect([order(after), after.problems]).toEqual([expected, []]);
  });
});

describe('what a migration sends', () => {
  const before = migration('dependencies = []', `operations = [
    migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True)), ("a", models.IntegerField(null=True)), ("b", models.CharField(max_length=50, db_index=True)), ("own", Custom()), ("owner", models.ForeignKey("auth.User", models.CASCADE)), ("tags", models.ManyToManyField("s.Tag"))]),
    migrations.CreateModel("Tag", [("code", models.CharField(max_length=9, primary_key=True))], options={"db_table": "labels"}),
]`);

  /** The statements of a migration after these models; `?` for what cannot be told. */
  function sent(operations: string, settings: Project['settings'] = {}): readonly string[] {
    const index = projectOf({ 's/1': before, 's/2': migration('dependencies = [("s", "1")]', `operations = [${operations}]`) }, settings);
    let known: unknown;
    let up: readonly string[] = [];
    for (const it of index.migrations) {
      const told = django.translate!(it, known, index.project)!;
      known = told.known;
      up = told.up!.map(fragment => (fragment.unknown ? '?' : fragment.sql));
    }
    return up;
  }

  // What `migrate` of 3.2.25 and 5.2.19 sends for the same; types are cast as 3.2 does it.
  test.each<[string, readonly string[]]>([
    ['migrations.CreateModel("N", [("id", models.AutoField(primary_key=True)), ("n", models.PositiveIntegerField(default=1)), ("u", models.EmailField(unique=True))])', [
      'CREATE TABLE "s_n" ("id" integer GENERATED BY DEFAULT AS IDENTITY NOT NULL PRIMARY KEY, "n" integer NOT NULL CHECK ("n" >= 0), "u" varchar(254) NOT NULL UNIQUE)',
      `CREATE INDEX "${indexName('s_n', ['u'], '_like')}" ON "s_n" ("u" varchar_pattern_ops)`]],
    ['migrations.CreateModel("N", [], options={"managed": False})', []], ['migrations.CreateModel("N", [], options={"proxy": True}, bases=("s.item",))', []],
    ['migrations.AddField("item", "x", models.IntegerField(null=True))', ['ALTER TABLE "s_item" ADD COLUMN "x" integer NULL']],
    ['migrations.AddField("item", "x", models.BooleanField(default=False))', ['ALTER TABLE "s_item" ADD COLUMN "x" boolean DEFAULT false NOT NULL', 'ALTER TABLE "s_item" ALTER COLUMN "x" DROP DEFAULT']],
    ['migrations.AddField("item", "x", models.TextField(blank=True))', ['ALTER TABLE "s_item" ADD COLUMN "x" text DEFAULT \'\' NOT NULL', 'ALTER TABLE "s_item" ALTER COLUMN "x" DROP DEFAULT']],
    ['migrations.AddField("item", "x", models.IntegerField(db_default=3))', ['ALTER TABLE "s_item" ADD COLUMN "x" integer DEFAULT 3 NOT NULL']],
    ['migrations.AddField("item", "x", models.DateTimeField(db_column="at", auto_now_add=True))', ['ALTER TABLE "s_item" ADD COLUMN "at" timestamp with time zone DEFAULT \'2000-01-01 00:00:00+00\' NOT NULL', 'ALTER TABLE "s_item" ALTER COLUMN "at" DROP DEFAULT']],
    ['migrations.AddField("item", "x", models.ForeignKey(null=True, on_delete=models.CASCADE, to="s.tag"))', [
      `ALTER TABLE "s_item" ADD COLUMN "x_id" varchar(9) NULL CONSTRAINT "${indexName('s_item', ['x_id'], '_fk_labels_code')}" REFERENCES "labels" ("code") DEFERRABLE INITIALLY DEFERRED`,
      `CREATE INDEX "${indexName('s_item', ['x_id'], '')}" ON "s_item" ("x_id")`, `CREATE INDEX "${indexName('s_item', ['x_id'], '_like')}" ON "s_item" ("x_id" varchar_pattern_ops)`]],
    ['migrations.AddField("item", "x", models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, db_constraint=False, db_index=False))', ['ALTER TABLE "s_item" ADD COLUMN "x_id" integer NULL']],
    // A class of somebody's own that refers to a model.
    ['migrations.AlterField("item", "owner", modelcluster.fields.ParentalKey(on_delete=models.CASCADE, to="auth.User"))', []],
    ['migrations.RemoveField("item", "owner")', ['ALTER TABLE "s_item" DROP COLUMN "owner_id" CASCADE']],
    ['migrations.RemoveField("item", "tags")', ['DROP TABLE "s_item_tags" CASCADE']],
    ['migrations.RenameField("item", "a", "c")', ['ALTER TABLE "s_item" RENAME COLUMN "a" TO "c"']],
    ['migrations.AddField("item", "c", models.CharField(max_length=9, null=True, db_collation="C"))', ['ALTER TABLE "s_item" ADD COLUMN "c" varchar(9) COLLATE "C" NULL']],
    ['migrations.AddField("item", "c", models.TextField(null=True)), migrations.AlterField("item", "c", models.TextField(null=True, db_collation="C"))', ['ALTER TABLE "s_item" ADD COLUMN "c" text NULL', 'ALTER TABLE "s_item" ALTER COLUMN "c" TYPE text COLLATE "C"']],
    // As the schema editor of 4.2.30 has it: the index for `LIKE` stays with another length, and goes with another type.
    ['migrations.AddField("item", "c", models.CharField(max_length=9, null=True, db_index=True)), migrations.AlterField("item", "c", models.CharField(max_length=20, null=True, db_index=True)), migrations.AlterField("item", "c", models.TextField(null=True, db_index=True)), migrations.AlterField("item", "c", models.TextField(null=True, unique=True))', [
      'ALTER TABLE "s_item" ADD COLUMN "c" varchar(9) NULL', 'ALTER TABLE "s_item" ALTER COLUMN "c" TYPE varchar(20) USING "c"::varchar(20)', 'ALTER TABLE "s_item" ALTER COLUMN "c" TYPE text USING "c"::text',
      `DROP INDEX IF EXISTS "${indexName('s_item', ['c'], '_like')}"`, `DROP INDEX IF EXISTS "${indexName('s_item', ['c'], '')}"`, `ALTER TABLE "s_item" ADD CONSTRAINT "${indexName('s_item', ['c'], '_uniq')}" UNIQUE ("c")`,
      `DROP INDEX IF EXISTS "${indexName('s_item', ['c'], '_like')}"`, `CREATE INDEX "${indexName('s_item', ['c'], '_like')}" ON "s_item" ("c" text_pattern_ops)`,
      `CREATE INDEX "${indexName('s_item', ['c'], '')}" ON "s_item" ("c")`, `CREATE INDEX "${indexName('s_item', ['c'], '_like')}" ON "s_item" ("c" varchar_pattern_ops)`]],
    ['migrations.AlterField("item", "a", models.BigIntegerField(null=True))', ['ALTER TABLE "s_item" ALTER COLUMN "a" TYPE bigint USING "a"::bigint']],
    ['migrations.AlterField("item", "a", models.IntegerField())', ['ALTER TABLE "s_item" ALTER COLUMN "a" SET NOT NULL']],
    ['migrations.AlterField("item", "a", models.IntegerField(default=7))', ['ALTER TABLE "s_item" ALTER COLUMN "a" SET DEFAULT 7', 'UPDATE "s_item" SET "a" = 7 WHERE "a" IS NULL', 'SET CONSTRAINTS ALL IMMEDIATE', 'ALTER TABLE "s_item" ALTER COLUMN "a" SET NOT NULL', 'ALTER TABLE "s_item" ALTER COLUMN "a" DROP DEFAULT']],
    ['migrations.AlterField("item", "a", models.IntegerField(null=True, db_index=True))', [`CREATE INDEX "${indexName('s_item', ['a'], '')}" ON "s_item" ("a")`]],
    ['migrations.AlterField("item", "b", models.CharField(max_length=50, db_index=True, choices=[], help_text="x"))', []],
    ['migrations.AlterField("item", "own", models.TextField())', []], ['migrations.AlterField("item", "a", Custom(null=True))', []],
    ['migrations.AddIndex("item", models.Index(fields=["-a", "owner"], name="i"))', ['CREATE INDEX "i" ON "s_item" ("a" DESC, "owner_id")']],
    ['migrations.AddIndex("item", GinIndex(fields=["a"], name="i"))', ['CREATE INDEX "i" ON "s_item" USING gin ("a")']],
    ['AddIndexConcurrently("item", models.Index(fields=["a"], name="i"))', ['CREATE INDEX CONCURRENTLY "i" ON "s_item" ("a")']],
    ['migrations.RemoveIndex("item", "i")', ['DROP INDEX IF EXISTS "i"']],
    ['migrations.AddConstraint("item", models.UniqueConstraint(fields=["a", "owner"], name="u"))', ['ALTER TABLE "s_item" ADD CONSTRAINT "u" UNIQUE ("a", "owner_id")']],
    ['migrations.AddConstraint("item", models.UniqueConstraint(fields=["a"], name="u", condition=models.Q(a=1))), migrations.RemoveConstraint("item", "u")', [`CREATE UNIQUE INDEX "u" ON "s_item" ("a") WHERE 'models.Q(a=1)' IS NOT NULL`, 'DROP INDEX IF EXISTS "u"']],
    ['AddConstraintNotValid("item", models.CheckConstraint(check=models.Q(a=1), name="c")), ValidateConstraint("item", "c")', ['ALTER TABLE "s_item" ADD CONSTRAINT "c" CHECK (true) NOT VALID', 'ALTER TABLE "s_item" VALIDATE CONSTRAINT "c"']],
    ['migrations.AlterUniqueTogether("item", {("a", "owner")}), migrations.AlterUniqueTogether("item", set())', [`ALTER TABLE "s_item" ADD CONSTRAINT "${indexName('s_item', ['a', 'owner_id'], '_uniq')}" UNIQUE ("a", "owner_id")`, `ALTER TABLE "s_item" DROP CONSTRAINT "${indexName('s_item', ['a', 'owner_id'], '_uniq')}"`]],
    ['migrations.RenameModel("Item", "Thing"), migrations.RemoveField("thing", "a")', ['ALTER TABLE "s_item" RENAME TO "s_thing"', 'ALTER TABLE "s_item_tags" RENAME TO "s_thing_tags"', 'ALTER TABLE "s_thing" DROP COLUMN "a" CASCADE']],
    ['migrations.AlterModelTable("item", "things"), migrations.AlterModelTable("tag", "labels")', ['ALTER TABLE "s_item" RENAME TO "things"', 'ALTER TABLE "s_item_tags" RENAME TO "things_tags"']],
    ['migrations.DeleteModel("Tag")', ['DROP TABLE "labels" CASCADE']],
    ['migrations.AlterModelOptions("item", {}), migrations.AlterModelManagers("item", [])', []],
    ['migrations.RunSQL("select 1", "select 2"), migrations.RunSQL(["select 3", ("select %s, \'a%%\'", [1])]), migrations.RunSQL(migrations.RunSQL.noop)', ['select 1', 'select 3', "select $1, 'a%'"]],
    ['migrations.RunSQL(read("x.sql"))', ['?']],
    ['migrations.SeparateDatabaseAndState(database_operations=[migrations.RunSQL("select 1")], state_operations=[migrations.AddField("item", "x", models.TextField())]), migrations.RemoveField("item", "x")', ['select 1', 'ALTER TABLE "s_item" DROP COLUMN "x" CASCADE']],
    ['TrigramExtension(), CreateExtension("vector")', ['CREATE EXTENSION IF NOT EXISTS "pg_trgm"', 'CREATE EXTENSION IF NOT EXISTS "vector"']],
    ['MyOperation("item")', ['?']], ['*more()', ['?']], ['migrations.AddField("nowhere", "x", models.TextField())', ['?']], ['migrations.RunPython(noop)', []],
  ])('%s', (operations, expected) => expect(sent(operations)).toEqual(expected));

  test('names of the class', () => {
    const index = projectOf({ 's/1': migration('dependencies = []', 'those = [migrations.RunSQL("select 1")]', 'operations = [migrations.SeparateDatabaseAndState(database_operations=those)]') });
    expect(django.translate!(index.migrations[0]!, undefined, index.project)!.up!.map(it => it.sql)).toEqual(['select 1']);
  });

  test('names are cut and hashed as Django does it', () => {
    expect(indexName('shop_customer', ['email'], '_like')).toBe('shop_customer_email_d3fdf104_like');
    expect(indexName('the_orders', ['cust'], '_fk_shop_customer_id')).toBe('the_orders_cust_9e5dae8b_fk_shop_customer_id');
    expect(indexName('permission_permission', ['content_type_id'], '_fk_django_content_type_id')).toBe('permission_permissio_content_type_id_e526e8f2_fk_django_co');
  });
});

describe('findings in Python', () => {
  async function found(body: string, lines: readonly string[] = [], more = ''): Promise<readonly { readonly text: string; readonly problem: Problem }[]> {
    const first = migration('dependencies = []', 'operations = [migrations.CreateModel("Item", [("id", models.BigAutoField(primary_key=True)), ("a", models.TextField(null=True))])]');
    const text = more + migration('dependencies = [("s", "1")]', ...lines, `operations = [\n    ${body},\n]`);
    const index = projectOf({ 's/1': first, 's/2': text });
    const { problems } = await checker(read).check(index);
    return problems.filter(it => it.path === 's/migrations/2.py' && !/require-lock-timeout|irreversible/.test(it.rule)).map(problem => ({ text, problem }));
  }

  const said = (all: Awaited<ReturnType<typeof found>>) => all.map(({ text, problem: { rule, span } }) => `${rule} «${text.slice(span.start, span.end)}»`);

  test.each<[string, readonly string[], readonly string[]]>([
    ['migrations.AddIndex("item", models.Index(fields=["a"], name="i"))', [], ['require-concurrent-index-creation «migrations.AddIndex("item", models.Index(fields=["a"], name="i"))»']],
    ['AddIndexConcurrently("item", models.Index(fields=["a"], name="i"))', ['atomic = False'], []],
    ['AddIndexConcurrently("item", models.Index(fields=["a"], name="i"))', [], ['ban-concurrent-in-transaction «AddIndexConcurrently("item", models.Index(fields=["a"], name="i"))»']],
    ['migrations.RunSQL("""\n        select \'é😀\';\n        alter table s_item drop column a\n    """)', [], ['ban-drop-column «drop column a»']],
    ['migrations.AddField("item", "b", models.IntegerField(default=0))', [], ['adding-required-field «migrations.AddField("item", "b", models.IntegerField(default=0))»']],
    ['migrations.RemoveField("item", "a")  # migration-lens-ignore ban-drop-column', [], []],
    ['migrations.CreateModel("New", [("id", models.BigAutoField(primary_key=True)), ("a", models.TextField(unique=True))])', [], []],
  ])('%s %j', async (body, lines, expected) => expect(said(await found(body.replace(/,?(\s*#.*)$/, ',$1\n'), lines))).toEqual(expected));

  test('SQL in functions', async () => {
    expect(said(await found('migrations.RunPython(f, g)', [], 'def f(apps, schema_editor):\n    if schema_editor.connection.vendor == "mysql":\n        schema_editor.execute("ALTER TABLE x CONVERT")\n    schema_editor.execute("drop table s_item")\n\n\n'))).toEqual(['ban-drop-table «s_item»']);
  });

  test.each<[string, readonly string[]]>([
    ['migrations.AddIndex("item", models.Index(fields=["a"], name="i"))', ['    atomic = False\n\n    dependencies', '        AddIndexConcurrently("item"', 'from django.contrib.postgres.operations import AddIndexConcurrently\n']],
    ['AddIndexConcurrently("item", models.Index(fields=["a"], name="i"))', ['    atomic = False\n\n    dependencies']],
    ['migrations.AddConstraint("item", models.CheckConstraint(check=models.Q(a="x"), name="c"))', ['        AddConstraintNotValid("item"', 'from django.contrib.postgres.operations import AddConstraintNotValid\n']],
  ])('the safe form of %s', async (body, expected) => {
    const [first] = await found(body);
    const edits = first!.problem.fixes![0]!.edits.flatMap(it => (it.kind === 'edit' ? [it] : []));
    const after = applyEdits(first!.text, edits);
    for (const it of expected) expect(after).toContain(it);
  });

  test.each<[string, string | undefined]>([
    ['migrations.RemoveField(model_name="item", name="a"),\n    migrations.AddField(model_name="item", name="b", field=models.TextField(null=True))', 'operations = [\n        migrations.RenameField(model_name="item", old_name="a", new_name="b"),\n    ]'],
    ['migrations.RemoveField("Item", "a"), migrations.AddField("item", "b", models.TextField(default=""))', 'operations = [\n        migrations.RenameField(model_name="Item", old_name="a", new_name="b"),\n    ]'],
    ['migrations.RemoveField("item", "a"),\n    migrations.AddField("item", "b", models.IntegerField(null=True))', undefined],
    ['migrations.AddField("item", "b", models.TextField(null=True)),\n    migrations.RunPython(copy),\n    migrations.RemoveField("item", "a")', undefined],
    ['migrations.RemoveField("item", "a"),\n    migrations.AddField("item", "b", models.TextField(null=True)),\n    migrations.AddField("item", "c", models.TextField(null=True))', undefined],
  ])('a rename that loses its data: %s', async (body, expected) => {
    const all = await found(body);
    const it = all.find(it => it.problem.rule === 'rename-as-drop-and-add');
    const edits = it?.problem.fixes![0]!.edits.flatMap(it => (it.kind === 'edit' ? [it] : []));
    expect(it && /operations = [^]*/.exec(applyEdits(it.text, edits!))![0].trimEnd()).toBe(expected);
  });
});

describe('history', () => {
  // Left: migrations. Middle: rows. Right: what we say of each, history-only rows last.
  test.each([
    ['a.1< a.2<a.1', 'a.1', 'a.1 applied, a.2 pending'],
    ['a.1< a.2<a.1', 'a.2', 'a.1 outOfOrder refuse, a.2 applied'],
    ['a.1< b.1<a.1', 'b.1', 'a.1 outOfOrder refuse, b.1 applied'],
    ['a.1< a.2<a.1', 'a.1 a.9 auth.1', 'a.1 applied, a.2 pending, a.9 missing run'],
    ['a.1< a.2<a.1 a.s<~a.1,a.2', '', 'a.1 superseded, a.2 superseded, a.s pending'],
    ['a.1< a.2<a.1 a.s<~a.1,a.2', 'a.1 a.2', 'a.1 applied, a.2 applied, a.s applied'],
    ['a.1< a.2<a.1 a.s<~a.1,a.2', 'a.1', 'a.1 applied, a.2 pending, a.s ignored'],
    ['a.1< a.2<a.1 a.s<~a.1,a.2', 'a.s', 'a.1 superseded, a.2 superseded, a.s applied'],
    ['a.s<~a.1,a.2 a.3<a.s', 'a.1 a.2 a.3', 'a.s applied, a.3 applied'],
  ])('%s with %j: %s', (words, rows, expected) => {
    const { migrations, project } = projectOf(graph(words));
    const applied = django.history.decode(rows.split(' ').filter(it => it !== '').map((it, i) => ({ app: it.split('.')[0], name: it.split('.')[1], applied: '2026-01-01', rank: String(i) })), migrations);
    expect(django.history.compare(migrations, applied, project).map(it => [(it.migration ?? it.applied)!.version, it.state, it.willRun].filter(Boolean).join(' ')).join(', ')).toBe(expected);
  });
});

describe('new migrations', () => {
  test.each([
    ['a.0001_x< a.0002_y<a.0001_x', 'Add Price', 'a/migrations/0003_add_price.py', '("a", "0002_y")'],
    ['a.0001_x< b.0001_x<a.0001_x', 'a.Add Price', 'a/migrations/0002_add_price.py', '("a", "0001_x")'],
    ['a.0001_x< b.0001_x<a.0001_x', 'Add Price', 'b/migrations/0002_add_price.py', '("b", "0001_x")'],
  ])('%s, called %s: %s', (words, name, path, dependency) => {
    const { migrations, project } = projectOf(graph(words));
    const [file] = django.scaffold({ name, project, existing: migrations, now: new Date(0), down: true });
    expect(file!.path).toBe(path);
    expect(file!.text).toContain(dependency);
  });
});

test.each<['up' | 'down', string, readonly string[]]>([
  ['up', 'a.2', ['python', 'manage.py', 'migrate', 'a', '2']], ['down', 'a.2', ['python', 'manage.py', 'migrate', 'a', '1']], ['down', 'a.1', ['python', 'manage.py', 'migrate', 'a', 'zero']],
])('%s of %s: %j', (direction, id, argv) => {
  const { migrations, project } = projectOf(graph('a.1< a.2<a.1'), { manage: 'api/manage.py' });
  const run = django.run as Extract<Run, { by: 'tool' }>;
  expect(run.command(direction, migrations.find(it => it.id === id)!, project)).toEqual({ argv, folder: 'api' });
});

test('ten thousand migrations, in a line and all apart', () => {
  const line = projectOf(graph(Array.from({ length: 10_000 }, (_, i) => `a.m${i}<${i === 0 ? '' : `a.m${i - 1}`}`).join(' ')));
  expect([line.migrations.at(-1)!.id, line.problems]).toEqual(['a.m9999', []]);
  expect(projectOf(graph(Array.from({ length: 10_000 }, (_, i) => `a.m${i}<a.nope${i}`).join(' '))).problems.filter(it => it.rule === 'missing-parent')).toHaveLength(10_000);
});
