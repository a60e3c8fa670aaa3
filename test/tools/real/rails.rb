# What `bin/rails` does for migrations, by ActiveRecord alone: a whole Rails is no Debian package that a test could do without.
# Run in an application's folder; `runner` has no more than the first lines loaded. `sql` migrates and prints what the server was sent, but for what only asks.
require 'active_record'

ActiveRecord::Base.establish_connection(ENV.fetch('DATABASE_URL'))
ActiveRecord::Migration.verbose = false

# From 7.1 on it finds its tables by itself.
context = ActiveRecord::MigrationContext.new(["db/migrate"], *(ActiveRecord::SchemaMigration if ActiveRecord.version < Gem::Version.new("7.1")))

case ARGV.first
when 'db:migrate'
  context.migrate
when 'db:migrate:up', 'db:migrate:down'
  version = (ARGV.grep(/\AVERSION=/).first || '')[/\d+/] or abort 'VERSION is required'
  context.run(ARGV.first.split(':').last.to_sym, version.to_i)
when 'db:migrate:status'
  context.migrations_status.each { |status, version, name| puts "#{status} #{version} #{name}" }
when 'sql'
  sent = []
  ActiveSupport::Notifications.subscribe('sql.active_record') do |*, payload|
    sent << payload[:sql] unless payload[:name] == 'SCHEMA' || payload[:sql] =~ /\A(?:SELECT|SHOW|BEGIN|COMMIT|INSERT INTO "schema_migrations"|CREATE TABLE "(?:schema_migrations|ar_internal_metadata)")/
  end
  context.migrations.each { |it| it.migrate(:up) }
  puts sent.map { |it| it.gsub(/\s+/, ' ').strip }
when 'runner'
  eval(ARGV[1])
else
  abort "unknown task #{ARGV.first}"
end
