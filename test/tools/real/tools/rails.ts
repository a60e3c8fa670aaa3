import { join } from 'node:path';
import { runProgram } from '../program.js';
import { UNKNOWN } from '../sql-story.js';
import { folderOf, installed, type Line, type RealTool } from '../tool.js';

/** ActiveRecord, which `rails.rb` calls: a whole Rails is no Debian package that a test could do without. */
export const railses: readonly RealTool[] = [railsOf('rails', '6.1'), railsOf('rails-next', '7.2')];

function railsOf(id: string, release: string): RealTool {
  const inClass = (name: string, body: string): string => `class ${name} < ActiveRecord::Migration[${release}]\n  def up\n    ${body}\n  end\nend\n`;
  const libraries = id === 'rails' ? '' : `export RUBYLIB='${join(folderOf(id), 'lib')}'\n`;
  const rails: RealTool = {
    ...installed(id),
    form: 'rails',
    folder: 'db/migrate',
    config: () => ({ 'Gemfile': 'gem "pg"\n', 'bin/rails': `#!/bin/sh\n${libraries}exec ruby '${join(import.meta.dirname, '../rails.rb')}' "$@"\n` }),
    migrate: ['db:migrate'],
    run: (args, { root, url }) => runProgram(join(root, 'bin/rails'), args, root, { DATABASE_URL: url }),
    tell: async at => ({ lines: lines((await rails.run(['db:migrate:status'], at)).output), complaints: '' }),
    history: { table: () => 'public.schema_migrations' },
    story: {
      first: {
        '20240101000000_create_users.rb': inClass('CreateUsers', 'create_table(:users) { |t| t.string :name }'),
        '20240102000000_create_orders.rb': inClass('CreateOrders', 'create_table(:orders) { |t| t.references :user }'),
      },
      rest: {
        '007_late.rb': inClass('Late', 'create_table :late'),
        '20240103000000_index_names.rb': inClass('IndexNames', 'add_index :users, :name, algorithm: :concurrently').replace('  def', '  disable_ddl_transaction!\n\n  def'),
      },
      settings: [],
      edits: { '20240101000000_create_users.rb': inClass('CreateUsers', 'create_table(:users) { |t| t.text :name }') },
      edited: ['20240101000000 applied', '20240102000000 applied'],
      failures: [
        { name: 'in its transaction', files: { '1_a.rb': inClass('A', 'create_table :a'), '2_b.rb': inClass('B', 'create_table :b\n    execute "select 1/0"') }, left: UNKNOWN },
        {
          name: 'a concurrent index build', left: UNKNOWN,
          files: {
            '1_a.rb': inClass('A', 'create_table(:a) { |t| t.integer :one }\n    execute "insert into a (one) values (1), (1)"'),
            '2_b.rb': inClass('B', 'add_index :a, :one, unique: true, algorithm: :concurrently').replace('  def', '  disable_ddl_transaction!\n\n  def'),
          },
        },
      ],
      slow: { '1_slow.rb': inClass('Slow', 'create_table(:runs) { |t| t.integer :one }\n    execute "select pg_sleep(4)"\n    execute "insert into runs default values"') },
      busy: /another migration process is currently running/,
    },
    scenarios: [],
  };
  return rails;
}

/** `up 20240101000000 Create users`, `down 007 Late`. */
function lines(output: string): readonly Line[] {
  return [...output.matchAll(/^(up|down) (\d+) (.*)$/gm)].map(([, state, version, name]) => ({
    version: String(Number(version)), description: name!.toLowerCase().replaceAll(' ', '_'), type: 'SQL', state: name!.includes('NO FILE') ? 'Missing' : state === 'up' ? 'Success' : 'Pending',
  }));
}
