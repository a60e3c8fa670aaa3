import { describe, expect, test } from 'vitest';
import type { DefaultBranch } from '../../server/core/migrations/branch.js';
import { entryOf, indexOf, withChanges, type ProjectIndex } from '../../server/core/migrations/project-index.js';
import { defaultSettings, type Settings } from '../../server/core/settings/settings.js';
import { flyway } from '../../server/core/tools/flyway.js';
import { golangMigrate } from '../../server/core/tools/golang-migrate.js';
import type { Tool } from '../../server/core/tools/tool.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import { indexed, sourceOf, treeOf } from '../tools/reading.js';

/** What is said: the file, the rule, and the first fix's new names. */
function said({ problems }: ProjectIndex): readonly string[] {
  return problems.map(({ path, rule, fixes }) => {
    const renames = fixes?.[0]?.edits.flatMap(it => (it.kind === 'rename' ? [it.to.replace('db/', '')] : [])) ?? [];
    return `${path.replace('db/', '')} ${rule}${renames.length > 0 ? ` -> ${renames.join(' ')}` : ''}`;
  });
}

describe('nothing to say', () => {
  test.each([
    ['one file', flyway, ['V1__a.sql']],
    ['numbers far apart', flyway, ['V1__a.sql', 'V5__b.sql', 'V90__c.sql']],
    ['a hole that is old', flyway, ['V1__a.sql', 'V3__b.sql', 'V4__c.sql', 'V5__d.sql', 'V6__e.sql', 'V7__f.sql']],
    ['timestamps', golangMigrate, ['20240101000000_a.up.sql', '20240301000000_b.up.sql', '20240303000000_c.up.sql', '20240404000000_d.up.sql']],
    ['a baseline beside its version', flyway, ['B2__all.sql', 'V1__a.sql', 'V2__b.sql']],
    ['no downs at all', golangMigrate, ['1_a.up.sql', '2_b.up.sql', '3_c.up.sql']],
    ['downs given up long ago', golangMigrate, ['1_a.up.sql', '1_a.down.sql', '2_b.up.sql', '3_c.up.sql', '4_d.up.sql']],
    ['callbacks and notes', flyway, ['V1__a.sql', 'afterMigrate.sql', 'notes.sql']],
    ['a migration in Go', golangMigrate, ['1_a.up.sql', '1_a.down.sql', '2_b.up.go', '2_b.down.go', '3_c.up.sql', '3_c.down.sql', '4_d.up.sql', '4_d.down.sql']],
    ['what a person runs to go back', flyway, ['V1__a.sql', 'rollback/1__a.sql']],
    ['downs in pairs', flyway, ['V1__a.sql', 'V1__a__down.sql', 'V2__b.sql', 'U2__b.sql']],
  ] as const)('%s', (_, tool, names) => expect(said(indexed(tool, names))).toEqual([]));
});

