import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { parseConfig } from '../server/edges/config-files.js';
import { filesOf } from '../server/edges/files.js';
import { startParser } from '../server/edges/parser.js';
import { checker } from '../server/flows/check.js';
import { scripts as scriptsOf } from '../server/flows/script.js';
import { openWorkspace } from '../server/flows/workspace.js';
import { sourceOf } from './tools/reading.js';

// Files that nobody writes, except to see what happens: each is read in the time of its size, and stops nothing.

const parser = startParser();
const scripts = scriptsOf(parser);
afterAll(() => parser.close());

const SIZE = 200_000;
const many = (text: string, length = SIZE): string => text.repeat(length / text.length);

const sql = (text: string) => ({ 'flyway.toml': '', 'sql/V1__a.sql': text });
const rails = (body: string) => ({
  Gemfile: 'gem "rails"\ngem "pg"', 'config/database.yml': 'development:\n  adapter: postgresql\n',
  'db/migrate/20240101000000_a.rb': `class A < ActiveRecord::Migration[7.0]\n  def change\n    ${body}\n  end\nend\n`,
});
const alembic = (body: string) => ({ 'alembic.ini': '[alembic]\nscript_location = m\n', 'm/env.py': '', 'm/versions/a_b.py': `revision = "a"\ndown_revision = None\ndef upgrade():\n    ${body}\n` });
const django = (text: string) => ({ 'manage.py': '', 'app/__init__.py': '', 'app/migrations/__init__.py': '', 'app/migrations/0001_initial.py': `${text}\nclass Migration(migrations.Migration):\n    operations = []\n` });
const javascript = (text: string) => ({ 'package.json': '{ "dependencies": { "node-pg-migrate": "8" } }', 'migrations/1700000000000_a.js': text });
const changelog = (name: string, text: string) => ({ 'liquibase.properties': `changeLogFile=${name}`, [name]: text });
const config = (name: string, text: string) => ({ ...sql('select 1'), [name]: text });
const bomb = (first: string, next: (before: string, name: string) => string) => Array.from('bcdefghijklmnop').reduce((text, name, i) => `${text}\n${next('abcdefghijklmno'[i]!, name)}`, first);

// What tables can hold and no tool would write.
const VALUES = [null, '', 'abc', '9\u001b[31m\n[a](command:x)', '-1', '99999999999999999999999999', 'x'.repeat(100), '1.2.x', '1.2', 0, -5, 1e30, Number.NaN, true, false, {}, [], '1', '2', '20240101000000', 'infinity', '{'];

test.each(readdirSync('test/projects'))('a history of %s that holds anything', async name => {
  for (const { tool, project, migrations } of (await openWorkspace(filesOf(`test/projects/${name}`))).projects) {
    fc.assert(fc.property(fc.array(fc.infiniteStream(fc.constantFrom(...VALUES)), { maxLength: 6 }), streams => {
      const rows = streams.map(values => new Proxy<Record<string, unknown>>({}, {
        get: (row, column) => typeof column === 'string' && !(column in row) ? (row[column] = values.next().value) : row[column as string],
      })).filter(it => !tool.history.versions || tool.history.versions.holds.test(String(it[tool.history.versions.column] ?? '')));
      const applied = tool.history.decode(rows, migrations);
      expect(tool.history.compare(migrations, applied, project).length).toBeGreaterThanOrEqual(migrations.length);
    }), { numRuns: 50 });
  }
});

