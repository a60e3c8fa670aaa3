import { pathOf } from '../../core/migrations/migration.js';
import type { Row, State } from '../../core/migrations/status.js';
import { heldBy } from '../../flows/apply/lock.js';
import { readStatus } from '../../flows/status.js';
import type { StatusReport } from '../../flows/status.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { choose, withSession } from '../connection.js';
import type { Chosen } from '../connection.js';
import { counted, table } from '../print/human.js';
import { connectionForm, printed } from '../print/json.js';
import { failure, printable, wrongUse } from '../terminal.js';

export const status: Command = {
  usage: `migration-lens status [PATH] --connection NAME|URL [options]

Compares the migrations with what a database has applied, by the tool's own history table.
It only reads: the transaction is read-only, and no history table is ever created.

  --connection NAME|URL  a connection of migration-lens.jsonc, or postgres://user@host:port/database
  --format human|json    human is the default

Exit codes: 0 everything is applied as it is here, 1 something is pending or differs, 2 wrong use or a failure.
`,

  async run(args, terminal) {
    const parsed = parse(args, { connection: { type: 'string' }, format: { type: 'string', default: 'human' } });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('status'));
    const { values: { connection, format }, positionals } = parsed;
    if (format !== 'human' && format !== 'json') return wrongUse(terminal, `unknown format '${format}'`, 'Formats: human, json');
    const chosen = await choose('status', positionals, connection, terminal);
    if (typeof chosen === 'number') return chosen;

    return withSession(chosen.connection, { readOnly: true }, terminal, async session => {
      const report = await readStatus(chosen.index, session, { git: chosen.opened.git });
      const { history } = report;
      if (history.kind === 'foreign' || history.kind === 'unreadable') return failure(terminal, history.message);

      if (format === 'json') {
        terminal.out(printed(statusForm(chosen, report)));
      } else {
        terminal.out(table(report.rows.map(columnsOf)));
        if (report.lock) terminal.say(`${printable(heldBy(report.lock, chosen.index.tool))}.\n`);
        terminal.say(`${summary(report.rows)} on ${chosen.connection.name}${history.kind === 'absent' ? `; there is no ${history.table} yet` : ''}.\n`);
      }
      return report.rows.some(it => WANTS_ATTENTION[it.state]) ? 1 : 0;
    });
  },
};

const WANTS_ATTENTION: Readonly<Record<State, boolean>> = {
  pending: true, applied: false, modified: true, outdated: true, outOfOrder: true, failed: true, missing: true,
  undone: true, baseline: false, ignored: false, superseded: false,
};

function statusForm({ opened, index, connection }: Chosen, { info, rows, lock }: StatusReport): object {
  return {
    project: { tool: index.tool.id, folder: opened.shown(index.project.folder) },
    connection: connectionForm(connection.name, info),
    ...(lock && { lock: heldBy(lock, index.tool) }),
    rows: rows.map(({ state, migration, applied, difference, willRun, foundOn, reason }) => ({
      version: migration?.version ?? applied?.version ?? null,
      name: migration?.name ?? applied?.name ?? '',
      state,
      ...(migration !== undefined && { path: opened.shown(pathOf(migration)) }),
      ...(applied?.appliedAt !== undefined && { appliedAt: applied.appliedAt }),
      ...(difference !== undefined && { difference }),
      ...(willRun !== undefined && { willRun }),
      ...(foundOn !== undefined && { foundOn }),
      ...(reason !== undefined && { reason }),
    })),
  };
}

/** State, version, name, and what more there is to know. */
function columnsOf({ state, migration, applied, difference, willRun, foundOn = [], reason }: Row): readonly string[] {
  const more = [
    ...(applied?.appliedAt === undefined ? [] : [applied.appliedAt]),
    ...(difference === undefined ? [] : [difference === 'unknown' ? 'differs' : `differs in ${difference}`]),
    ...(willRun === undefined || state !== 'outOfOrder' ? [] : [{ run: 'will run', refuse: 'will be refused', skip: 'will be skipped for ever' }[willRun]]),
    ...(foundOn.length === 0 ? [] : [`on ${foundOn.join(', ')}`]),
    ...(reason === undefined ? [] : [reason]),
  ];
  return [state, migration?.version ?? applied?.version ?? '', migration?.name ?? applied?.name ?? '', more.join('; ')];
}

function summary(rows: readonly Row[]): string {
  const counts = new Map<State, number>();
  for (const { state } of rows) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts.size === 0 ? counted(0, 'migration') : [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
}