describe('names, numbers and pairs', () => {
  test.each([
    ['two of one version', flyway, ['V1__a.sql', 'V1.0__b.sql'], ['V1__a.sql duplicate-version -> V2__a.sql']],
    ['three of one version', flyway, ['V1__a.sql', 'V1__b.sql', 'V1__c.sql'], ['V1__b.sql duplicate-version -> V2__b.sql', 'V1__c.sql duplicate-version -> V2__c.sql']],
    ['two repeatables of one description', flyway, ['views/R__v.sql', 'R__v.sql'], ['views/R__v.sql duplicate-version']],
    ['a pair is renumbered together', golangMigrate, ['1_a.up.sql', '1_a.down.sql', '1_b.up.sql', '1_b.down.sql', '2_c.up.sql', '2_c.down.sql'],
      ['1_b.up.sql duplicate-version -> 3_b.up.sql 3_b.down.sql']],
    ['a sidecar goes with its file', flyway, ['V1__a.sql', 'V1__b.sql', 'V1__b.sql.conf'], ['V1__b.sql duplicate-version -> V2__b.sql V2__b.sql.conf']],
    ['a bad name becomes the next free one', flyway, ['V1__a.sql', 'V1_b.sql'], ['V1_b.sql bad-file-name -> V2__b.sql']],
    ['a bad name whose number is free keeps it', flyway, ['V1__a.sql', 'V2_b.sql'], ['V2_b.sql bad-file-name -> V2__b.sql']],
    ['a hole near the end', flyway, ['V1__a.sql', 'V2__b.sql', 'V3__c.sql', 'V5__d.sql'], ['V5__d.sql missing-version']],
    ['a hole that a misspelled name explains', flyway, ['V1__a.sql', 'V2__b.sql', 'V3__c.sql', 'v4__d.sql', 'V5__e.sql'], ['v4__d.sql bad-file-name -> V4__d.sql']],
    ['the one without a down', golangMigrate, ['1_a.up.sql', '1_a.down.sql', '2_b.up.sql', '3_c.up.sql', '3_c.down.sql'], ['2_b.up.sql missing-down-migration']],
    ['a down without an up', golangMigrate, ['1_a.up.sql', '1_a.down.sql', '2_b.down.sql'], ['2_b.down.sql orphan-down-migration']],
  ] as const)('%s', (_, tool, names, expected) => expect(said(indexed(tool, names))).toEqual(expected));

  test('a down that Flyway itself would read is a second migration to it', () => {
    const read: Project = { ...flyway.at('db'), settings: { ...flyway.at('db').settings, downFiles: 'read' } };
    const { problems } = indexed(flyway, ['V1__a.sql', 'V1__a__down.sql'], read);
    expect(problems).toMatchObject([{ path: 'db/V1__a__down.sql', rule: 'duplicate-version', message: expect.stringContaining('name it U1'), related: [{ path: 'db/V1__a.sql' }] }]);
  });

  test('downs that are the custom, where Flyway is told to read the folder: pairs, and one warning', () => {
    const [project] = flyway.detect(treeOf({ 'flyway.toml': '[flyway]\nlocations = ["filesystem:db"]', ...Object.fromEntries(['V1__a', 'V2__b', 'V3__c'].flatMap(it => [[`db/${it}.sql`, ''], [`db/${it}__down.sql`, '']])) }));
    const index = indexed(flyway, ['V1__a.sql', 'V1__a__down.sql', 'V2__b.sql', 'V2__b__down.sql', 'V3__c.sql', 'V3__c__down.sql'], project);
    expect(index.migrations.map(it => it.down?.path)).toEqual(['db/V1__a__down.sql', 'db/V2__b__down.sql', 'db/V3__c__down.sql']);
    expect(index.problems).toMatchObject([{ path: 'db/V1__a__down.sql', rule: 'duplicate-version', severity: 'warning', message: expect.stringContaining('unless your build') }]);
  });

  test('a suffix that keeps downs from Flyway', () => {
    const project: Project = { ...flyway.at('db'), settings: { ...flyway.at('db').settings, downFiles: 'read', sqlMigrationSuffixes: '.up.sql' } };
    const index = indexed(flyway, ['V1__a.up.sql', 'V1__a.down.sql', 'V2__b.up.sql'], project);
    expect(index.migrations.map(it => [it.name, it.down?.path])).toEqual([['a', 'db/V1__a.down.sql'], ['b', undefined]]);
    expect(said(index)).toEqual(['V2__b.up.sql missing-down-migration']);
    expect(flyway.scaffold({ name: 'c', project, existing: index.migrations, now: new Date(0), down: true }).map(it => it.path)).toEqual(['db/V3__c.up.sql', 'db/V3__c.down.sql']);
  });

  test('files that no profile reads together are no duplicates', () => {
    const project: Project = { ...flyway.at('db'), locations: [{ path: 'db/dev', recursive: true, profiles: ['dev'] }, { path: 'db/prod', recursive: true, profiles: ['prod'] }] };
    expect(said(indexed(flyway, ['dev/V1__a.sql', 'prod/V1__a.sql'], project))).toEqual([]);
    const withDefault = (without: readonly string[]): Project => ({ ...project, locations: [project.locations[0]!, { path: 'db/prod', recursive: true, without }] });
    expect(said(indexed(flyway, ['dev/V1__a.sql', 'prod/V1__a.sql'], withDefault(['dev'])))).toEqual([]);
    expect(said(indexed(flyway, ['dev/V1__a.sql', 'prod/V1__a.sql'], withDefault(['test'])))).toEqual(['prod/V1__a.sql duplicate-version -> prod/V2__a.sql']);
  });

  test('the same number taken by an application\'s own runner', () => {
    const own: Project = { ...golangMigrate.at('db'), settings: { ...golangMigrate.at('db').settings, runner: 'own' } };
    expect(said(indexed(golangMigrate, ['1_a.up.sql', '1_b.up.sql'], own))).toEqual([]);
  });
});

