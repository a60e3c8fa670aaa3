import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { leadsTo, placesOf, signsOf } from '../../client/signs.js';

const { activationEvents } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly activationEvents: readonly string[] };

it.each([
  ['main.py', ['.']],
  ['services/api/app/main.py', ['services/api/app', 'services/api', 'services', '.']],
  ['services/api/.venv/lib/site.py', []],
  ['node_modules/knex/lib/index.js', []],
  ['lib/python3/site-packages/django/db/models.py', []],
])('of %s a sign may lie in %j', (path, places) => expect(placesOf(path)).toEqual(places));

it('the signs are those that the manifest names, each a path without a wildcard', () => {
  const signs = signsOf(activationEvents);
  expect(signs).toContain('alembic.ini');
  expect(signs.filter(it => /[*?{]|^\/|\\/.test(it))).toEqual([]);
  expect(new Set(signs).size).toBe(signs.length);
});

it('a folder is asked only for what its names lead to', () => {
  expect(['db/migrate', 'alembic.ini', 'src/migrations'].filter(it => leadsTo(it, new Set(['db', 'alembic.ini', 'lib'])))).toEqual(['db/migrate', 'alembic.ini']);
});