test.each<[string, Readonly<Record<string, string>>]>([
  ['SQL: line ends', sql(many('\n'))],
  ['SQL: semicolons', sql(many(';'))],
  ['SQL: parentheses', sql(many('('))],
  ['SQL: a quote after the other', sql(`select ${many("'")}`)],
  ['SQL: psql', sql(many('\\x\n'))],
  ['SQL: COPY', sql(many('copy t from stdin;\n'))],
  ['SQL: DO blocks', sql(many('do $$ begin '))],
  ['SQL: conditions', sql(`select ${many('1 and ')}1`)],
  ['SQL: columns', sql(`create table t (${many('a,')})`)],
  ['SQL: ignore comments', sql(many('-- migration-lens-ignore x\n'))],
  ['SQL: ignore comments of a language server', sql(many('-- pgls-ignore-start lint/a\n'))],
  ['SQL: ignored names', sql(`-- migration-lens-ignore ${many('a,')}`)],
  ['SQL: changesets', changelog('a.sql', `--liquibase formatted sql\n${many('--changeset a:b\n', 60_000)}`)],
  ['SQL: properties of a changeset', changelog('a.sql', `--liquibase formatted sql\n--changeset a:b${many(' x:y')}`)],
  ['Ruby: quotes', rails(many('"'))],
  ['Ruby: strings', rails(`x = ${many('"a" ')}`)],
  ['Ruby: a sum', rails(`x = ${many('1+')}1`)],
  ['Ruby: a sum of strings', rails(`execute ${many('"a"+')}"b"`)],
  ['Ruby: calls', rails(`x = a${many('.b')}`)],
  ['Ruby: calls in parentheses', rails(`x = ${'('.repeat(90)}a${`${'.b'.repeat(11)})`.repeat(90)}`)],
  ['Ruby: longer chains in parentheses', rails(`x = ${'('.repeat(90)}a${`${'.b'.repeat(100)})`.repeat(90)}`)],
  ['Ruby: conditions', rails(many('a unless '))],
  ['Ruby: words', rails(many('a and '))],
  ['Ruby: questions', rails(many('? '))],
  ['Ruby: pipes', rails(many('|'))],
  ['Ruby: slashes', rails(many('/'))],
  ['Ruby: methods in one line', rails(many('def a = '))],
  ['Ruby: a long heredoc', rails(`execute <<~SQL\n${many('  select 1;\n', 2_000_000)}SQL\n`)],
  ['Ruby: statements', rails(many('a\n', 400_000))],
  ['Ruby: loops in loops', rails(`${'[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].each do |a|\n'.repeat(12)}execute "select 1"\n${'end\n'.repeat(12)}`)],
  ['Ruby: a method that calls itself', rails(`${many('change\n', 2_000)}`)],
  ['Ruby: a string that doubles', rails(`x = "aaaaaaaaaa"\n${'x = x + x\n'.repeat(60)}execute x`)],
  ['Python: parentheses', alembic(`x = ${many('(')}`)],
  ['Python: strings', alembic(`op.execute(${many('"a" ')})`)],
  ['Python: a string that doubles', alembic(`x = "aaaaaaaaaa"\n${'    x = x + x\n'.repeat(60)}    op.execute(x)`)],
  ['Python: a function that calls itself', alembic(many('upgrade();', 2_000))],
  ['Python: a long text with parameters', alembic(`op.execute(text("""insert into a values (${many('(1, 2), ')} :x)"""))`)],
  ['Python: a long text that is filled in', alembic(`op.execute("""insert into a values ${many('(1, 2), ')} %s""" % 5 + "${many('b')}")`)],
  ['Python: indents', django(Array.from({ length: 600 }, (_, i) => `${' '.repeat(i)}if x:`).join('\n'))],
  ['YAML: brackets', config('src/main/resources/application.yml', many('['))],
  ['YAML: braces', config('src/main/resources/application.yml', many('{a: '))],
  ['YAML: dashes', config('src/main/resources/application.yml', many('- '))],
  ['YAML: keys that are collections', config('src/main/resources/application.yml', many('? '))],
  ['YAML: quotes', config('src/main/resources/application.yml', many('"'))],
  ['YAML: aliases of aliases', config('src/main/resources/application.yml', bomb('a: &a [x]', (a, b) => `${b}: &${b} [${`*${a},`.repeat(9)}*${a}]`))],
  ['YAML: an alias of itself', config('src/main/resources/application.yml', `a: &a {<<: *a}\nb:\n${many('  - *a\n')}`)],
  ['YAML: a changelog of quotes', changelog('a.yaml', `databaseChangeLog: ${many('"')}`)],
  ['JSON: a changelog of quotes', changelog('a.json', `{"databaseChangeLog": ${many('"', 400_000)}`)],
  ['YAML: a changelog of items', changelog('a.yaml', `databaseChangeLog:\n${many('- a\n', 800_000)}`)],
  ['YAML: a changelog of one line', changelog('a.yaml', `databaseChangeLog:\n- ${many('a ')}`)],
  ['YAML: a changelog of blanks in a string', changelog('a.yaml', `databaseChangeLog:\n- "${many(' ')}`)],
  ['JSON: a changelog of brackets', changelog('a.json', `{"databaseChangeLog": ${many('[')}`)],
  ['JSON: brackets', config('package.json', many('{"a":'))],
  ['XML: entities of entities', changelog('a.xml', `<?xml version="1.0"?><!DOCTYPE a [${bomb('<!ENTITY a "a">', (a, b) => `<!ENTITY ${b} "${`&${a};`.repeat(10)}">`)}]><databaseChangeLog><changeSet id="1" author="&p;"><sql>&p;</sql></changeSet></databaseChangeLog>`)],
  ['XML: elements', changelog('a.xml', `<databaseChangeLog>${many('<a>')}`)],
  ['TOML: brackets', config('pyproject.toml', `a = ${many('[')}`)],
  ['TOML: keys', config('pyproject.toml', Array.from({ length: 5_000 }, (_, i) => `key${i} = 1`).join('\n'))],
  ['properties: keys', config('flyway.conf', Array.from({ length: 5_000 }, (_, i) => `flyway.placeholders.key${i}=1`).join('\n'))],
  ['wildcards', { 'flyway.conf': `flyway.locations=filesystem:${'**/'.repeat(200)}x`, [`${'a/'.repeat(60)}V1__a.sql`]: '' }],
  ['more wildcards', { 'flyway.conf': `flyway.locations=filesystem:${many('**/')}`, 'a/V1__a.sql': '' }],
  ['JavaScript: brackets', javascript(many('[', 400_000))],
  ['JavaScript: patterns', javascript(many('/['))],
  ['JavaScript: a sum', javascript(`exports.up = pgm => pgm.sql(${many('"a"+')}"b")`)],
  ['an ignore pattern', { 'package.json': '{ "scripts": { "m": "node-pg-migrate --ignore-pattern \'(a|aa)+\'" }, "dependencies": { "node-pg-migrate": "8" } }', 'migrations/1_a.sql': '', [`migrations/${'a'.repeat(60)}.sql`]: '' }],
])('%s', async (_, files) => {
  const start = process.cpuUsage();
  const workspace = await openWorkspace({
    list: async () => Object.keys(files).sort(),
    read: async path => sourceOf(path, files[path]!),
    config: ({ path, text }) => parseConfig(path, text),
  });
  for (const index of workspace.projects) await checker(scripts).check(index, { effects: true });
  const { user, system } = process.cpuUsage(start);
  expect((user + system) / 1000, 'milliseconds').toBeLessThan(5_000);
});