describe('texts', () => {
  test.each([
    ['another letter in a string', { '1_a.up.sql': "update t set a = 'Kyma x'", '1_a.down.sql': "update t set a = 'kyma x'" }, []],
    ['a copy', { '1_a.up.sql': 'drop table t;\n', '1_a.down.sql': '-- undo\nDROP TABLE t' }, ['1_a.down.sql down-equals-up']],
    ['no copy', { '1_a.up.sql': 'create table t ();', '1_a.down.sql': 'drop table t;' }, []],
    ['nothing but comments in both', { '1_a.up.sql': '-- a', '1_a.down.sql': '-- b' }, []],
    ['empty', { '1_a.up.sql': ' \n', '1_a.down.sql': 'drop table t;' }, ['1_a.up.sql empty-migration']],
    ['emptied, both ways', { '1_a.up.sql': '\n', '1_a.down.sql': '' }, []],
    ['empty with a reason', { '1_a.up.sql': '-- taken back', '1_a.down.sql': 'x' }, []],
  ])('%s', (_, files, expected) => expect(said(indexed(golangMigrate, files as unknown as Record<string, string>))).toEqual(expected));

  test('a sidecar with a key that Flyway does not know', () => {
    const { problems } = indexed(flyway, { 'V1__a.sql': 'select 1', 'V1__a.sql.conf': 'executeInTransaction=false\ntransactional=false' });
    expect(problems).toMatchObject([{ rule: 'tool-configuration', path: 'db/V1__a.sql.conf', message: expect.stringContaining('`transactional`') }]);
  });

  test('bytes that are no UTF-8, and UTF-16', () => {
    const project = flyway.at('db');
    const bad = { ...sourceOf('db/V1__a.sql', 'select 1;\nselect \'\uFFFD\''), malformed: true };
    const wide = { ...sourceOf('db/V2__b.sql', 'select 1'), bom: true, malformed: true };
    const sources = new Map([bad, wide].map(it => [it.path, it]));
    const index = indexOf(project, flyway, defaultSettings, [...sources.keys()].map(it => entryOf(it, project, flyway)!), sources, undefined);
    expect(index.problems.map(it => it.message)).toEqual([expect.stringContaining('line 2'), expect.stringContaining('UTF-16')]);
    const latin: Project = { ...project, settings: { ...project.settings, encoding: 'ISO-8859-1' } };
    expect(indexOf(latin, flyway, defaultSettings, [...sources.keys()].map(it => entryOf(it, latin, flyway)!), sources, undefined).problems).toEqual([]);
  });
});

describe('against the default branch', () => {
  // Left: at the fork. Middle: on the default branch now. Right: here.
  test.each([
    ['new and last', flyway, 'V1 V2', 'V1 V2', 'V1 V2 V3', []],
    ['new and before the newest there', flyway, 'V1 V2', 'V1 V2 V4', 'V1 V2 V3', ['V3__x.sql migration-out-of-order -> V5__x.sql']],
    ['the same number, not seen here yet', flyway, 'V1', 'V1 V2:theirs', 'V1 V2', ['V2__x.sql duplicate-version -> V3__x.sql']],
    ['the same file merged', flyway, 'V1', 'V1 V2', 'V1 V2', []],
    ['renamed here', flyway, 'V1 V2:old', 'V1 V2:old', 'V1 V2:new', []],
    ['the default branch itself', flyway, 'V1 V3', 'V1 V3', 'V1 V3', []],
    ['a new project', flyway, '', '', 'V1 V2', []],
    ['golang-migrate will never run it', golangMigrate, '1 5', '1 5', '1 3 5', ['3_x.up.sql migration-out-of-order -> 6_x.up.sql']],
  ] as const)('%s', (_, tool, fork, there, here, expected) => {
    const index = at(tool, here, { name: 'main', paths: paths(tool, there), fork: paths(tool, fork) });
    expect(said(index)).toEqual(expected);
    if (tool === golangMigrate) expect(index.problems[0]).toMatchObject({ severity: 'error', message: expect.stringContaining('never') });
  });

  test('with outOfOrder Flyway runs it, and nothing is said', () => {
    const project: Project = { ...flyway.at('db'), settings: { ...flyway.at('db').settings, outOfOrder: 'true' } };
    expect(said(at(flyway, 'V1 V3', { name: 'main', paths: paths(flyway, 'V1 V4'), fork: paths(flyway, 'V1') }, project))).toEqual([]);
  });

  test('the newcomer of two is the one to renumber', () => {
    expect(said(at(flyway, 'V1:mine V1:theirs', { name: 'main', paths: ['db/V1__theirs.sql'], fork: [] }))).toEqual(['V1__mine.sql duplicate-version -> V2__mine.sql']);
  });

  function at(tool: Tool, files: string, branch: DefaultBranch, project = tool.at('db')): ProjectIndex {
    const sources = new Map(paths(tool, files).map(it => [it, sourceOf(it, `-- ${it}`)]));
    return indexOf(project, tool, defaultSettings, [...sources.keys()].sort().map(it => entryOf(it, project, tool)!), sources, branch);
  }

  function paths(tool: Tool, files: string): readonly string[] {
    return files.split(' ').filter(Boolean).map(it => it.split(':')).map(([version, name = 'x']) => `db/${version}${tool === flyway ? '__' : '_'}${name}${tool === flyway ? '' : '.up'}.sql`);
  }
});

