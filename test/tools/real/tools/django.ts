import { join } from 'node:path';
import { runProgram } from '../program.js';
import { FUNCTION, UNKNOWN } from '../sql-story.js';
import { folderOf, installed, type Line, type RealTool } from '../tool.js';

const scenarios: RealTool['scenarios'] = [
  {
    name: 'half-applied', about: 'A merge was applied; what follows was written since.',
    steps: [
      { write: { '0001_a.py': migration([], ''), '0002_b.py': migration(['0001_a'], ''), '0002_c.py': migration(['0001_a'], ''), '0003_merge.py': migration(['0002_b', '0002_c'], '') } },
      { run: ['migrate'] },
      { write: { '0004_d.py': migration(['0003_merge'], ''), 'last.py': migration(['0004_d'], '') } },
    ],
  },
];

/** One app, `shop`, whose migrations lie beside it. */
export const djangos: readonly RealTool[] = ['django', 'django-old'].map(id => {
  const bin = join(folderOf(id), 'bin');
  const tool: RealTool = {
    ...installed(id),
    form: 'django',
    config: () => ({
      'manage.py': 'import os, sys\nos.environ["DJANGO_SETTINGS_MODULE"] = "settings"\nfrom django.core.management import execute_from_command_line\nexecute_from_command_line(sys.argv)\n',
      'settings.py': [
        'import os', 'SECRET_KEY = "a test"', 'INSTALLED_APPS = ["shop"]', 'MIGRATION_MODULES = {"shop": "migrations"}', 'USE_TZ = True', 'DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"',
        'DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": os.environ["PGDATABASE"]}}', '',
      ].join('\n'),
      'shop.py': '',
      'migrations/__init__.py': '',
    }),
    migrate: ['migrate'],
    programs: bin,
    run(args, { root, url }) {
      const { hostname, port, username, password, pathname } = new URL(url);
      return runProgram(join(bin, 'python'), ['manage.py', ...args], root, { PGHOST: hostname, PGPORT: port, PGUSER: username, PGPASSWORD: decodeURIComponent(password), PGDATABASE: pathname.slice(1), PYTHONDONTWRITEBYTECODE: '1' });
    },
    tell: async at => ({ lines: lines((await tool.run(['showmigrations', '--plan'], at)).output), complaints: '' }),
    history: { table: () => 'public.django_migrations' },
    story: {
      first: {
        '0001_users.py': migration([], 'migrations.CreateModel("User", [("id", models.BigAutoField(primary_key=True))])'),
        '0002_orders.py': migration(['0001_users'], 'migrations.RunSQL("create table orders (id int)")'),
      },
      rest: {
        '0003_function.py': migration(['0002_orders'], `migrations.RunSQL('''${FUNCTION.replaceAll('\n', '\\n')}''')`),
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
    scenarios,
  };
  return tool;
});

/** After others of the app. */
export function migration(after: readonly string[], operations: string, more = 'atomic = True'): string {
  return `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    ${more}\n    dependencies = [${after.map(it => `("shop", "${it}")`).join(', ')}]\n    operations = [\n        ${operations}\n    ]\n`;
}

/** `[X]  shop.0001_initial`, behind it how many it replaces. */
function lines(output: string): readonly Line[] {
  return [...output.matchAll(/^\[([X ])\] +(\w+\.(?:\d+_)?(\w+))/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'X' ? 'Success' : 'Pending' }));
}
