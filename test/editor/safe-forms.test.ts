import { afterAll, expect, test } from 'vitest';
import { actionsAt } from '../../server/core/editor/actions.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { textOf } from '../../server/core/sql/script.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { scripts } from '../../server/flows/script.js';
import { projectOf, removeProjects } from '../lint/projects.js';
import { run, startPostgres } from '../postgres.js';
import { difference, performed, schemaOf } from './rewriting.js';

// What the tool writes itself where it can be written without the danger, and the migration that has to follow: read back, it sends
// what ends where the direct call would have ended, and no rule has anything more to say.

const parser = startParser();
afterAll(async () => {
  await parser.close();
  removeProjects();
});

const NOW = new Date(Date.UTC(2030, 0, 2, 3, 4, 5));

const rails = (body: string, method = 'change') => ({
  'db/migrate/1_a.rb': `class A < ActiveRecord::Migration[7.1]\n  def change\n    execute "create table orgs (id bigint primary key)"\n    execute "create table people (id bigint primary key, org_id bigint, age int)"\n    execute "create index on people (org_id)"\n  end\nend\n`,
  'db/migrate/2_b.rb': `class B < ActiveRecord::Migration[7.1]\n  def ${method}\n    ${body}\n  end\nend\n`,
});

const alembic = (body: string, template?: string, back = 'pass') => ({
  ...(template !== undefined && { 'alembic/script.py.mako': template }),
  'alembic.ini': '[alembic]\nscript_location = alembic\n',
  'alembic/env.py': '',
  'alembic/versions/a.py': `from alembic import op\nrevision = 'a'\ndown_revision = None\ndef upgrade():\n    op.execute("create table orgs (id bigint primary key)")\n    op.execute("create table people (id bigint primary key, org_id bigint, age int)")\n    op.execute("create index on people (org_id)")\ndef downgrade():\n    pass\n`,
  'alembic/versions/b.py': `from alembic import op\nrevision = 'b'\ndown_revision = 'a'\ndef upgrade():\n    ${body}\ndef downgrade():\n    ${back}\n`,
});

const TEMPLATE = `"""\${message}

Revision ID: \${up_revision}
"""
from alembic import op

revision: str = \${repr(up_revision)}
down_revision: Union[str, None] = \${repr(down_revision)}


def upgrade() -> None:
    """Upgrade schema."""
    \${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Downgrade schema."""
    \${downgrades if downgrades else "pass"}
`;

const django = (operation: string) => ({
  'manage.py': '',
  'shop/__init__.py': '', 'shop/migrations/__init__.py': '',
  'shop/migrations/0001_initial.py': `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    initial = True\n    dependencies = []\n    operations = [\n        migrations.CreateModel(name="Item", fields=[("id", models.BigAutoField(primary_key=True)), ("age", models.IntegerField(null=True))]),\n    ]\n`,
  'shop/migrations/0002_b.py': `from django.db import migrations, models\n\n\nclass Migration(migrations.Migration):\n    dependencies = [("shop", "0001_initial")]\n    operations = [\n        ${operation},\n    ]\n`,
});

