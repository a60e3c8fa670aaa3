import { pathOf } from '../../core/migrations/migration.js';
import type { Migration } from '../../core/migrations/migration.js';
import { linesOf } from '../../core/text/lines.js';
import type { Lines } from '../../core/text/lines.js';
import { programsIn, programsWithout } from '../../edges/programs.js';
import { describeEffect, planOf } from '../../flows/plan.js';
import type { Plan, PlannedStep } from '../../flows/plan.js';
import type { Session } from '../../flows/ports.js';
import { previewOf, refusalOf } from '../../flows/preview.js';
import { commandLine } from '../../flows/programs.js';
import { scripts } from '../../flows/script.js';
import { readStatus } from '../../flows/status.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { choose, withSession } from '../connection.js';
import type { Chosen } from '../connection.js';
import { counted } from '../print/human.js';
import { connectionForm, printed, relationForm } from '../print/json.js';
import { failure, printable, wrongUse } from '../terminal.js';
import type { ExitCode, Terminal } from '../terminal.js';

export const plan: Command = {
  usage: `migration-lens plan [PATH] --connection NAME|URL [options]

Shows what apply would run on a database, with the locks of each statement. It only reads.
Of migrations in Python or Ruby it shows a translation, for which nothing of the project is run.

  --connection NAME|URL  a connection of migration-lens.jsonc, or postgres://user@host:port/database
  --to VERSION           up to and with this migration
  --sql                  the SQL instead, as the tool itself says it: Alembic, Django and Rails are
                         started, and run the project's code
  --rolled-back          for --sql: Rails may run the migrations on this connection, in a transaction
                         that is rolled back. As good as "preview": true at the connection
  --format human|json    human is the default

Exit codes: 0 nothing is pending, 1 something is, 2 wrong use or a failure.
`,

  async run(args, terminal, parser) {
    const parsed = parse(args, { connection: { type: 'string' }, to: { type: 'string' }, sql: { type: 'boolean', default: false }, 'rolled-back': { type: 'boolean', default: false }, format: { type: 'string', default: 'human' } });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('plan'));
    const { values: { connection, format, to, sql, 'rolled-back': rolledBack }, positionals } = parsed;
    if (format !== 'human' && format !== 'json') return wrongUse(terminal, `unknown format '${format}'`, 'Formats: human, json');
    const chosen = await choose('plan', positionals, connection, terminal);
    if (typeof chosen === 'number') return chosen;
    const refusal = sql ? refusalOf(chosen.index.tool, { ...chosen.connection, ...(rolledBack && { preview: true }) }) : undefined;
    if (refusal !== undefined) return wrongUse(terminal, refusal, 'Give --rolled-back on a database of a developer');

    return withSession(chosen.connection, { readOnly: true }, terminal, async session => {
      const found = await planOf(chosen.index, await readStatus(chosen.index, session, { git: chosen.opened.git }), { to, scripts: scripts(parser) });
      const texts = sql ? await sqlOf(chosen, found, session, terminal) : undefined;
      if (typeof texts === 'number') return texts;
      terminal.out(format === 'json' ? printed(planForm(chosen, found, texts)) : texts ? sqlText(chosen, found, texts) : planText(chosen, found));
      for (const note of sql ? [] : found.notes) terminal.say(`${printable(note)}.\n`);
      for (const stop of found.stops) terminal.say(`Apply will refuse: ${printable(stop)}.\n`);
      if (found.steps.length === 0 && found.stops.length === 0) terminal.say(`Nothing is pending on ${chosen.connection.name}.\n`);
      return found.steps.length > 0 || found.stops.length > 0 ? 1 : 0;
    });
  },
};

/** One line for each migration, one below it for each statement that locks something. */
export function planText({ opened }: Chosen, { steps }: Plan): string {
  const linesIn = remembered();
  return steps.map(({ migration, statements, execution, command }) => {
    const { positionAt } = linesIn(migration);
    const locks = statements.filter(it => it.relations.length > 0)
      .map(({ span, relations }) => `  line ${positionAt(span.start).line + 1}: ${relations.map(describeEffect).join('; ')}\n`);
    return printableLines(`${opened.shown(pathOf(migration))}  (${counted(statements.length, 'statement')}, ${execution.wraps ? 'in one transaction' : 'without a transaction'})\n${command ? `  by ${commandLine(command)}\n` : ''}${locks.join('')}`);
  }).join('');
}

/** Of each step, by the tool where it says so itself; else what would be sent, or what we translate. */
async function sqlOf({ opened, index, connection }: Chosen, { steps }: Plan, session: Session, terminal: Terminal): Promise<readonly string[] | ExitCode> {
  const { preview } = index.tool;
  const texts: string[] = [];
  const signal = terminal.interrupted();
  for (const { migration, sent, statements } of steps) {
    if (preview === undefined) {
      texts.push(sent.pieces.length > 0 ? sent.text.trim() : statements.map(it => `${it.text.trim().replace(/;$/, '')};`).join('\n'));
      continue;
    }
    const programs = preview.database === 'nothing' ? programsWithout(opened.root) : programsIn(opened.root, connection, undefined);
    const found = await previewOf(index, preview, migration, { direction: 'up', programs, signal, ...(preview.database !== 'nothing' && { session }) });
    if (found.kind === 'failed') {
      for (const line of found.said) terminal.say(`  ${printable(line)}\n`);
      return failure(terminal, printable(found.message));
    }
    texts.push(found.sql);
  }
  if (preview !== undefined && steps.length > 0) terminal.say(`${preview.limit}.\n`);
  return texts;
}

/** To be read, or kept in a file: what is not SQL is a comment. */
function sqlText({ opened }: Chosen, { steps }: Plan, texts: readonly string[]): string {
  return steps.map(({ migration }, i) => `-- ${printable(opened.shown(pathOf(migration)))}\n${texts[i]!.split('\n').map(printable).join('\n')}\n`).join('\n');
}

function planForm({ opened, index, connection }: Chosen, { status, steps, stops, notes, heaviest }: Plan, texts: readonly string[] | undefined): object {
  const linesIn = remembered();
  return {
    project: { tool: index.tool.id, folder: opened.shown(index.project.folder) },
    connection: connectionForm(connection.name, status.info),
    steps: steps.map((it, i) => ({ ...stepForm(opened.shown(pathOf(it.migration)), linesIn(it.migration), it), ...(texts && { sql: texts[i] }) })),
    ...(heaviest !== undefined && { heaviest: relationForm(heaviest) }),
    stops,
    ...(notes.length > 0 && { notes }),
  };
}

function stepForm(path: string, { rangeOf }: Lines, { migration, statements, execution, command, heaviest }: PlannedStep): object {
  return {
    version: migration.version ?? null,
    name: migration.name,
    path,
    transaction: execution.wraps,
    ...(command && { command: commandLine(command) }),
    statements: statements.map(it => ({ range: rangeOf(it.span), relations: it.relations.map(relationForm) })),
    ...(heaviest !== undefined && { heaviest: relationForm(heaviest) }),
  };
}

/** The lines of migrations' files, each counted once: one may hold thousands. */
function remembered(): (migration: Migration) => Lines {
  const known = new Map<string, Lines>();
  return ({ up }) => {
    const lines = known.get(up?.path ?? '') ?? linesOf(up?.text ?? '');
    known.set(up?.path ?? '', lines);
    return lines;
  };
}

function printableLines(text: string): string {
  return text.split('\n').map(printable).join('\n');
}
