import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { documentationOf, documentedIds } from '../../server/core/lint/documentation.js';
import { readRules, readSettings, type Known } from '../../server/core/settings/read.js';
import type { RuleSettings } from '../../server/core/settings/rule-settings.js';
import { projectFileSchema } from '../../server/core/settings/schema.js';
import { defaultSettings } from '../../server/core/settings/settings.js';
import { tools } from '../../server/core/tools/tools.js';
import { parseConfig } from '../../server/edges/config-files.js';

const NAMING: RuleSettings = { tables: { kind: 'pattern', means: '', words: ['columns'] }, longest: { kind: 'number', means: '', least: 1, most: 63 }, names: { kind: 'names', means: '' } };

const KNOWN = { isRule: (id: string) => ['ban-drop-column', 'duplicate-version', 'naming'].includes(id), settingsOf: (id: string) => id === 'naming' ? NAMING : undefined, tools: ['flyway', 'golang-migrate'] } satisfies Known;

const read = (text: string): ReturnType<typeof readSettings> => readSettings(parseConfig('migration-lens.jsonc', text), KNOWN);

test('all of it, with comments and a trailing comma', () => {
  expect(read(`{
    // target
    "postgres": 16,
    "projects": [{ "folder": "./db/migration/", "tool": "flyway", "transaction": "file" }, { "folder": "." }],
    "rules": { "ban-drop-column": "off", "duplicate-version": "warning" },
    "connections": { "local": "postgres://app@localhost/app", "eu.prod": { "url": "\${env:PROD_URL}", "level": "protected" } },
    "assume": { "lockTimeout": true },
    "baseline": "V40",
  }`)).toEqual({
    settings: {
      postgres: 16,
      projects: [{ folder: 'db/migration', tool: 'flyway', transaction: 'file' }, { folder: '.' }],
      rules: { 'ban-drop-column': 'off', 'duplicate-version': 'warning' },
      connections: { local: { url: 'postgres://app@localhost/app', level: 'normal' }, 'eu.prod': { url: '${env:PROD_URL}', level: 'protected' } },
      assume: { lockTimeout: true },
      baseline: 'V40',
    },
    problems: [],
  });
});

test('a rule is told what it goes by, in the project file and in the editor', () => {
  const said = { naming: { severity: 'info', tables: '^[a-z]+$', longest: 30, names: ['a', 'b.c'] }, 'ban-drop-column': 'off' };
  const expected = { rules: { naming: 'info', 'ban-drop-column': 'off' }, ruleSettings: { naming: { tables: '^[a-z]+$', longest: 30, names: ['a', 'b.c'] } } };
  expect(read(JSON.stringify({ rules: said }))).toMatchObject({ settings: expected, problems: [] });
  expect(readRules(said, KNOWN)).toEqual(expected);
  // To be told something is to be wanted.
  expect(read('{ "rules": { "naming": { "longest": 30 } } }').settings.rules).toEqual({ naming: 'warning' });
  expect(readRules({ naming: { longest: 64, tables: '(' }, 'ban-drop-column': 7 }, KNOWN)).toEqual({ rules: { naming: 'warning' } });
});

test.each(['', '{}', '// nothing', '{ "rules": {}, "connections": {}, "projects": [] }'])('%j says nothing', text => {
  expect(read(text).settings).toEqual(defaultSettings);
  expect(read(text).problems).toEqual([]);
});

