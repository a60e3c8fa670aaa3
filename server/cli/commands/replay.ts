import { linesOf } from '../../core/text/lines.js';
import { AFTER_DOWN, inWords } from '../../core/replay/differences.js';
import { clock } from '../../edges/clock.js';
import { shadowNamed } from '../../edges/shadow.js';
import { NEWEST_POSTGRES, OLDEST_POSTGRES } from '../../flows/check/terms.js';
import { replay as replayProject } from '../../flows/replay.js';
import type { Replay, ReplayError, Replayed, ReplayedDown } from '../../flows/replay.js';
import { scripts } from '../../flows/script.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { at, counted } from '../print/human.js';
import { printed } from '../print/json.js';
import { missing, openProjects } from '../projects.js';
import type { Opened } from '../projects.js';
import { failure, printable, wrongUse } from '../terminal.js';
import type { ExitCode } from '../terminal.js';

/** What PGlite is. */
const EMBEDDED = 18;

export const replay: Command = {
  usage: `migration-lens replay [PATH] [options]

Runs the migrations from nothing, as their tool would, on a PostgreSQL of its own: in memory, inside
this program, gone when it ends. The first that fails is the last that runs. It runs the project's SQL.
What only the tool can run (code that is not SQL, a program, a command of psql) is skipped, and it says why.

  --shadow NAME|URL      on this server instead, in a database that is made for it and dropped: a connection
                         of migration-lens.jsonc, or postgres://user@host:port/database; "shadow" there
                         is the default
  --postgres MAJOR       the version that it must be; in memory it is ${EMBEDDED}
  --down                 run each down, too, and compare the schema with the one before its up
  --format human|json    human is the default

Exit codes: 0 everything applies, 1 a migration fails, or a down fails or leaves a difference,
2 wrong use or a failure.
`,

  async run(args, terminal, parser) {
    const parsed = parse(args, { shadow: { type: 'string' }, postgres: { type: 'string' }, down: { type: 'boolean', default: false }, format: { type: 'string', default: 'human' } });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('replay'));
    const { values: { down, format, shadow, postgres: wanted }, positionals } = parsed;
    if (format !== 'human' && format !== 'json') return wrongUse(terminal, `unknown format '${format}'`, 'Formats: human, json');
    const postgres = wanted === undefined ? undefined : Number(wanted);
    if (postgres !== undefined && !(Number.isInteger(postgres) && postgres >= OLDEST_POSTGRES && postgres <= NEWEST_POSTGRES)) {
      return wrongUse(terminal, `no Postgres '${wanted}'`, `Majors: ${OLDEST_POSTGRES} to ${NEWEST_POSTGRES}`);
    }
    if (positionals.length > 1) return wrongUse(terminal, 'replay takes one PATH', seeHelp('replay'));
    const absent = missing(positionals, terminal.cwd);
    if (absent !== undefined) return wrongUse(terminal, `no such file or folder: ${absent}`, seeHelp('replay'));

    const found = (await openProjects(positionals, terminal)).flatMap(opened => opened.projects.map(index => ({ opened, index })));
    if (found.length === 0) return wrongUse(terminal, 'no project of migrations found', seeHelp('replay'));
    const signal = terminal.interrupted();
    const read = scripts(parser);
    const replays: Told[] = [];
    for (const { opened, index } of found) {
      const where = await shadowNamed(shadow ?? index.settings.shadow, { settings: index.settings, env: terminal.env });
      if ('message' in where) return wrongUse(terminal, where.message, seeHelp('replay'));
      const told = await replayProject(index, { scripts: read, shadow: where, clock, postgres, downs: down, signal });
      if (told.kind === 'refused') return failure(terminal, printable(told.message));
      replays.push({ opened, replay: told });
      if (format === 'human') {
        terminal.out(textOf(replays.at(-1)!, found.length > 1));
        for (const note of told.notes) terminal.say(`${printable(note)}.\n`);
      }
      if (told.cancelled) return failure(terminal, 'cancelled');
    }
    if (format === 'json') terminal.out(printed(formOf(replays)));
    else terminal.say(summaryOf(replays));
    return exitOf(replays);
  },
};

interface Told {
  readonly opened: Opened;
  readonly replay: Replay;
}

function exitOf(replays: readonly Told[]): ExitCode {
  return replays.some(({ replay: { migrations, downs = [] } }) => migrations.some(it => it.state === 'failed') || downs.some(it => it.verdict === 'differs' || it.verdict === 'fails')) ? 1 : 0;
}

