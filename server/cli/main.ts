#!/usr/bin/env node
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { cacheFolder } from '../edges/cache-folder.js';
import { keepCompiled } from '../edges/compiled.js';
import { tuneEngine } from '../edges/engine.js';
import { startParser } from '../edges/parser.js';
import { failure, printable, terminalOf, wrongUse } from './terminal.js';
import type { ExitCode, Terminal } from './terminal.js';
import { version } from '../edges/version.js';

const USAGE = `migration-lens: PostgreSQL migrations, checked, compared with databases, tried out and applied.

Usage:
  migration-lens check  [PATH...]  what is wrong with the migrations
  migration-lens status [PATH]     what a database has applied
  migration-lens new    NAME       the files of the next migration
  migration-lens plan   [PATH]     what apply would run, with its locks
  migration-lens apply  [PATH]     run what is pending
  migration-lens repair [PATH]     mend the history of a migration that failed, or free its lock
  migration-lens replay [PATH]     run the migrations from nothing, on a database in memory
  migration-lens drift  [PATH]     how a database's schema differs from what its migrations make
  migration-lens explain RULE      why a rule is there, and what to write instead
  migration-lens lsp    --stdio    the language server
  migration-lens mcp               tools for agents, which read and never apply

  migration-lens COMMAND --help    more about one of them
  migration-lens --version

Exit codes: 0 nothing to report, 1 findings or pending migrations, 2 wrong use or a failure.
`;

/** More have nothing to do: what they read is judged in one. */
const MOST_THREADS = 4;
const READS_SQL: ReadonlySet<string> = new Set(['check', 'plan', 'apply', 'repair', 'replay', 'drift', 'mcp']);

tuneEngine();
keepCompiled(join(cacheFolder(process.env), 'compiled'));
const terminal = terminalOf(process);
void main(process.argv.slice(2), terminal).then(
  end,
  (error: unknown) => end(failure(terminal, wordsFor(error))),
);

/** What the system refuses is the person's to mend; anything else is ours, and where it was helps to find it. */
function wordsFor(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return 'syscall' in error ? printable(error.message) : error.stack ?? error.message;
}

/** Only when both streams have let go of the last word: what a pipe has not taken yet would be cut. */
async function end(code: ExitCode): Promise<void> {
  process.exitCode = code;
  await Promise.all([process.stdout, process.stderr].map(stream => new Promise(taken => stream.write('', taken))));
  // Left alone, the process would wait until V8 has optimised WebAssembly that nobody needs any more.
  process.exit();
}

async function main([name, ...args]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  if (name === '--version' || name === '-v') {
    terminal.out(`${version()}\n`);
    return 0;
  }
  if (name === '--help' || name === '-h' || name === 'help') {
    const load = args[0] === undefined ? undefined : (await import('./commands.js')).commands[args[0]];
    terminal.out(load === undefined ? USAGE : (await load()).usage);
    return 0;
  }
  if (name === undefined) return wrongUse(terminal, 'no command given', USAGE.trimEnd());

  // Its thread wakes up while the commands are loaded.
  const parser = startParser({ early: READS_SQL.has(name), threads: Math.min(availableParallelism(), MOST_THREADS) });
  const { commands } = await import('./commands.js');
  if (!Object.hasOwn(commands, name)) return wrongUse(terminal, `unknown command '${name}'`, 'See: migration-lens --help');
  const command = await commands[name]!();
  const end = args.indexOf('--');
  const flags = end < 0 ? args : args.slice(0, end);
  if (flags.includes('--help') || flags.includes('-h')) {
    terminal.out(command.usage);
    return 0;
  }
  return command.run(args, terminal, parser);
}
