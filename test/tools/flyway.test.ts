import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Migration } from '../../server/core/migrations/migration.js';
import { flyway } from '../../server/core/tools/flyway.js';
import { canonicalVersion, compareVersions, displayVersion } from '../../server/core/tools/flyway/version.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import { decode } from '../../server/edges/files.js';
import { migrationsOf, scriptOf } from './reading.js';

const vectors = JSON.parse(readFileSync('test/tools/vectors.json', 'utf8')) as Vectors;
const project = flyway.at('db');

describe('checksums', () => {
  test.each(vectors.flyway_crc32)('$name', ({ name, bytes_b64, placeholders = {}, checksum, equivalent_checksum }) => {
    const source = decode('db/V1__x.sql', Buffer.from(bytes_b64, 'base64'));
    const repeatable: Migration = { id: 'R:x', kind: 'repeatable', name: 'x', up: source };
    const versioned: Migration = { id: '1', kind: 'versioned', version: '1', name: 'x', up: source };
    const configured: Project = { ...project, placeholders };
    const ofRepeatable = name.startsWith('repeatable');
    const sum = flyway.checksum!(source, ofRepeatable ? repeatable : versioned, configured);
    expect(sum === undefined ? null : Number(sum)).toBe(checksum);
    if (equivalent_checksum !== undefined) expect(Number(flyway.checksum!(source, versioned, configured))).toBe(equivalent_checksum);
  });
});

test.each(vectors.flyway_advisory_lock_key)('the lock of $schema.$table', ({ schema, table, key }) => {
  const lock = flyway.lock({ ...project, settings: { ...project.settings, table } }, { database: 'd', schema, user: 'u' });
  expect(lock).toEqual({ kind: 'advisory', key: BigInt(key), attempts: 51, waitMs: 1000 });
});

describe('versions', () => {
  test('ascend', () => {
    const ascending = vectors.flyway_version_order.ascending;
    expect([...ascending].reverse().sort(compareVersions)).toEqual(ascending);
  });

  test.each(vectors.flyway_version_order.equal)('%s and the rest are one', (...versions) => {
    const canonical = new Set(versions.map(it => canonicalVersion(displayVersion(it)!)));
    expect([...canonical]).toHaveLength(1);
    expect(versions.every(it => compareVersions(displayVersion(it)!, displayVersion(versions[0]!)!) === 0)).toBe(true);
  });

  test('of any size', () => expect(compareVersions('99999999999999999999', '100000000000000000000')).toBe(-1));
});

describe('names, as Flyway reads them', () => {
  test.each(vectors.flyway_filename)('$file', ({ file, kind, version, description, equals = [] }) => {
    const reading = flyway.read(`db/${file}`, project);
    if (kind === 'versioned' || kind === 'baseline-migration') {
      expect(reading).toMatchObject({ kind: 'migration', direction: 'up', of: kind === 'versioned' ? kind : 'baseline', version, name: description });
      for (const equal of equals) expect(canonicalVersion(equal)).toBe((reading as { id: string }).id);
    } else if (kind === 'repeatable') expect(reading).toMatchObject({ kind: 'migration', of: 'repeatable', name: description, id: `R:${description}` });
    else if (kind === 'callback') expect(reading).toMatchObject({ kind: 'companion', whileMigrating: true });
    else if (kind === 'invalid') expect(reading?.kind ?? 'none').toMatch(/misnamed|none/);
    else expect(reading).toMatchObject({ kind: 'migration', direction: 'down', id: '1' });
  });
});

// Left: the file. Right: what is read in it, or what it was meant to be called.
test.each([
  ['V1_init.sql', 'misnamed -> V1__init.sql'],
  ['v1__init.sql', 'misnamed -> V1__init.sql'],
  ['V1-init.sql', 'misnamed -> V1__init.sql'],
  ['V 1__init.sql', 'misnamed -> V1__init.sql'],
  ['V1.__x.sql', 'misnamed -> V1__x.sql'],
  ['001__init.sql', 'misnamed -> V001__init.sql'],
  ['V2__x.pgsql', 'misnamed -> V2__x.sql'],
  ['r__views.sql', 'misnamed -> R__views.sql'],
  ['R1__views.sql', 'misnamed -> R__views.sql'],
  ['V__x.sql', 'misnamed'],
  ['R_views.sql', 'misnamed -> R__views.sql'],
  ['notes.sql', 'nothing'],
  ['VIEWS.sql', 'nothing'],
  ['Release_notes.sql', 'nothing'],
  ['README.md', 'nothing'],
  ['V3__x.txt', 'nothing'],
  ['V3__x.sql.bak', 'nothing'],
  ['V1__x.sql.conf', 'sidecar'],
  ['afterMigrate.sql', 'companion'],
  ['beforeEachMigrate__log.sql', 'companion'],
  ['V5__x__down.sql', 'down 5 x'],
  ['V5__x.down.sql', 'down 5 x'],
  ['V5__x__rollback.sql', 'down 5 x'],
  ['U5__x.sql', 'down 5 x'],
  ['V5__shut_down.sql', 'up 5 shut down'],
  ['V1_2.sql', 'up 1.2 '],
])('%s: %s', (file, expected) => {
  const reading = flyway.read(`db/${file}`, project);
  const said = reading === undefined ? 'nothing'
    : reading.kind === 'migration' ? `${reading.direction} ${reading.version ?? ''} ${reading.name}`
    : reading.kind === 'misnamed' && reading.suggestion !== undefined ? `misnamed -> ${reading.suggestion}` : reading.kind;
  expect(said).toBe(expected);
});

