import { clock } from '../../edges/clock.js';
import { planRepair, repair as mend } from '../../flows/repair.js';
import type { RepairPlan, Way } from '../../flows/repair.js';
import { scripts } from '../../flows/script.js';
import { agreed, askingFails } from '../agree.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { choose, withSession } from '../connection.js';
import type { Chosen } from '../connection.js';
import { connectionForm, printed } from '../print/json.js';
import { failure, printable, wrongUse } from '../terminal.js';
import type { Terminal } from '../terminal.js';

const WORDS: ReadonlySet<string> = new Set<Way['as']>(['undone', 'done', 'kept', 'release']);

export const repair: Command = {
  usage: `migration-lens repair [PATH] --connection NAME|URL [options]

Says what a migration that failed has left in a database, and tells the tool's history what became of it, as the tool's
own command would ("migrate force", "flyway repair", "prisma migrate resolve", "liquibase release-locks").
It runs no migration and changes nothing but that history.

  --connection NAME|URL  a connection of migration-lens.jsonc, or postgres://user@host:port/database
  --migration VERSION    where several have failed; else the first of them
  --as WORD              what you vouch for:
                           undone   nothing of the migration is in the database
                           done     all of it is
                           kept     its way back failed, and it is still there
                           release  whoever holds the lock runs no more
                         Without it, what the database itself proves
  --dry-run              look, and write nothing
  --format human|json    human is the default
  --yes                  do not ask; needed where there is no terminal to ask on. A connection marked
                         protected asks for the database's name all the same

Exit codes: 0 nothing is broken, or it was mended, 1 it is broken still, 2 wrong use or a failure.
`,

  async run(args, terminal, parser) {
    const parsed = parse(args, {
      connection: { type: 'string' }, migration: { type: 'string' }, as: { type: 'string' }, format: { type: 'string', default: 'human' },
      'dry-run': { type: 'boolean', default: false }, yes: { type: 'boolean', default: false },
    });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('repair'));
    const { values: { connection: nameOrUrl, migration, as, format, yes, 'dry-run': dry }, positionals } = parsed;
    if (format !== 'human' && format !== 'json') return wrongUse(terminal, `unknown format '${format}'`, 'Formats: human, json');
    if (as !== undefined && !WORDS.has(as)) return wrongUse(terminal, `unknown word '${as}'`, `Words: ${[...WORDS].join(', ')}`);
    const chosen = await choose('repair', positionals, nameOrUrl, terminal);
    if (typeof chosen === 'number') return chosen;

    const { connection, index } = chosen;
    if (!dry && connection.level === 'readOnly') return failure(terminal, `${connection.name} is marked read-only: nothing is written there`);
    const asking = dry ? undefined : askingFails('repair', connection, yes, terminal);
    if (asking !== undefined) return asking;

    return withSession(connection, dry ? { readOnly: true } : {}, terminal, async (session, reconnect) => {
      const plan = await planRepair(index, session, { which: migration, scripts: scripts(parser) });
      if (format === 'json') terminal.out(printed(repairForm(chosen, plan)));
      if (plan === undefined) {
        terminal.say(`Nothing is broken on ${connection.name}.\n`);
        return 0;
      }
      if (format === 'human') tellPlan(plan, terminal);
      if (plan.stops.length > 0) return failure(terminal, plan.stops.map(printable).join('\nmigration-lens: '));
      if (dry) return 1;

      const way = plan.ways.find(it => (as === undefined ? it.recommended && it.fit === 'right' : it.as === as));
      if (!way) return failure(terminal, as === undefined ? 'nothing proves which of these is true: look into the database, then say it by --as' : `'${as}' is none of these`);
      if (way.fit === 'wrong') terminal.say('The database says otherwise.\n');
      const deed = { verb: 'write', what: `what ${way.command} writes to`, nothing: 'Nothing was written.' };
      if (!await agreed(connection, session.info, deed, yes, terminal)) return 1;

      const outcome = await mend(plan, way, session, { clock, reconnect });
      if (outcome.kind !== 'mended') return failure(terminal, printable(outcome.message));
      terminal.say(`Done on ${connection.name}: ${printable(way.command)}.\n`);
      return 0;
    });
  },
};

function tellPlan({ trouble, findings, ways }: RepairPlan, { out }: Terminal): void {
  out(`${printable(trouble)}\n`);
  for (const it of findings) out(`  ${printable(it)}.\n`);
  for (const { as, command, means, fit, recommended } of ways) out(`${recommended ? '*' : ' '} --as ${as.padEnd(7)}  ${printable(command)}  (${FITS[fit]})\n    ${printable(means)}.\n`);
}

const FITS: Readonly<Record<Way['fit'], string>> = {
  right: 'so it is in the database', likely: 'so a failure leaves it', open: 'you must know', wrong: 'the database says otherwise',
};

function repairForm({ opened, index, connection }: Chosen, plan: RepairPlan | undefined): object {
  return {
    project: { tool: index.tool.id, folder: opened.shown(index.project.folder) },
    ...(plan && {
      connection: connectionForm(connection.name, plan.status.info),
      trouble: plan.trouble,
      findings: plan.findings,
      ways: plan.ways.map(({ as, command, means, fit, recommended }) => ({ as, command, means, fit, recommended })),
      stops: plan.stops,
    }),
  };
}