describe('mistakes are told where they stand, and the rest holds', () => {
  test.each([
    ['{ "postgres": 9, "baseline": "V1" }', 'error', '9', 'major version'],
    ['{ "postgress": 16, "baseline": "V1" }', 'warning', '"postgress"', 'means nothing'],
    ['{ "baseline": "V1", "projects": [{ "folder": "db", "tol": "flyway" }] }', 'warning', '"tol"', 'folder, tool, pattern, transaction'],
    ['{ "baseline": "V1", "projects": [{ "folder": "db", "pattern": "a.sql" }] }', 'error', '"a.sql"', '`{version}`'],
    ['{ "baseline": "V1", "projects": [{ "folder": "db", "tool": "flyway", "pattern": "{version}.sql" }] }', 'warning', '"{version}.sql"', 'no tool runs'],
    ['{ "baseline": "V1", "projects": [{ "tool": "flyway" }] }', 'error', '{ "tool": "flyway" }', 'needs its `folder`'],
    ['{ "baseline": "V1", "projects": [{ "folder": "../db" }] }', 'error', '"../db"', 'below'],
    ['{ "baseline": "V1", "projects": [{ "folder": "db", "tool": "liquid" }] }', 'error', '"liquid"', 'flyway, golang-migrate'],
    ['{ "baseline": "V1", "rules": { "ban-drop-colum": "off" } }', 'warning', '"ban-drop-colum"', 'no rule'],
    ['{ "baseline": "V1", "rules": { "ban-drop-column": "on" } }', 'error', '"on"', 'severity'],
    ['{ "baseline": "V1", "rules": { "naming": "on" } }', 'error', '"on"', 'an object with `severity`, `tables`, `longest`, `names`'],
    ['{ "baseline": "V1", "rules": { "naming": { "severity": "loud" } } }', 'error', '"loud"', 'severity'],
    ['{ "baseline": "V1", "rules": { "naming": { "table": "a" } } }', 'warning', '"table"', 'means nothing here: severity, tables, longest, names'],
    ['{ "baseline": "V1", "rules": { "naming": { "tables": "(" } } }', 'error', '"("', 'regular expression, and this is none: unterminated group'],
    ['{ "baseline": "V1", "rules": { "naming": { "tables": "{x}" } } }', 'error', '"{x}"', 'is none of `{columns}`'],
    ['{ "baseline": "V1", "rules": { "naming": { "tables": ["a"] } } }', 'error', '["a"]', '`tables` is a regular expression'],
    ['{ "baseline": "V1", "rules": { "naming": { "longest": 64 } } }', 'error', '64', 'a number, 1 to 63'],
    ['{ "baseline": "V1", "rules": { "naming": { "names": [] } } }', 'error', '[]', 'a list of names'],
    ['{ "baseline": "V1", "rules": { "ban-drop-column": { "severity": "off" } } }', 'error', '{ "severity": "off" }', 'A severity is'],
    ['{ "baseline": "V1", "connections": { "a": { "level": "normal" } } }', 'error', '{ "level": "normal" }', 'url'],
    ['{ "baseline": "V1", "connections": { "a": { "url": "x", "level": "high" } } }', 'error', '"high"', 'readOnly'],
    ['{ "baseline": "V1", "connections": { "a": "postgres://u:secret@h/d" } }', 'error', '"postgres://u:secret@h/d"', 'password'],
    ['{ "baseline": "V1", "connections": { "a": "host=h password=secret" } }', 'error', '"host=h password=secret"', 'password'],
    ['{ "baseline": "V1", "connections": { "a": "postgres://u@h/d?password=secret" } }', 'error', '"postgres://u@h/d?password=secret"', 'password'],
    ['{ "baseline": "V1", "assume": { "lockTimout": true } }', 'warning', '"lockTimout"', 'lockTimeout'],
    ['{ "baseline": "V1" "postgres": 16 }', 'error', '"postgres"', 'cannot be read'],
  ])('%s', (text, severity, place, words) => {
    const { settings, problems } = read(text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatchObject({ rule: 'project-file', severity, message: expect.stringContaining(words) });
    expect(text.slice(problems[0]!.span.start, problems[0]!.span.end)).toBe(place);
    expect(problems[0]!.message).not.toContain('secret');
    expect(settings.baseline).toBe('V1');
  });

  test('a reference to the environment is no password', () => {
    expect(read('{ "connections": { "a": "postgres://u:${env:PGPASSWORD}@h/d", "b": "postgres://u@h:5432/d", "c": "postgres://${env:USER}@h/d" } }').problems).toEqual([]);
  });
});

test('the schema that the editor checks by is what is read', () => {
  const path = 'server/migration-lens.schema.json';
  const schema = projectFileSchema(tools.map(it => it.id), documentedIds.map(it => documentationOf(it)!));
  const expected = `${JSON.stringify(schema, null, 2)}\n`;
  if (process.env['UPDATE']) writeFileSync(path, expected);
  expect(existsSync(path) ? readFileSync(path, 'utf8') : '', 'run `npm run update` and read the diff').toBe(expected);
  for (const key of Object.keys(schema['properties'] as object)) expect(read(`{ "${key}": [] }`).problems.map(it => it.message).join()).not.toContain('means nothing');
});