test('a prefix of nothing, as Spring applications have it', () => {
  const bare: Project = { ...project, settings: { ...project.settings, sqlMigrationPrefix: '' } };
  expect(flyway.read('db/20240102__x.sql', bare)).toMatchObject({ kind: 'migration', version: '20240102', name: 'x' });
  expect(flyway.read('db/R__x.sql', bare)).toMatchObject({ of: 'repeatable' });
  expect(flyway.read('db/notes.sql', bare)).toBeUndefined();
});

test('validateMigrationNaming makes Flyway stop where it would skip', () => {
  const strict: Project = { ...project, settings: { ...project.settings, validateMigrationNaming: 'true' } };
  expect(flyway.read('db/notes.sql', strict)).toMatchObject({ kind: 'misnamed', message: expect.stringContaining('stops') });
});

test('order: versions by number, a baseline before its version, repeatables behind by description', () => {
  const names = ['R__b.sql', 'V10__x.sql', 'V9__x.sql', 'B9__x.sql', 'R__a.sql', 'V1.10__x.sql', 'V1.9__x.sql', 'R__B.sql'];
  expect(migrationsOf(flyway, names).map(it => it.id)).toEqual(['1.9', '1.10', 'B:9', '9', '10', 'R:B', 'R:a', 'R:b']);
});

describe('placeholders', () => {
  const migration: Migration = { id: '1', kind: 'versioned', version: '1', name: 'x', up: { path: 'db/V1__x.sql', text: '', bom: false, malformed: false } };
  const configured: Project = { ...project, placeholders: { Schema: 'app', empty: '' } };
  test.each([
    ['create table ${schema}.t -- ${SCHEMA}', { text: 'create table app.t -- app' }],
    ['a${empty}b', { text: 'ab' }],
    ['${flyway:table} ${flyway:filename}', { text: 'flyway_schema_history V1__x.sql' }],
    ['select $1, $$ ${', { problem: 'No value provided for placeholder: ${}', at: 14 }],
    ["'$${schema}' '$$${schema}' $$ ${schema} $$", { text: "'$${schema}' '$$app' $$ app $$" }],
    ['x ${other}', { problem: 'No value provided for placeholder: ${other}', at: 2 }],
    ['${flyway:user}', { problem: 'No value provided for placeholder: ${flyway:user}', at: 0 }],
  ])('%s', (text, expected) => expect(flyway.expand!(text, migration, configured)).toEqual(expected));

  test('the session knows more', () => {
    const place = { database: 'd', schema: 's', user: 'u' };
    const text = '${flyway:user}@${flyway:database}.${flyway:defaultSchema}';
    expect(flyway.expand!(text, migration, flyway.connected!(configured, {}, place))).toEqual({ text: 'u@d.s' });
    expect(flyway.expand!(text, migration, flyway.connected!({ ...configured, settings: { ...configured.settings, schemas: 'app,other' } }, {}, place))).toEqual({ text: 'u@d.app' });
  });

  test('none are replaced where the sidecar says so', () => {
    expect(flyway.expand!('${x}', { ...migration, options: { placeholderReplacement: 'false' } }, configured)).toEqual({ text: '${x}' });
  });
});

describe('transactions', () => {
  const one = { id: '1', kind: 'versioned', version: '1', name: 'x' } as const satisfies Migration;
  const mixing = 'Detected both transactional and non-transactional statements within the same migration (even though mixed is false)';
  test.each([
    [['create table t ()'], {}, { wraps: true }],
    [['create index concurrently i on t (a)'], {}, { wraps: false }],
    [['CREATE UNIQUE INDEX CONCURRENTLY i on t (a)', 'drop index concurrently j'], {}, { wraps: false }],
    [['create index concurrently i on t (a)', 'select 1'], {}, { wraps: false, refuses: mixing }],
    [['create index concurrently i on t (a)', 'select 1'], { executeInTransaction: 'false' }, { wraps: false }],
    [['create table t ()'], { executeInTransaction: 'false' }, { wraps: false }],
    [['vacuum t'], {}, { wraps: false }],
    [['create /* really */ database d'], {}, { wraps: false }],
    [['alter system set work_mem = 1'], {}, { wraps: false }],
    [['reindex database d'], {}, { wraps: false }],
    // Flyway does not know these, and they fail in its transaction.
    [['reindex index concurrently i'], {}, { wraps: true }],
    [['alter table p detach partition q concurrently'], {}, { wraps: true }],
  ] as const)('%j %j', (statements, options, expected) => {
    const script = scriptOf([...statements]);
    expect(flyway.execution(script, { ...one, options }, project)).toEqual({ sends: 'statement', copyFromStdin: true, ...expected });
  });

  test('mixed=true allows what is refused otherwise', () => {
    const mixed: Project = { ...project, settings: { ...project.settings, mixed: 'true' } };
    expect(flyway.execution(scriptOf(['vacuum t', 'select 1']), one, mixed)).toMatchObject({ wraps: false });
    expect(flyway.execution(scriptOf(['vacuum t', 'select 1']), one, mixed)).not.toHaveProperty('refuses');
  });
});

interface Vectors {
  readonly flyway_crc32: readonly { name: string; bytes_b64: string; checksum: number | null; equivalent_checksum?: number; placeholders?: Record<string, string> }[];
  readonly flyway_advisory_lock_key: readonly { schema: string; table: string; key: string }[];
  readonly flyway_filename: readonly { file: string; kind: string; version?: string; description?: string; equals?: readonly string[] }[];
  readonly flyway_version_order: { readonly ascending: readonly string[]; readonly equal: readonly (readonly string[])[] };
}

test.each([
  ['app, shared', 'app'], ['', 'public'], ['${SCHEMA}', undefined],
])('names lead to the first schema of %j: %s', (schemas, expected) => {
  const project = flyway.at('db');
  expect(flyway.traits({ ...project, settings: { ...project.settings, schemas } }).schema).toBe(expected);
});
