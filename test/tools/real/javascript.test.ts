import { cpSync, existsSync, readFileSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Migration } from '../../../server/core/migrations/migration.js';
import { tools } from '../../../server/core/tools/tools.js';
import { sourceOf } from '../reading.js';
import { place } from './place.js';
import { runProgram } from './program.js';
import { folderOf } from './tool.js';
import { realTools } from './tools.js';

// What we say that a tool's methods send, beside what `pg` is told to send.

describe.for(realTools.filter(it => existsSync(join(import.meta.dirname, 'javascript', it.id)) && it.installed))('$id $version', tool => {
  test('sends what we say that it sends', async () => {
    const at = await place(tool);
    cpSync(join(import.meta.dirname, 'javascript', tool.id), at.root, { recursive: true });
    const modules = join(folderOf(tool.id), 'node_modules');
    symlinkSync(modules, join(at.root, 'node_modules'));
    const [program, ...args] = COMMANDS[tool.id]!;
    const ran = await runProgram(join(modules, '.bin', program!), [...args, ...tool.migrate], at.root, {
      DATABASE_URL: at.url, SENT: join(at.root, 'sent.txt'), PG: join(modules, 'pg'), NODE_OPTIONS: `--require ${join(import.meta.dirname, 'javascript/record.cjs')}`,
    });
    expect(ran.code, ran.output).toBe(0);
    const theirs = readFileSync(join(at.root, 'sent.txt'), 'utf8').split('\n');
    const adapter = tools.find(it => it.id === tool.id)!;
    const project = adapter.at('migrations');
    let known: unknown;
    const ours = readdirSync(join(at.root, 'migrations')).filter(it => it.endsWith('.js')).sort().flatMap(file => {
      const up = sourceOf(`migrations/${file}`, readFileSync(join(at.root, 'migrations', file), 'utf8'));
      const migration: Migration = { id: file, kind: 'versioned', version: file, name: file, up, down: up };
      const told = adapter.translate!(migration, known, project)!;
      known = told.known;
      return told.up!.map(it => (it.unknown ? `unknown: ${up.text.slice(it.span.start, it.span.end)}` : it.sql));
    });
    rmSync(at.root, { recursive: true });
    expect(ours.filter(it => !ITS_OWN.test(it)).flatMap(inOneSpelling)).toEqual(theirs.filter(it => !ITS_OWN.test(it)).flatMap(inOneSpelling));
  });
});

const COMMANDS: Readonly<Record<string, readonly string[]>> = {
  'node-pg-migrate': ['node-pg-migrate'], knex: ['knex'], sequelize: ['sequelize-cli'], typeorm: ['typeorm'],
};

/** What a tool sends for itself: its transactions, its lock, its history, and what it asks. */
const ITS_OWN = /^(?:begin|commit|rollback|set |select |show |with |start transaction|insert into "(?:public"."pgmigrations|users)"|delete from|create table "public"."pgmigrations"|.*"(?:knex_migrations\w*|SequelizeMeta|migrations|typeorm_metadata)")/i;

/** One statement a line, without blanks that mean nothing, and without the schema in which TypeORM has found what has none. */
function inOneSpelling(sql: string): readonly string[] {
  return sql.split(/;\s*(?=[A-Z]|$)/).map(it => it.replace(/\s+/g, ' ').replace(/\( /g, '(').replace(/ (?=[),])/g, '').replaceAll('"public".', '').replace(/(REFERENCES \S+) \(/g, '$1(').trim()).filter(it => it !== '');
}
