import { describe, expect, test } from 'vitest';
import { checksumOf } from '../../server/core/tools/flyway/checksum.js';
import { flyway } from '../../server/core/tools/flyway.js';
import { golangMigrate } from '../../server/core/tools/golang-migrate.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import type { Row } from '../../server/core/migrations/status.js';
import { indexed } from './reading.js';

/**
 * Left: versions on disk (`R` and `B` as Flyway spells them). Middle: the history in the order of its rows, `1`
 * a success, `1!` a failure, `1~` applied with another text, `b1` a baseline, `-1` deleted by repair, `u1` undone.
 * Right: what is said, disk first.
 */
describe('Flyway', () => {
  test.each([
    ['1 2', '', '1 pending, 2 pending'],
    ['1 2', '1', '1 applied, 2 pending'],
    ['1 2 3', '1 2', '1 applied, 2 applied, 3 pending'],
    ['1 2', '1 2~', '1 applied, 2 modified'],
    ['1 2', '1 2!', '1 applied, 2 failed'],
    ['1 2 3', '1 3', '1 applied, 2 outOfOrder refuse, 3 applied'],
    ['1 2 3', '1 3 2', '1 applied, 2 applied (Out of Order), 3 applied'],
    ['2 3', '1 2', '2 applied, 3 pending; 1 missing refuse'],
    ['1', '1 2', '1 applied; 2 missing run'],
    ['1', '1 2!', '1 applied; 2 failed'],
    ['1 2 3', 'b2', '1 ignored (Below Baseline), 2 ignored (Ignored), 3 pending; 2 baseline'],
    ['1 2 3', 'b2 3', '1 ignored (Below Baseline), 2 ignored (Ignored), 3 applied; 2 baseline'],
    ['1 2 3', '1~ b2', '1 applied, 2 ignored (Ignored), 3 pending; 2 baseline'],
    ['1 B2 3', '', '1 ignored (Below Baseline), B:2 pending, 3 pending'],
    ['1 B2 2 3', '', '1 ignored (Below Baseline), B:2 pending, 2 ignored (Ignored), 3 pending'],
    ['B1 B2', '', 'B:1 ignored, B:2 pending'],
    ['1 B2', '1', '1 applied, B:2 ignored'],
    ['1 B2 3', 'B2', '1 ignored (Below Baseline), B:2 baseline, 3 pending'],
    ['1 2', '1 2 -2', '1 applied, 2 pending'],
    ['1', '1 2 -2', '1 applied; 2@2 ignored (Deleted)'],
    ['1 2', '1 2 u2', '1 applied, 2 pending (Undone)'],
    ['1', '1 2 u2', '1 applied; 2@2 undone'],
    ['1 2', '1 2 u2 2', '1 applied, 2 applied'],
    ['Rv', '', 'R:v pending'],
    ['Rv', 'Rv', 'R:v applied'],
    ['Rv', 'Rv~', 'R:v outdated'],
    ['Rv', 'Rv~ Rv', 'R:v applied; R:v@1 superseded'],
    ['Rv', 'Rv!', 'R:v failed'],
    ['1', '1 Rv', '1 applied; R:v missing refuse'],
    ['1.0', '1', '1 applied'],
    ['20221219_1720', '20221219.1720', '20221219.1720 applied'],
  ])('%s | %s | %s', (disk, rows, expected) => {
    expect(said(disk, rows, flyway.at('db'))).toBe(expected);
  });

  test.each([
    ['outOfOrder', 'true', '1 applied, 2 outOfOrder run, 3 applied'],
    ['ignoreMigrationPatterns', '*:ignored', '1 applied, 2 outOfOrder skip, 3 applied'],
    ['ignoreMigrationPatterns', '*:missing,versioned:ignored', '1 applied, 2 outOfOrder skip, 3 applied'],
    ['ignoreMigrationPatterns', 'repeatable:ignored', '1 applied, 2 outOfOrder refuse, 3 applied'],
    ['validateOnMigrate', 'false', '1 applied, 2 outOfOrder skip, 3 applied'],
    ['target', '1', '1 applied, 2 ignored (Above Target), 3 applied'],
  ])('%s=%s: %s', (setting, value, expected) => {
    const project = flyway.at('db');
    expect(said('1 2 3', '1 3', { ...project, settings: { ...project.settings, [setting]: value } })).toBe(expected);
  });

  test.each([
    ['*:missing', '2 applied; 1 missing run, 3 missing refuse, R:v missing run'],
    ['*:*', '2 applied; 1 missing run, 3 missing run, R:v missing run'],
    ['versioned:missing, versioned:future', '2 applied; 1 missing run, 3 missing run, R:v missing refuse'],
    ['', '2 applied; 1 missing refuse, 3 missing refuse, R:v missing refuse'],
  ])('ignoreMigrationPatterns=%s, files gone: %s', (value, expected) => {
    const project = flyway.at('db');
    expect(said('2', '1 2 3 Rv', { ...project, settings: { ...project.settings, ignoreMigrationPatterns: value } })).toBe(expected);
  });

  test('a renamed description is a mismatch, a longer one than the table holds is none', () => {
    const long = 'x'.repeat(250);
    const { migrations, project } = indexed(flyway, ['V1__old_name.sql', `V2__${long}.sql`]);
    const sums = migrations.map(it => checksumOf(it.up!.text));
    const rows = flyway.history.compare(migrations, [
      { id: '1', version: '1', name: 'new name', checksum: sums[0]!, success: true, type: 'SQL', rank: 1 },
      { id: '2', version: '2', name: `${'x'.repeat(197)}...`, checksum: sums[1]!, success: true, type: 'SQL', rank: 2 },
    ], project);
    expect(rows.map(it => `${it.state} ${it.difference ?? ''}`)).toEqual(['modified formatting', 'applied ']);
  });

  test('a repeatable whose placeholder is not known here cannot be called outdated', () => {
    const { migrations, project } = indexed(flyway, { 'R__v.sql': 'select ${secret}' });
    const row = { id: 'R:v', name: 'v', checksum: '7', success: true, type: 'SQL', rank: 1 };
    expect(flyway.history.compare(migrations, [row], project)[0]).toMatchObject({ state: 'applied', reason: expect.stringContaining('${secret}') });
  });

  test('migrations in Java have no file here and are not missing', () => {
    const row = { id: '2', version: '2', name: 'y', success: true, type: 'JDBC', rank: 1, script: 'db.migration.V2__y' };
    expect(flyway.history.compare([], [row], flyway.at('db'))[0]).toMatchObject({ state: 'applied' });
  });

  test('a file that only a profile reads is not pending', () => {
    const project: Project = { ...flyway.at('db'), locations: [{ path: 'db/dev', recursive: true, profiles: ['dev'] }] };
    const { migrations } = indexed(flyway, ['dev/V1__seed.sql'], project);
    expect(flyway.history.compare(migrations, [], project)[0]).toMatchObject({ state: 'ignored', reason: 'Read only with the profile dev' });
  });
});

