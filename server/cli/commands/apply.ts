import { pathOf } from '../../core/migrations/migration.js';
import { linesOf } from '../../core/text/lines.js';
import { clock } from '../../edges/clock.js';
import { programsIn } from '../../edges/programs.js';
import { applyPlan } from '../../flows/apply.js';
import type { Outcome } from '../../flows/apply.js';
import { planOf } from '../../flows/plan.js';
import { scripts } from '../../flows/script.js';
import { readStatus } from '../../flows/status.js';
import { agreed, askingFails } from '../agree.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { choose, withSession } from '../connection.js';
import type { Chosen } from '../connection.js';
import { at, counted } from '../print/human.js';
import { failure, printable, wrongUse } from '../terminal.js';
import type { ExitCode, Terminal } from '../terminal.js';
import { planText } from './plan.js';

export const apply: Command = {
  usage: `migration-lens apply [PATH] --connection NAME|URL [options]

Runs what is pending on a database, under the tool's own lock, and writes the tool's own history.
Asks first. Ctrl-C cancels on the server and says what was left.

  --connection NAME|URL  a connection of migration-lens.jsonc, or postgres://user@host:port/database
  --to VERSION           up to and with this migration
  --yes                  do not ask; needed where there is no terminal to ask on. A connection marked
                         protected asks for the database's name all the same

Exit codes: 0 everything planned was applied, 1 the answer was no, 2 wrong use or a failure.
`,

  async run(args, terminal, parser) {
    const parsed = parse(args, { connection: { type: 'string' }, to: { type: 'string' }, yes: { type: 'boolean', default: false } });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('apply'));
    const { values: { connection: nameOrUrl, to, yes }, positionals } = parsed;
    const chosen = await choose('apply', positionals, nameOrUrl, terminal);
    if (typeof chosen === 'number') return chosen;

    const { connection, index } = chosen;
    if (connection.level === 'readOnly') return failure(terminal, `${connection.name} is marked read-only: nothing is applied there`);
    const asking = askingFails('apply', connection, yes, terminal);
    if (asking !== undefined) return asking;

    return withSession(connection, {}, terminal, async (session, reconnect) => {
      const plan = await planOf(index, await readStatus(index, session, { git: chosen.opened.git }), { to, scripts: scripts(parser) });
      if (plan.stops.length > 0) return failure(terminal, plan.stops.map(printable).join('\nmigration-lens: '));
      if (plan.steps.length === 0) {
        terminal.say(`Nothing is pending on ${connection.name}.\n`);
        return 0;
      }
      terminal.say(planText(chosen, plan));
      for (const note of plan.notes) terminal.say(`${printable(note)}.\n`);
      const deed = { verb: 'apply', what: `${counted(plan.steps.length, 'migration')} to`, nothing: 'Nothing was applied.' };
      if (!await agreed(connection, session.info, deed, yes, terminal)) return 1;

      const outcome = await applyPlan(plan, session, {
        clock, reconnect, signal: terminal.interrupted(), programs: programsIn(chosen.opened.root, connection, undefined),
        tell: ({ message, done, total, kind }) => terminal.say(kind === undefined ? `[${done + 1}/${total}] ${printable(message)}\n` : `  ${printable(message)}\n`),
      });
      return told(outcome, chosen, terminal);
    });
  },
};

function told(outcome: Outcome, { opened, index, connection }: Chosen, terminal: Terminal): ExitCode {
  switch (outcome.kind) {
    case 'done':
      for (const migration of outcome.applied) terminal.out(`${opened.shown(pathOf(migration))}\n`);
      terminal.say(`Applied ${counted(outcome.applied.length, 'migration')} on ${connection.name}.\n`);
      return 0;
    case 'busy':
    case 'changed':
    case 'refused':
      return failure(terminal, printable(outcome.message));
    case 'stopped': {
      for (const migration of outcome.applied) terminal.out(`${opened.shown(pathOf(migration))}\n`);
      const { at: failed, place, message, cancelled, left } = outcome;
      const where = place === undefined ? '' : `:${at(linesOf(index.sources.get(place.path)?.text ?? '').positionAt(place.span.start))}`;
      terminal.say(`${opened.shown(pathOf(failed))}${where}: ${message.split('\n').map(printable).join('\n  ')}\n`);
      const remains = { nothing: 'It left nothing behind.', something: 'It left something behind.', unknown: 'What it left behind is not known.' }[left];
      return failure(terminal, `${cancelled ? 'cancelled' : 'stopped'} after ${counted(outcome.applied.length, 'migration')} applied. ${remains}`);
    }
  }
}