/** A line for each migration, and one below it for what there is to say. */
function textOf({ opened, replay: { index, migrations, downs = [] } }: Told, several: boolean): string {
  const judged = new Map(downs.map(it => [it.path, it]));
  const lines = migrations.flatMap(it => {
    const down = judged.get(it.path);
    return [`${it.state.padEnd(WIDEST)}  ${opened.shown(it.path)}${placeOf(it.path, it.state === 'failed' ? it.error : undefined)}${it.state === 'applied' ? `  ${it.ms} ms` : ''}`, ...aboutUp(it), ...(down ? aboutDown(down) : [])];
  });
  return `${several ? `${printable(opened.shown(index.project.folder))} (${index.tool.title})\n` : ''}${lines.map(it => `${printable(it)}\n`).join('')}`;

  function aboutUp(it: Replayed): readonly string[] {
    if (it.state === 'failed') return saidOf(it.error).map(line => `  ${line}`);
    return it.state === 'skipped' ? [`  ${it.reason}`] : [];
  }

  function aboutDown(down: ReplayedDown): readonly string[] {
    switch (down.verdict) {
      case 'restores':
      case 'absent': return [];
      case 'differs': return [`  its down leaves a difference (${opened.shown(down.down)})`, ...down.differences.map(it => `    ${inWords(it, AFTER_DOWN)}`)];
      case 'fails': return [`  its down fails: ${opened.shown(down.down)}${placeOf(down.down, down.error)}`, ...saidOf(down.error).map(line => `    ${line}`)];
      case 'skipped': return [`  its down was not run: ${down.reason}`];
    }
  }

  function placeOf(path: string, error: ReplayError | undefined): string {
    return error?.span ? `:${at(linesOf(index.sources.get(path)?.text ?? '').positionAt(error.span.start))}` : '';
  }
}

const WIDEST = 'applied'.length;

function saidOf({ problem: { code, message, detail, hint, where } }: ReplayError): readonly string[] {
  return [`${code === undefined ? '' : `${code}: `}${message}`, ...[detail, hint, where].filter(it => it !== undefined)].flatMap(it => it.split('\n'));
}

function summaryOf(replays: readonly Told[]): string {
  const all = replays.flatMap(it => it.replay.migrations);
  const downs = replays.flatMap(it => it.replay.downs ?? []);
  const counts = (['applied', 'failed', 'skipped'] as const).map(state => [state, all.filter(it => it.state === state).length] as const).filter(([, count]) => count > 0);
  const verdicts = (['restores', 'differs', 'fails', 'absent', 'skipped'] as const).map(verdict => [verdict, downs.filter(it => it.verdict === verdict).length] as const).filter(([, count]) => count > 0);
  const [first] = replays;
  return `${counted(all.length, 'migration')} on PostgreSQL ${printable(first!.replay.info.serverVersion)}${first!.replay.engine === 'pglite' ? ', embedded' : ''}: ${counts.map(([state, count]) => `${count} ${state}`).join(', ')}.\n${
    verdicts.length === 0 ? '' : `Downs: ${verdicts.map(([verdict, count]) => `${count} ${VERDICTS[verdict]}`).join(', ')}.\n`}`;
}

const VERDICTS: Readonly<Record<ReplayedDown['verdict'], string>> = { restores: 'restore', differs: 'leave a difference', fails: 'fail', absent: 'absent', skipped: 'not run' };

function formOf(replays: readonly Told[]): object {
  const [first] = replays;
  return {
    postgres: first!.replay.info.serverVersion,
    engine: first!.replay.engine,
    projects: replays.map(({ opened, replay: { index, migrations, downs, notes } }) => {
      const errorOf = (path: string, { problem: { code, message, detail, hint, where }, span }: ReplayError): object => ({
        range: linesOf(index.sources.get(path)?.text ?? '').rangeOf(span ?? { start: 0, end: 0 }), code: code ?? null, message, ...(detail !== undefined && { detail }), ...(hint !== undefined && { hint }), ...(where !== undefined && { where }),
      });
      return {
        tool: index.tool.id,
        folder: opened.shown(index.project.folder),
        migrations: migrations.map(it => ({
          version: it.version ?? null, path: opened.shown(it.path), state: it.state,
          ...(it.state !== 'skipped' && { ms: it.ms }), ...(it.state === 'failed' && { error: errorOf(it.path, it.error) }), ...(it.state === 'skipped' && { reason: it.reason }),
        })),
        ...(downs && { down: downs.map(it => ({
          version: it.version ?? null, path: opened.shown(it.down), verdict: it.verdict,
          differences: it.verdict === 'differs' ? it.differences.map(one => ({ ...one, message: inWords(one, AFTER_DOWN) })) : [],
          ...(it.verdict === 'fails' && { error: errorOf(it.down, it.error) }), ...('reason' in it && { reason: it.reason }),
        })) }),
        ...(notes.length > 0 && { notes }),
      };
    }),
  };
}