/** The history is one row: `2`, or `2!` where it is dirty. */
describe('golang-migrate', () => {
  test.each([
    ['1 2', '', '1 pending, 2 pending'],
    ['1 2 3', '2', '1 applied, 2 applied, 3 pending'],
    ['1 2 3', '2!', '1 applied, 2 failed, 3 pending'],
    // Nothing tells that 2 was added after 3 had run: golang-migrate takes it for applied, and never runs it.
    ['1 2 3', '3', '1 applied, 2 applied, 3 applied'],
    ['1 2', '5', '1 applied, 2 applied; 5 missing (no migration found for version 5)'],
    ['1 2', '5!', '1 applied, 2 applied; 5 failed'],
    ['1 7', '3', '1 applied, 7 pending; 3 missing (no migration found for version 3)'],
    ['1', '-1!', '1 pending; -1 failed'],
    ['18446744073709551615', '18446744073709551615', '18446744073709551615 applied'],
  ])('%s | %s | %s', (disk, row, expected) => {
    const { migrations, project } = indexed(golangMigrate, disk.split(' ').map(it => `${it}_x.up.sql`));
    const rows = row === '' ? [] : [{ version: row.replace('!', ''), dirty: row.endsWith('!') }];
    expect(shown(golangMigrate.history.compare(migrations, golangMigrate.history.decode(rows, migrations), project))).toBe(expected);
  });
});

function said(disk: string, history: string, project: Project): string {
  const names = disk.split(' ').filter(Boolean).map(it => (/^R/.test(it) ? `R__${it.slice(1)}.sql` : /^B/.test(it) ? `${it}__x.sql` : `V${it}__x.sql`));
  const texts = Object.fromEntries(names.map(it => [it, `select '${it.replace(/^V1\.0/, 'V1')}'`]));
  const { migrations } = indexed(flyway, texts, project);
  const rows = history.split(' ').filter(Boolean).map((it, i) => {
    const [, kind, what, mark] = /^(b|u|-|)(.+?)([!~]?)$/.exec(it)!;
    const name = what!.startsWith('R') ? what!.slice(1) : 'x';
    const version = what!.startsWith('R') ? null : what!.replace(/^B/, '');
    const file = what!.startsWith('R') ? `R__${name}.sql` : what!.startsWith('B') ? `${what}__x.sql` : `V${what!.replace('.1720', '_1720')}__x.sql`;
    const type = kind === 'b' ? 'BASELINE' : kind === '-' ? 'DELETE' : kind === 'u' ? 'UNDO_SQL' : what!.startsWith('B') ? 'SQL_BASELINE' : 'SQL';
    return {
      installed_rank: i + 1, version, description: name, type, script: file, installed_by: 'u', installed_on: '2026-01-01T00:00:00.000', execution_time: 1,
      checksum: kind === '' ? Number(checksumOf(mark === '~' ? 'other' : `select '${file}'`)) : null, success: mark !== '!',
    };
  });
  return shown(flyway.history.compare(migrations, flyway.history.decode(rows, migrations), project));
}

function shown(rows: readonly Row[]): string {
  const words = (row: Row): string => {
    const reason = row.reason?.split(/[:(]/)[0]!.trim();
    const short = reason !== undefined && /^(?:Out of Order|Below|Ignored|Above|Deleted|Undone|Future|no migration)/.test(reason) ? ` (${reason})` : '';
    return `${row.migration?.id ?? row.applied!.id} ${row.state}${row.willRun ? ` ${row.willRun}` : short}`;
  };
  const disk = rows.filter(it => it.migration).map(words).join(', ');
  const rest = rows.filter(it => !it.migration).map(words).join(', ');
  return rest === '' ? disk : `${disk}; ${rest}`;
}