test.each<[string, Readonly<Record<string, string>>, string, string, string]>([
  ['Rails, a foreign key', rails('add_foreign_key :people, :orgs'), 'add_foreign_key', 'add_foreign_key :people, :orgs, validate: false',
    'class ValidateForeignKeyOfPeopleToOrgs < ActiveRecord::Migration[7.1]\n  def change\n    validate_foreign_key :people, :orgs\n  end\nend\n'],
  ['Rails, a foreign key with a name', rails('add_foreign_key "people", "orgs", name: "people_org", on_delete: :cascade'), 'add_foreign_key', 'on_delete: :cascade, validate: false',
    'validate_foreign_key "people", name: "people_org"\n'],
  ['Rails, a foreign key by its column', rails('change_table :people do |t|\n      t.foreign_key :orgs, column: :org_id\n    end'), 't.foreign_key', 'column: :org_id, validate: false', 'validate_foreign_key :people, column: :org_id\n'],
  ['Rails, a check', rails("add_check_constraint :people, 'age > 0', name: 'grown'"), 'add_check', "name: 'grown', validate: false", "  def change\n    validate_check_constraint :people, name: 'grown'\n  end\n"],
  ['Rails, a check that Rails names', rails("add_check_constraint :people, 'age > 0'"), 'add_check', "'age > 0', validate: false", "validate_check_constraint :people, expression: 'age > 0'\n"],
  ['Rails, not null', rails('change_column_null :people, :age, false'), 'change_column_null', `    add_check_constraint :people, '"age" IS NOT NULL', name: "people_age_null", validate: false\n`,
    `class SetPeopleAgeNotNull < ActiveRecord::Migration[7.1]
  def up
    validate_check_constraint :people, name: "people_age_null"
    change_column_null :people, :age, false
    remove_check_constraint :people, name: "people_age_null"
  end

  def down
    add_check_constraint :people, '"age" IS NOT NULL', name: "people_age_null", validate: false
    change_column_null :people, :age, true
  end
end
`],
  ['Alembic, a foreign key', alembic("op.create_foreign_key('people_org', 'people', 'orgs', ['org_id'], ['id'])"), 'op.create', "['id'], postgresql_not_valid=True)",
    `def upgrade():\n    op.execute('ALTER TABLE "people" VALIDATE CONSTRAINT "people_org"')\n\n\ndef downgrade():\n    pass\n`],
  ['Alembic, a check', alembic("op.create_check_constraint(op.f('grown'), 'people', 'age > 0', schema='public')"), 'op.create', 'postgresql_not_valid=True)', `op.execute('ALTER TABLE "public"."people" VALIDATE CONSTRAINT "grown"')\n`],
  ['Alembic, with the template of today', alembic("op.create_check_constraint('grown', 'people', 'age > 0')", TEMPLATE), 'op.create', 'postgresql_not_valid=True)',
    `def upgrade() -> None:\n    """Upgrade schema."""\n    op.execute('ALTER TABLE "people" VALIDATE CONSTRAINT "grown"')\n\n\ndef downgrade() -> None:\n    """Downgrade schema."""\n    pass\n`],
  ['Alembic, not null', alembic("op.alter_column('people', 'age', existing_type=sa.Integer(), nullable=False)", undefined, "op.alter_column('people', 'age', existing_type=sa.Integer(), nullable=True)"), 'op.alter',
    `def upgrade():
    op.create_check_constraint(op.f('people_age_present'), 'people', '"age" IS NOT NULL', postgresql_not_valid=True)
def downgrade():
    op.drop_constraint(op.f('people_age_present'), 'people')
`,
    `def upgrade():
    op.execute('ALTER TABLE "people" VALIDATE CONSTRAINT "people_age_present"')
    op.alter_column('people', 'age', nullable=False)
    op.drop_constraint(op.f('people_age_present'), 'people')


def downgrade():
    op.create_check_constraint(op.f('people_age_present'), 'people', '"age" IS NOT NULL', postgresql_not_valid=True)
    op.alter_column('people', 'age', nullable=True)
`],
  ['Django, not null', django('migrations.AlterField(model_name="item", name="age", field=models.IntegerField())'), 'migrations.Alter',
    'AddConstraintNotValid(model_name="item", constraint=models.CheckConstraint(condition=models.Q(age__isnull=False), name="shop_item_age_present"))',
    `from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("shop", "0002_b"),
    ]

    operations = [
        ValidateConstraint(model_name="item", name="shop_item_age_present"),
        migrations.AlterField(model_name="item", name="age", field=models.IntegerField()),
        migrations.RemoveConstraint(model_name="item", name="shop_item_age_present"),
    ]
`],
  ['Django, a check', django('migrations.AddConstraint(model_name="item", constraint=models.CheckConstraint(check=models.Q(age__gt=0), name="grown"))'), 'migrations.Add', 'AddConstraintNotValid(model_name="item"',
    `from django.contrib.postgres.operations import ValidateConstraint
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("shop", "0002_b"),
    ]

    operations = [
        ValidateConstraint(model_name="item", name="grown"),
    ]
`],
])('%s', async (_, files, mark, here, next) => {
  const index = await projectOf(files);
  const path = Object.keys(files).at(-1)!;
  const offered = await offeredAt(index, path, mark);
  const action = offered.find(it => it.fix.title.endsWith('in the next migration'));
  expect(offered.map(it => it.fix.title).join('\n')).toMatch(/in the next migration$/m);
  const after = performed(index, action!.fix);
  expect(after.sources.get(path)!.text).toContain(here);
  const made = action!.fix.edits.find(it => it.kind === 'create')!;
  expect(after.sources.get(made.path)!.text).toContain(next);
  expect(after.migrations.map(it => it.up!.path).at(-1)).toBe(made.path);

  const { problems } = await checker(scripts(parser)).check(after);
  expect(problems.filter(it => it.severity === 'error' || it.rule === action!.problem!.rule).map(it => `${it.path} ${it.rule} ${it.message}`)).toEqual([]);

  const server = await startPostgres();
  const [direct, sequence] = [await server.database(), await server.database()];
  await play(direct, index);
  await play(sequence, after);
  expect(difference(await schemaOf(direct), await schemaOf(sequence))).toEqual([]);
});

