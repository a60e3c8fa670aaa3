import { randomBytes } from 'node:crypto';
import { identifier } from '../core/sql/identifier.js';
import { sqlProblem } from '../core/sql/problem.js';
import type { Session, Shadow } from '../flows/ports.js';
import type { Connection } from './connections.js';
import { connect } from './postgres.js';
import type { ConnectOptions } from './postgres.js';

/** On a server that a person has named: each session has a database of its own there, which goes with it. The one that the connection names is never touched. */
export function shadowOn(connection: Connection, options: ConnectOptions = {}): Shadow {
  return { engine: 'server', open };

  async function open() {
    const keeper = await connect(connection, options);
    if (keeper.kind === 'refused') return keeper;
    const name = `${PREFIX}${Math.floor(Date.now() / 1000)}_${randomBytes(4).toString('hex')}`;
    try {
      await reap(keeper);
      await keeper.execute(`create database ${identifier(name)} template template0`);
    } catch (error) {
      await keeper.close();
      return { kind: 'refused' as const, reason: 'other' as const, message: `No database can be made on ${connection.name}: ${sqlProblem(error).message}`, address: keeper.info };
    }
    const session = await connect({ ...connection, database: name, runtime: {} }, options);
    if (session.kind === 'refused') {
      await drop(keeper, name);
      return session;
    }
    return { ...session, close: () => session.close().finally(() => drop(keeper, name)) };
  }
}

const PREFIX = 'migration_lens_shadow_';

async function drop(keeper: Session, name: string): Promise<void> {
  try {
    // Somebody may look into it; 12 knows no WITH (FORCE).
    await keeper.query({ text: 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()', values: [name] });
    await keeper.execute(`drop database if exists ${identifier(name)}`);
  } finally {
    await keeper.close();
  }
}

/** What processes have left that were killed. The name tells the age, in seconds. */
async function reap(keeper: Session): Promise<void> {
  const rows = await keeper.query({
    text: `select d.datname::text as name from pg_database d
            where d.datname ~ $1 and split_part(d.datname, '_', 4)::bigint < extract(epoch from now()) - 3600
              and pg_has_role(d.datdba, 'usage') and not exists (select from pg_stat_activity a where a.datname = d.datname)`,
    values: [`^${PREFIX}[0-9]+_[0-9a-f]+$`],
  });
  for (const { name } of rows) await keeper.execute(`drop database if exists ${identifier(String(name))}`).catch(() => undefined);
}
