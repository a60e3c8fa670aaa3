import type { Migration } from '../../migrations/migration.js';
import type { Row } from '../../migrations/status.js';
import type { Failing, Repair } from '../tool/repair.js';
import { write } from './history.js';

/**
 * `migrate force V` writes the row anew, clean, and nothing else (`migrate.go`, 4.19.1). The dirty version is where the database
 * was on its way to: up to it from the one before, or down to it from the one behind.
 */
export function repairs({ applied, migration }: Row, on: Failing): readonly Repair[] {
  const version = BigInt(applied!.version!);
  const files = on.migrations.filter(it => it.version !== undefined && (it.up ?? it.down));
  const before = files.findLast(it => BigInt(it.version!) < version);
  const behind = files.find(it => BigInt(it.version!) > version);
  const here = migration ? [migration] : [];
  const force = (to: bigint): Pick<Repair, 'command' | 'write'> => ({ command: `migrate force ${to < 0n ? '-- ' : ''}${to}`, write: write(on, to, false) });

  const undone: Repair = {
    as: 'undone', ...force(before ? BigInt(before.version!) : -1n), ...of(migration), there: [], gone: here,
    ...(migration?.up && { failed: { migration, direction: 'up' as const } }),
  };
  const done: Repair = { as: 'done', ...force(version), ...of(migration), there: here, gone: behind ? [behind] : [] };
  const kept: readonly Repair[] = behind?.down
    ? [{ as: 'kept', ...force(BigInt(behind.version!)), of: behind, there: [...here, behind], gone: [], failed: { migration: behind, direction: 'down' } }]
    : [];
  // Below the first there is nowhere to come up from.
  return version < 0n ? [...kept, done] : [undone, done, ...kept];
}

function of(migration: Migration | undefined): Pick<Repair, 'of'> {
  return migration ? { of: migration } : {};
}