// Where nobody can tell which constraint it is, or where the way back is the author's own.
test.each<[string, Readonly<Record<string, string>>, string]>([
  ['Rails, in a loop', rails('%i[people].each { |t| add_foreign_key t, :orgs }'), 'add_foreign_key'],
  ['Rails, with a way back of its own', rails('change_column_null :people, :age, false', 'up'), 'change_column_null'],
  ['Rails, with a value for what is null', rails('change_column_null :people, :age, false, 0'), 'change_column_null'],
  ['Alembic, not null, with a way back of its own', alembic("op.alter_column('people', 'age', nullable=False)"), 'op.alter'],
  ['Alembic, not null and more', alembic("op.alter_column('people', 'age', nullable=False, new_column_name='years')", undefined, "op.alter_column('people', 'age', nullable=True)"), 'op.alter'],
  ['Django, not null with a value for what is null', django('migrations.AlterField(model_name="item", name="age", field=models.IntegerField(default=0))'), 'migrations.Alter'],
  ['Django, not null of what is renamed', django('migrations.AlterField(model_name="item", name="age", field=models.IntegerField()),\n        migrations.RenameField(model_name="item", old_name="age", new_name="years")'), 'migrations.Alter'],
  ['Alembic, without a name', alembic("op.create_foreign_key(None, 'people', 'orgs', ['org_id'], ['id'])"), 'op.create'],
  ['Alembic, where the template has another body', alembic("op.create_check_constraint('grown', 'people', 'age > 0')", TEMPLATE.replace('    ${upgrades if upgrades else "pass"}', '    print(1)')), 'op.create'],
  ['Alembic, with a name that is a parameter', alembic("op.create_foreign_key('a:b', 'people', 'orgs', ['org_id'], ['id'])"), 'op.create'],
])('nothing follows: %s', async (_, files, mark) => {
  const offered = await offeredAt(await projectOf(files), Object.keys(files).at(-1)!, mark);
  expect(offered.map(it => it.fix.title).filter(it => it.endsWith('in the next migration'))).toEqual([]);
});

async function offeredAt(index: ProjectIndex, path: string, mark: string) {
  const { file, check } = checker(scripts(parser));
  const found = (await file(index, path))!;
  const start = found.source.text.indexOf(mark);
  const { problems } = await check(index, { only: [path] });
  return actionsAt({ index, file: found, span: { start, end: start }, problems, now: NOW });
}

/** What the tool would send. */
async function play(url: string, index: ProjectIndex): Promise<void> {
  for (const { up } of index.migrations) {
    const { script } = (await checker(scripts(parser)).file(index, up!.path))!;
    for (const piece of script.pieces) await run(url, piece.kind === 'statement' ? textOf(piece, script) : 'refused');
  }
}
