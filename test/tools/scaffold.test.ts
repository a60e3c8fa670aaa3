import { describe, expect, test } from 'vitest';
import { flyway } from '../../server/core/tools/flyway.js';
import { golangMigrate } from '../../server/core/tools/golang-migrate.js';
import type { Tool } from '../../server/core/tools/tool.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import { indexed } from './reading.js';

const now = new Date('2026-11-23T09:05:07.123Z');

/** The names of the files that "Add Users" makes in a folder of these. */
function made(tool: Tool, names: readonly string[], down: boolean, project: Project = tool.at('db')): string {
  const { migrations } = indexed(tool, names, project);
  return tool.scaffold({ name: 'Add Users', project, existing: migrations, now, down }).map(it => it.path.replace(/^db\//, '')).join(' ');
}

describe('Flyway: the next one, as the folder spells it', () => {
  test.each([
    [[], 'V1__Add_Users.sql'],
    [['V1__init.sql'], 'V2__add_users.sql'],
    [['V9__init.sql', 'V10__x.sql'], 'V11__add_users.sql'],
    [['V001__init.sql', 'V009__x.sql'], 'V010__add_users.sql'],
    [['V1.2.9__init.sql'], 'V1.2.10__add_users.sql'],
    [['V1_2_09__init.sql'], 'V1_2_10__add_users.sql'],
    [['V20240102030405__init.sql'], 'V20261123090507__add_users.sql'],
    [['V202401020304__init.sql'], 'V202611230905__add_users.sql'],
    [['V20240102_0304__init.sql'], 'V20261123_0905__add_users.sql'],
    [['V2024.01.02.0304__init.sql'], 'V2026.11.23.0905__add_users.sql'],
    [['V20261123__init.sql'], 'V20261124__add_users.sql'],
    [['V20991231235959__init.sql'], 'V20991231235960__add_users.sql'],
    [['V1700000000__init.sql'], 'V1795424707__add_users.sql'],
    [['V1__Create_Tables.sql'], 'V2__Add_Users.sql'],
    [['V1__create-tables.sql', 'V2__add-rows.sql'], 'V3__add-users.sql'],
    [['V1__x.sql', '2026/V2__y.sql'], '2026/V3__add_users.sql'],
    [['V1__x.sql', 'R__y.sql', 'B7__z.sql'], 'V2__add_users.sql'],
  ])('%j: %s', (names, expected) => expect(made(flyway, names, false)).toBe(expected));

  test.each([
    [[], 'V1__Add_Users.sql V1__Add_Users__down.sql'],
    [['V1__x.sql', 'V1__x__down.sql'], 'V2__add_users.sql V2__add_users__down.sql'],
    [['V1__x.sql', 'V1__x.down.sql'], 'V2__add_users.sql V2__add_users.down.sql'],
    [['V1__x.sql', 'U1__x.sql'], 'V2__add_users.sql U2__add_users.sql'],
  ])('with a way back %j: %s', (names, expected) => expect(made(flyway, names, true)).toBe(expected));

  test('where Flyway itself reads the folder, the way back is its own', () => {
    const project: Project = { ...flyway.at('db'), settings: { ...flyway.at('db').settings, downFiles: 'read' } };
    expect(made(flyway, ['V1__x.sql'], true, project)).toBe('V2__add_users.sql U2__add_users.sql');
  });
});

describe('golang-migrate', () => {
  test.each([
    [[], false, '20261123090507_add_users.up.sql'],
    [['000001_x.up.sql'], true, '000002_add_users.up.sql 000002_add_users.down.sql'],
    [['9_x.up.sql', '10_x.up.sql'], false, '11_add_users.up.sql'],
    [['20240102030405_x.up.sql'], false, '20261123090507_add_users.up.sql'],
    [['1485385885_x.up.sql'], false, '1795424707_add_users.up.sql'],
  ])('%j %s: %s', (names, down, expected) => expect(made(golangMigrate, names, down)).toBe(expected));
});

describe('another version', () => {
  test.each([
    [flyway, ['V1__a.sql', 'V2__b.sql'], 'V1__a.sql', undefined, 'V3__a.sql'],
    [flyway, ['V1__a.sql', 'V002__b.sql'], 'V1__a.sql', undefined, 'V003__a.sql'],
    [flyway, ['V1__a.sql'], 'V1__a.sql', '1.5', 'V1.5__a.sql'],
    [flyway, ['V1__a.sql'], 'U1__a.sql', '4', 'U4__a.sql'],
    [flyway, ['V1__a.sql'], 'V1__a__down.sql', '4', 'V4__a__down.sql'],
    [flyway, ['V1__a.sql'], 'V1_more.sql', undefined, 'V2__more.sql'],
    [flyway, ['V7__a.sql'], 'V5.sql', undefined, 'V8.sql'],
    [golangMigrate, ['000001_a.up.sql'], '000001_a.down.sql', undefined, '000002_a.down.sql'],
    [golangMigrate, ['000001_a.up.sql'], '3-b.up.sql', undefined, '000002_b.up.sql'],
  ] as const)('%#: %s', (tool, names, path, version, expected) => {
    const { migrations, project } = indexed(tool, names);
    expect(tool.rename!(`db/${path}`, version, project, migrations)).toBe(`db/${expected}`);
  });
});