describe('the project file', () => {
  const settings = (more: Partial<Settings>): Settings => ({ ...defaultSettings, ...more });

  test('its severities hold, and off is silent', () => {
    const names = ['V1__a.sql', 'V1__b.sql', 'v2__c.sql'];
    const index = indexed(flyway, names, flyway.at('db'), settings({ rules: { 'duplicate-version': 'warning', 'bad-file-name': 'off' } }));
    expect(index.problems.map(it => `${it.rule} ${it.severity}`)).toEqual(['duplicate-version warning']);
  });

  test.each([['V2', 2], ['2', 2], ['2.0', 2], ['2.5', 2], ['V9', 3], ['0', 0], ['nonsense', 0]])('baseline %s covers %i', (baseline, count) => {
    expect(indexed(flyway, ['V1__a.sql', 'V2__b.sql', 'V3__c.sql', 'R__d.sql'], flyway.at('db'), settings({ baseline })).baselined).toBe(count);
  });
});

describe('changes', () => {
  const names = ['V1__a.sql', 'V2__b.sql', 'V3__c.sql', 'R__v.sql'];
  test.each([
    ['an edit', [sourceOf('db/V2__b.sql', ' ')]],
    ['a new file', [sourceOf('db/V4__d.sql', 'x')]],
    ['a twin', [sourceOf('db/V2__e.sql', 'x')]],
    ['a deletion', [{ path: 'db/V2__b.sql', gone: true as const }]],
    ['a rename', [{ path: 'db/V2__b.sql', gone: true as const }, sourceOf('db/V5__b.sql', 'x')]],
    ['a sidecar', [sourceOf('db/V2__b.sql.conf', 'executeInTransaction=false')]],
    ['a bad name', [sourceOf('db/V9_z.sql', 'x')]],
    ['a file of somewhere else', [sourceOf('other/V2__b.sql', 'x')]],
  ])('%s gives what a fresh reading gives', (_, changes) => {
    const before = indexed(flyway, names);
    const after = withChanges(before, changes);
    const files = new Map(names.map(it => [it, `-- ${it}`]));
    for (const change of changes) {
      if (!change.path.startsWith('db/')) continue;
      if ('gone' in change) files.delete(change.path.slice(3));
      else files.set(change.path.slice(3), change.text);
    }
    const fresh = indexed(flyway, Object.fromEntries(files));
    expect(after.migrations).toEqual(fresh.migrations);
    expect(after.problems).toEqual(fresh.problems);
    expect(before.migrations).toEqual(indexed(flyway, names).migrations);
  });

  test('what changes nothing is the same value', () => {
    const index = indexed(flyway, names);
    expect(withChanges(index, [sourceOf('README.md', 'x')])).toBe(index);
  });
});

test('thousands of one version are each told, with pairs by their names, and only the first are renumbered', () => {
  const files = Array.from({ length: 4_000 }, (_, i) => [`1_s${i}.up.sql`, `1_s${i}.down.sql`]).flat();
  const begin = process.cpuUsage();
  const { migrations, problems } = indexed(golangMigrate, files);
  const { user, system } = process.cpuUsage(begin);
  expect(migrations.map(it => [it.up?.path, it.down?.path])).toEqual(expect.arrayContaining([['db/1_s7.up.sql', 'db/1_s7.down.sql'], ['db/1_s3999.up.sql', 'db/1_s3999.down.sql']]));
  const twins = problems.filter(it => it.rule === 'duplicate-version');
  expect([migrations.length, twins.length, twins.filter(it => it.fixes?.length).length]).toEqual([4_000, 3_999, 100]);
  expect((user + system) / 1e6).toBeLessThan(2.5);
});
