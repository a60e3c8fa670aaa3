import { expect, test } from 'vitest';
import type { Migration } from '../../server/core/migrations/migration.js';
import { alembic } from '../../server/core/tools/alembic.js';
import { django } from '../../server/core/tools/django.js';
import { rails } from '../../server/core/tools/rails.js';
import type { Tool } from '../../server/core/tools/tool.js';

/** `test/tools/real/preview.test.ts` asks the tools themselves. */
function migration(id: string, options: Migration['options'] = {}, after: readonly string[] = []): Migration {
  return { id, kind: 'versioned', version: id, name: '', options, after };
}

test.each<[string, Tool, Migration, Readonly<Record<string, string>>, 'up' | 'down', string]>([
  ['from its parent', alembic, migration('b', { down: 'a' }), {}, 'up', 'alembic upgrade a:b --sql'],
  ['from nothing', alembic, migration('a', { down: '' }), {}, 'up', 'alembic upgrade base:a --sql'],
  ['of a merge, from one of its parents', alembic, migration('m', { down: 'b\nc' }), { config: 'db/alembic.ini', folder: 'db', section: 'other' }, 'up', 'alembic -c alembic.ini -n other upgrade b:m --sql'],
  ['back', alembic, migration('b', { down: 'a' }), {}, 'down', 'alembic downgrade b:a --sql'],
  ['back to nothing', alembic, migration('a', { down: '' }), {}, 'down', 'alembic downgrade a:base --sql'],
  ['through Flask', alembic, migration('b', { down: 'a' }), { runner: 'flask', script_location: 'migrations' }, 'up', 'flask db upgrade a:b --sql --directory migrations'],
  ['by its whole name', django, migration('shop.0002_x', { app: 'shop' }), { manage: 'site/manage.py' }, 'up', 'python manage.py sqlmigrate --no-color shop 0002_x'],
  ['backwards', django, migration('shop.0002_x', { app: 'shop' }), {}, 'down', 'python manage.py sqlmigrate --no-color shop 0002_x --backwards'],
])('asks for SQL %s', (_, tool, it, settings, direction, expected) => {
  const project = { ...tool.at('db'), settings };
  expect(tool.preview!.command(direction, it, project).argv.join(' ')).toBe(expected);
});

test('Rails is asked in the words of the project', () => {
  const argv = (settings: Readonly<Record<string, string>>, version = '007') => rails.preview!.command('up', migration(version), { ...rails.at('db/migrate'), settings }).argv;
  expect(argv({ root: '.', runner: 'bin' }).slice(0, 2)).toEqual(['bin/rails', 'runner']);
  expect(argv({ root: '.', runner: 'bin' })[2]).toContain('it.version == 7 }');
  expect(argv({ root: '.', runner: 'bin', database: 'animals' })[2]).toContain('base.establish_connection(:animals)');
  expect(argv({ root: '.', runner: 'bundle' }).map(it => it.split('\n')[0])).toEqual(['bundle', 'exec', 'rake', '--execute-continue', "Rake::Task.define_task('migration_lens:preview') {", 'migration_lens:preview']);
});

test.each([
  ['each in a transaction', 'BEGIN;\n\n-- Running upgrade  -> a\n\nselect 1;\n\nCOMMIT;\n\nBEGIN;\n\n-- Running upgrade a -> b\n\nselect 2;\n\nCOMMIT;\n\n', '-- Running upgrade  -> a\n\nselect 1;|-- Running upgrade a -> b\n\nselect 2;'],
  ['all in one', 'BEGIN;\n\n-- Running upgrade  -> a\n\nselect 1;\n\n-- Running upgrade a -> b\n\nselect 2;\n\nCOMMIT;\n', '-- Running upgrade  -> a\n\nselect 1;|-- Running upgrade a -> b\n\nselect 2;'],
  ['that leaves it', '-- Running upgrade a -> b\n\nCOMMIT;\n\nselect 1;\n\nBEGIN;\n\nselect 2;\n\nCOMMIT;\n', 'nothing|-- Running upgrade a -> b\n\nCOMMIT;\n\nselect 1;\n\nBEGIN;\n\nselect 2;'],
  ['back', 'BEGIN;\n\n-- Running downgrade b -> a\n\nselect 2;\n\nCOMMIT;\n\nBEGIN;\n\n-- Running downgrade a -> \n\nselect 1;\n\nCOMMIT;\n', '-- Running downgrade a ->\n\nselect 1;|-- Running downgrade b -> a\n\nselect 2;'],
  ['of others', '-- Running upgrade x -> y\nselect 1;\n', 'nothing|nothing'],
])('Alembic: the part of one revision, %s', (_, printed, expected) => {
  expect(['a', 'b'].map(it => alembic.preview!.read(printed, migration(it)) ?? 'nothing').map(it => it.replace(' -> \n', ' ->\n')).join('|')).toBe(expected);
});

test.each([
  ['BEGIN;\n--\n-- Add field\n--\nALTER TABLE;\nCOMMIT;\n', 'BEGIN;\n--\n-- Add field\n--\nALTER TABLE;\nCOMMIT;'],
  ['Loading .env\n--\n-- Concurrently\n--\nCREATE INDEX;', '--\n-- Concurrently\n--\nCREATE INDEX;'],
  ['', ''],
])('Django: what the settings print is none of it', (printed, expected) => expect(django.preview!.read(printed, migration('shop.0001'))).toBe(expected));
