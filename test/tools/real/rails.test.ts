import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Migration } from '../../../server/core/migrations/migration.js';
import { rails } from '../../../server/core/tools/rails.js';
import { place, write } from './place.js';
import { realTools } from './tools.js';

// What we say that ActiveRecord sends, beside what it sends.

describe.for(realTools.filter(it => it.form === 'rails' && it.installed))('$id $version', tool => {
  test('sends what we say that it sends', async () => {
    const at = await place(tool);
    const from = join(import.meta.dirname, 'rails/db/migrate');
    // Each in the words of its own release.
    write(at, Object.fromEntries(readdirSync(from).map(it => [it, readFileSync(join(from, it), 'utf8').replaceAll(/Migration\[[\d.]+\]/g, `Migration[${tool.version}]`)])));
    const { output } = await tool.run(['sql'], at);
    const ours = readdirSync(join(at.root, 'db/migrate')).sort().flatMap(file => {
      const source = { path: `db/migrate/${file}`, text: readFileSync(join(at.root, 'db/migrate', file), 'utf8'), bom: false, malformed: false };
      const [content] = rails.contents!(source, rails.at('db/migrate'));
      const migration: Migration = { id: content!.id, kind: 'versioned', name: content!.name, up: source };
      return rails.translate!(migration, undefined, rails.at('db/migrate'))!.up!.map(it => it.sql);
    });
    rmSync(at.root, { recursive: true });
    expect(ours.flatMap(inOneSpelling)).toEqual(output.trim().split('\n').flatMap(inOneSpelling));
  });
});

/** A statement of ActiveRecord's and of ours: it joins no actions before 7.0, and puts constraints last. */
function inOneSpelling(sql: string): readonly string[] {
  const plain = sql.replace(/\s+/g, ' ').trim().toLowerCase().replace(/constraint (\w+) check/g, 'constraint "$1" check').replace(/set ("\w+") ?= ?/, 'set $1 = ')
    .replace('serial not null primary', 'serial primary').replace('add if not exists', 'add').replace(/ ,/g, ',');
  const create = /^(create table "\w+" )\((.*)\)$/.exec(plain);
  if (create) return [`${create[1]}(${parts(create[2]!).sort().join(', ')})`];
  const [, table, actions] = /^(alter table "\w+" )((?:add|drop column) .*)$/.exec(plain) ?? [];
  return table === undefined ? [plain] : parts(actions!).map(it => table + it);
}

function parts(list: string): string[] {
  return list.split(/, (?=(?:[^()]*\([^()]*\))*[^()]*$)(?=[^']*(?:'[^']*'[^']*)*$)/);
}
