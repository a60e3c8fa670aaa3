import type { Migration } from '../../migrations/migration.js';
import type { Project } from '../tool/project.js';
import type { Preview } from '../tool/run.js';
import { inApplication } from './command.js';
import { integer } from './names.js';

/**
 * Rails says what SQL it sends only while it sends it: the migration runs, after those that it needs, in one transaction that is
 * rolled back (6.1.7, run). `bin/rails runner` knows the application; without the rest of Rails, `rake` does.
 */
export const preview: Preview = {
  database: 'rolledBack',
  limit: 'It was run and rolled back: sequences may have moved on, and what its Ruby did elsewhere is done',
  command(direction, migration, project) {
    const script = scriptOf(direction, migration, project);
    return project.settings['runner'] === 'bundle'
      ? inApplication(['bundle', 'exec', 'rake', '--execute-continue', `Rake::Task.define_task('migration_lens:preview') {\n${LOADED}\n${script}}`, 'migration_lens:preview'], project)
      : inApplication(['bin/rails', 'runner', script], project);
  },
  read: printed => printed.split(MARK)[1]?.trim(),
};

const MARK = '-- migration lens: preview --';

/** Tasks by which libraries without the rest of Rails load an application: `standalone_migrations`, `sinatra-activerecord`. */
const LOADED = `%w[environment db:load_config].each { |it| Rake::Task[it].invoke if Rake::Task.task_defined?(it) }`;

/**
 * It runs only where our own session is, whose process number is in `PGAPPNAME`: the application may have been told another database
 * in its own way. A statement that would end the transaction is stopped before it is sent.
 */
function scriptOf(direction: 'up' | 'down', { version }: Migration, { settings: { database } }: Project): string {
  return `
base = ActiveRecord::Base
${database === undefined ? '' : `base.establish_connection(:${database})\n`}connection = base.respond_to?(:lease_connection) ? base.lease_connection : base.connection
pool = base.connection_pool
context = pool.respond_to?(:migration_context) ? pool.migration_context : connection.migration_context

beside = ENV['PGAPPNAME'].to_s[/\\d+\\z/].to_i
connection.select_value("select 1 from pg_stat_activity where pid = #{beside} and datname = current_database() and application_name = 'migration-lens'") or
  abort 'This application connects to another database than the one that was named: nothing was run'
environment = connection.table_exists?('ar_internal_metadata') && connection.select_value("select value from ar_internal_metadata where key = 'environment'")
abort "This is a database of the environment #{environment}: nothing was run" if base.protected_environments.map(&:to_s).include?(environment)

applied = context.get_all_versions
pending = context.migrations.reject { |it| applied.include?(it.version) || it.version > ${integer(version!)} }.sort_by(&:version)
shown = context.migrations.find { |it| it.version == ${integer(version!)} } or abort 'No migration with version number ${integer(version!)}'
${direction === 'up' ? `abort 'It is applied here, and cannot run again' if applied.include?(shown.version)
before = pending - [shown]` : 'before = applied.include?(shown.version) ? [] : pending'}
(before + [shown]).each { |it| abort "#{it.name} runs outside a transaction (disable_ddl_transaction!), and could not be rolled back" if it.disable_ddl_transaction }

sent = []
watch = Object.new
watch.define_singleton_method(:start) do |_, _, payload|
  raise 'This migration ends its transaction by itself: it was stopped, and rolled back' if payload[:name] != 'TRANSACTION' && payload[:sql].match?(/(?:\\A|;)\\s*(?:commit|rollback(?!\\s+to)|abort|end\\s*(?:;|\\z)|prepare\\s+transaction)\\b/i)
end
watch.define_singleton_method(:finish) do |_, _, payload|
  sent << payload[:sql] unless payload[:cached] || %w[SCHEMA TRANSACTION CACHE].include?(payload[:name]) || payload[:sql].match?(/\\A\\s*(?:begin|savepoint|release)\\b/i)
end

ActiveRecord::Migration.verbose = false
connection.transaction do
  connection.execute("set local lock_timeout = '2s'")
  watcher = ActiveSupport::Notifications.subscribe('sql.active_record', watch)
  before.each { |it| it.migrate(:up) }
  sent.clear
  shown.migrate(:${direction})
  raise ActiveRecord::Rollback
rescue ActiveRecord::Rollback
  raise
rescue StandardError, ScriptError => error
  abort "#{error.message.strip} (#{error.class})"
ensure
  ActiveSupport::Notifications.unsubscribe(watcher) if watcher
end
puts '${MARK}', sent.map { |it| it.strip.chomp(';') + ";\\n\\n" }, '${MARK}'
`;
}
