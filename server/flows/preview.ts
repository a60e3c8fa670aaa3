import { pathOf } from '../core/migrations/migration.js';
import type { Migration } from '../core/migrations/migration.js';
import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Command, Preview } from '../core/tools/tool/run.js';
import { projectOn } from './history.js';
import type { ProgramOptions, Programs, Session } from './ports.js';
import { runBeside } from './programs.js';

export type Previewed =
  | { readonly kind: 'preview'; readonly sql: string; readonly command: Command }
  /** `said` are the last lines of the program. */
  | { readonly kind: 'failed'; readonly message: string; readonly said: readonly string[] };

export interface Previewing {
  readonly direction: 'up' | 'down';
  readonly programs: Programs;
  /** Where the tool wants a database. */
  readonly session?: Session | undefined;
  readonly signal: AbortSignal;
}

/** A connection on which a preview may run what it then rolls back, or why not. */
export function refusalOf({ preview, title }: ProjectIndex['tool'], { name, level, preview: allowed }: { readonly name: string; readonly level: string; readonly preview?: boolean | undefined }): string | undefined {
  if (preview?.database !== 'rolledBack') return undefined;
  if (level !== 'normal') return `${name} is ${level === 'protected' ? 'protected' : 'marked read-only'}: ${title} would have to run the migration there to show its SQL`;
  return allowed ? undefined : `${title} has to run a migration to show its SQL. That is rolled back, and done only on a connection that says \`"preview": true\`: ${name} does not`;
}

/** Asks the tool itself what a migration sends. It runs the project's code: only after a person's command, in a trusted workspace. */
export async function previewOf(index: ProjectIndex, preview: Preview, migration: Migration, { direction, programs, session, signal }: Previewing): Promise<Previewed> {
  const { tool } = index;
  const command = preview.command(direction, migration, session ? projectOn(index, session.info) : index.project);
  const printed: string[] = [];
  const said: string[] = [];
  const readOnly = preview.database === 'read' && session?.info.pooled === false;
  const tell: ProgramOptions['tell'] = (line, from) => void (from === 'stdout' ? printed : said).push(line);
  const options = { signal, readOnly, tell };
  const ending = await (session ? runBeside(session, command, programs, options) : programs.run(command, { ...options, name: 'migration-lens', encrypted: false }));
  switch (ending.kind) {
    case 'absent':
      return failed(`${command.argv[0]} cannot be started: ${ending.message}`);
    case 'cancelled':
      return failed('Cancelled');
    case 'ended': {
      if (ending.code !== 0) return failed(`${tool.title} does not show the SQL of ${pathOf(migration)}: it ended with code ${ending.code}`);
      const sql = preview.read(printed.join('\n'), migration);
      return sql === undefined ? failed(`${tool.title} says nothing about ${pathOf(migration)}`) : { kind: 'preview', sql, command };
    }
  }

  function failed(message: string): Previewed {
    return { kind: 'failed', message, said: [...printed, ...said].filter(it => it.trim() !== '').slice(-MOST_LINES) };
  }
}

/** Of what a tool said, the end tells why. */
const MOST_LINES = 20;
