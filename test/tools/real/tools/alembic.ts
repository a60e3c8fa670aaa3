import { join } from 'node:path';
import { runProgram } from '../program.js';
import { FUNCTION, UNKNOWN } from '../sql-story.js';
import { folderOf, installed, type Line, type RealTool } from '../tool.js';

const scenarios: RealTool['scenarios'] = [
  {
    name: 'branches', about: 'Two branches, one by a dependency: the table holds one row, and three are applied. The rest was written since.',
    steps: [
      { write: { 'a1_x.py': revision('a1', 'None', 'pass'), 'b1_x.py': revision('b1', 'None', 'pass', "branch_labels = ('side',)\n"), 'a2_x.py': revision('a2', "'a1'", 'pass', "depends_on = 'side'\n") } },
      { run: ['upgrade', 'a2'] },
      { write: { 'b2_x.py': revision('b2', "'b1'", 'pass'), 'a3_x.py': revision('a3', "'a2'", 'pass') } },
    ],
  },
  {
    name: 'nothing-applied', about: 'No table yet.',
    steps: [{ write: { 'a1_x.py': revision('a1', 'None', 'pass') } }],
  },
];

export const alembics: readonly RealTool[] = ['alembic', 'alembic-old'].map(id => {
  const bin = join(folderOf(id), 'bin');
  const told = join(import.meta.dirname, '../alembic_told.py');
  const tool: RealTool = {
    ...installed(id),
    form: 'alembic',
    config: () => ({
      'alembic.ini': '[alembic]\nscript_location = %(here)s\nversion_locations = %(here)s/migrations\n',
      'env.py': [
        'import os', 'from alembic import context', 'from sqlalchemy import create_engine', 'url = os.environ["DATABASE_URL"]', 'with create_engine(url).connect() as connection:',
        '    context.configure(connection=connection, transaction_per_migration=True)', '    with context.begin_transaction():', '        context.run_migrations()', '',
      ].join('\n'),
    }),
    migrate: ['upgrade', 'heads'],
    programs: bin,
    run: (args, { root, url }) => runProgram(join(bin, args[0] === told ? 'python' : 'alembic'), args, root, { DATABASE_URL: url, PYTHONWARNINGS: 'ignore', PYTHONDONTWRITEBYTECODE: '1' }),
    tell: async at => ({ lines: lines((await tool.run([told], at)).output), complaints: '' }),
    history: { table: () => 'public.alembic_version' },
    story: {
      first: {
        'a1_users.py': revision('a1', 'None', "op.create_table('users', sa.Column('id', sa.Integer()))"),
        'a2_orders.py': revision('a2', "'a1'", 'op.execute("create table orders (id int)")'),
      },
      rest: {
        'b1_function.py': revision('b1', "'a1'", `op.execute(sa.text('''${FUNCTION.replaceAll('\n', '\\n')}'''))`),
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
    scenarios,
  };
  return tool;
});

/** `down` and `upgrade` are Python. */
export function revision(id: string, down: string, upgrade: string, more = ''): string {
  return `"""revision ${id}"""\nimport sqlalchemy as sa\nfrom alembic import op\n\nrevision = '${id}'\ndown_revision = ${down}\n${more}\n\ndef upgrade():\n    ${upgrade}\n\n\ndef downgrade():\n    pass\n`;
}

/** What `alembic_told.py` prints: `pending 1975ea83b712 add accounts`. */
function lines(output: string): readonly Line[] {
  return [...output.matchAll(/^(applied|pending) (\S+) (.*)$/gm)].map(it => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'applied' ? 'Success' : 'Pending' }));
}
