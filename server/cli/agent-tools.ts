import { realpathSync } from 'node:fs';
import { resolve, sep } from 'node:path';

/** What an agent may ask for: a command of ours, which prints its results as JSON or Markdown. */
export interface AgentTool {
  /** `verb_noun`. */
  readonly name: string;
  readonly title: string;
  /** Read by the model: what it is for, and what not. */
  readonly description: string;
  readonly input: { readonly [name: string]: Parameter };
  readonly required: readonly string[];
  /** It writes files; none of these writes to a database. */
  readonly writes: boolean;
  /** It speaks with a server. */
  readonly connects: boolean;
  readonly command: string;
  /** The command's arguments. What is given fits `input`. */
  args(given: Given): readonly string[];
}

/** As JSON Schema has it. */
export type Parameter =
  | { readonly type: 'string' | 'boolean'; readonly description: string }
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number; readonly description: string }
  | { readonly type: 'array'; readonly items: { readonly type: 'string' }; readonly description: string };

export interface Given {
  readonly paths?: readonly string[];
  readonly path?: string;
  readonly postgres?: number;
  readonly base?: string;
  readonly rule?: string;
  readonly connection?: string;
  readonly to?: string;
  readonly name?: string;
  readonly project?: string;
  readonly down?: boolean;
}

const PATH = { type: 'string', description: 'The folder of one project of migrations; needed where the workspace has several' } as const;
const CONNECTION = { type: 'string', description: 'The name of a connection in migration-lens.jsonc. URLs and protected connections are refused' } as const;

export const agentTools: readonly AgentTool[] = [
  {
    name: 'check_migrations',
    title: 'Check migrations',
    description: 'Lints PostgreSQL schema migrations of any tool (Flyway, Liquibase, Alembic, Django, Rails, golang-migrate, Prisma and others): names, order, graph, and statements that lock, rewrite or break. Use it after a migration was written or changed, with its path. Gives JSON: the projects found and the problems with ranges (lines and characters from 0), fixes among them. It reads files only, and knows nothing of databases.',
    input: {
      paths: { type: 'array', items: { type: 'string' }, description: 'Files or folders; without any, the whole workspace' },
      postgres: { type: 'integer', minimum: 13, maximum: 18, description: 'The major version of the target, over what the project says' },
      base: { type: 'string', description: 'Only files that changed since the merge base with this git branch or commit' },
    },
    required: [],
    writes: false,
    connects: false,
    command: 'check',
    args: ({ paths = [], postgres, base }) => ['--format=json', ...(postgres === undefined ? [] : [`--postgres=${postgres}`]), ...(base === undefined ? [] : [`--base=${base}`]), '--', ...paths],
  },
  {
    name: 'explain_rule',
    title: 'Explain a rule',
    description: 'Why a rule of check_migrations is there and what to write instead, as Markdown. Use it before a finding is mended or ignored.',
    input: { rule: { type: 'string', description: 'Its name, as in a problem: require-concurrent-index-creation' } },
    required: ['rule'],
    writes: false,
    connects: false,
    command: 'explain',
    args: ({ rule = '' }) => ['--', rule],
  },
  {
    name: 'get_migration_status',
    title: 'Get the status of migrations',
    description: 'Which migrations a database has applied, which are pending, modified, missing or failed, by the history table of the migration tool itself. Read-only. Not for databases that the project file does not name.',
    input: { connection: CONNECTION, path: PATH },
    required: ['connection'],
    writes: false,
    connects: true,
    command: 'status',
    args: ({ connection, path }) => ['--format=json', `--connection=${connection}`, '--', ...(path === undefined ? [] : [path])],
  },
  {
    name: 'plan_migrations',
    title: 'Plan pending migrations',
    description: 'What applying would run on a database, with the locks of each statement, and what would stop it. Nothing is run. Applying is left to people: there is no tool for it.',
    input: { connection: CONNECTION, path: PATH, to: { type: 'string', description: 'Up to and with this version' } },
    required: ['connection'],
    writes: false,
    connects: true,
    command: 'plan',
    args: ({ connection, path, to }) => ['--format=json', `--connection=${connection}`, ...(to === undefined ? [] : [`--to=${to}`]), '--', ...(path === undefined ? [] : [path])],
  },
  {
    name: 'create_migration',
    title: 'Create a migration',
    description: 'Writes the files of the next migration, named, numbered and linked as the project\'s tool wants them, and gives their paths. Use it instead of making up a file name or a version. The files hold a template; edit them afterwards. It never overwrites a migration.',
    input: {
      name: { type: 'string', description: 'What it does, in a few words: add email to users' },
      project: PATH,
      down: { type: 'boolean', description: 'With a down file, where the tool has them beside the ups' },
    },
    required: ['name'],
    writes: true,
    connects: false,
    command: 'new',
    args: ({ name = '', project, down = false }) => [...(project === undefined ? [] : [`--project=${project}`]), ...(down ? ['--down'] : []), '--', name],
  },
];

/** A path that was given and leads out of the folder, over links, too. What does not exist is the command's to tell. */
export function outside(folder: string, { paths = [], path, project }: Given): string | undefined {
  return [...paths, path, project].find(it => it !== undefined && !isBelow(realpathSync(folder), resolve(folder, it)));
}

function isBelow(folder: string, path: string): boolean {
  const real = realOf(path);
  return real === folder || real.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
}

/** Of what does not exist, as it is written below what does. */
function realOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = resolve(path, '..');
    return above === path ? path : resolve(realOf(above), path.slice(above.length).replace(/^[\\/]+/, ''));
  }
}
