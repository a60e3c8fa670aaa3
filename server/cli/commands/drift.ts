import { inWords, ON_DATABASE } from '../../core/replay/differences.js';
import { clock } from '../../edges/clock.js';
import { shadowNamed } from '../../edges/shadow.js';
import { driftOf } from '../../flows/drift.js';
import { scripts } from '../../flows/script.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { choose, withSession } from '../connection.js';
import { counted } from '../print/human.js';
import { connectionForm, printed } from '../print/json.js';
import { failure, printable, wrongUse } from '../terminal.js';

export const drift: Command = {
  usage: `migration-lens drift [PATH] --connection NAME|URL [options]

Compares the schema of a database with what the migrations make that its history says were applied,
run from nothing as replay does. On the connection it only reads. Owners and privileges are not compared,
and neither are rows.

  --connection NAME|URL  a connection of migration-lens.jsonc, or postgres://user@host:port/database
  --shadow NAME|URL      where the migrations run, as for replay
  --format human|json    human is the default

Exit codes: 0 nothing differs, 1 something does, 2 wrong use or a failure.
`,

  async run(args, terminal, parser) {
    const parsed = parse(args, { connection: { type: 'string' }, shadow: { type: 'string' }, format: { type: 'string', default: 'human' } });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('drift'));
    const { values: { connection: nameOrUrl, shadow, format }, positionals } = parsed;
    if (format !== 'human' && format !== 'json') return wrongUse(terminal, `unknown format '${format}'`, 'Formats: human, json');
    const chosen = await choose('drift', positionals, nameOrUrl, terminal);
    if (typeof chosen === 'number') return chosen;
    const { opened, index, connection } = chosen;
    const where = await shadowNamed(shadow ?? index.settings.shadow, { settings: index.settings, env: terminal.env });
    if ('message' in where) return wrongUse(terminal, where.message, seeHelp('drift'));

    return withSession(connection, { readOnly: true }, terminal, async session => {
      const found = await driftOf(index, session, { scripts: scripts(parser), shadow: where, clock, signal: terminal.interrupted() });
      if (found.kind === 'refused') return failure(terminal, printable(found.message));
      const { info, differences, notes, replayed } = found;
      if (format === 'json') {
        terminal.out(printed({
          project: { tool: index.tool.id, folder: opened.shown(index.project.folder) },
          connection: connectionForm(connection.name, info),
          replay: { postgres: replayed.info.serverVersion, engine: replayed.engine, migrations: replayed.migrations.length },
          differences: differences.map(it => ({ ...it, message: inWords(it, ON_DATABASE) })),
          ...(notes.length > 0 && { notes }),
        }));
      } else {
        for (const it of differences) terminal.out(`${printable(inWords(it, ON_DATABASE))}\n`);
        for (const note of notes) terminal.say(`${printable(note)}.\n`);
        terminal.say(differences.length === 0
          ? `${connection.name} is as its migrations make it (${counted(replayed.migrations.length, 'migration')}).\n`
          : `${counted(differences.length, 'difference')} between ${connection.name} and what its migrations make (${counted(replayed.migrations.length, 'migration')}).\n`);
      }
      return differences.length === 0 ? 0 : 1;
    });
  },
};
