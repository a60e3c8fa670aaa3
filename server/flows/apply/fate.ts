import type { Applying } from '../apply.js';
import type { Session } from '../ports.js';

/** The number under which the server will remember what became of this transaction. The name works since PostgreSQL 10. */
export async function transactionOf(session: Session): Promise<string> {
  const [row] = await session.query({ text: 'select txid_current()::text as id', values: [] });
  return String(row?.['id']);
}

/** Asks the server what became of a transaction whose COMMIT got no answer; waits while it is still being decided. */
export async function fateOf(transaction: string, { reconnect, clock }: Applying): Promise<'committed' | 'aborted' | 'unknown'> {
  const start = clock.now();
  do {
    const session = await reconnect();
    const fate = session.kind === 'refused' ? undefined : await ask(session, transaction).catch(() => undefined).finally(() => session.close());
    if (fate === 'committed' || fate === 'aborted') return fate;
    await clock.sleep(250);
  } while (clock.now() - start < LONGEST);
  return 'unknown';
}

/** Milliseconds: a server that restarts after a crash takes a while. */
const LONGEST = 15_000;

async function ask(session: Session, transaction: string): Promise<string | undefined> {
  const [row] = await session.query({ text: 'select txid_status($1::bigint) as fate', values: [transaction] });
  return row?.['fate'] as string | undefined;
}
