import { entryOf, indexOf } from '../../server/core/migrations/project-index.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import type { Source } from '../../server/core/migrations/migration.js';
import { pathOf } from '../../server/core/migrations/migration.js';
import { defaultSettings } from '../../server/core/settings/settings.js';
import type { Project } from '../../server/core/tools/tool/project.js';
import { tools } from '../../server/core/tools/tools.js';
import { clock } from '../../server/edges/clock.js';
import { resolveConnection } from '../../server/edges/connections.js';
import { connect } from '../../server/edges/postgres.js';
import type { ConnectOptions } from '../../server/edges/postgres.js';
import { applyPlan } from '../../server/flows/apply.js';
import type { ApplyOptions, Outcome, Progress } from '../../server/flows/apply.js';
import { planOf } from '../../server/flows/plan.js';
import type { Plan } from '../../server/flows/plan.js';
import type { Git, Session } from '../../server/flows/ports.js';
import type { Scripts } from '../../server/flows/script.js';
import { readStatus } from '../../server/flows/status.js';
import { run } from '../postgres.js';

export type Files = Readonly<Record<string, string>>;

/** A project of these files, all in one folder `sql`. */
export function projectOf(toolId: string, files: Files, settings: Project['settings'] = {}): ProjectIndex {
  const tool = tools.find(it => it.id === toolId)!;
  const at = tool.at('sql');
  const project = { ...at, settings: { ...at.settings, ...settings } };
  const sources = Object.entries(files).map(([name, text]): Source => ({ path: `sql/${name}`, text, bom: false, malformed: text.includes('\ufffd') }));
  const entries = sources.flatMap(it => entryOf(it.path, project, tool) ?? []).sort((a, b) => (a.path < b.path ? -1 : 1));
  return indexOf(project, tool, defaultSettings, entries, new Map(sources.map(it => [it.path, it])), undefined);
}

export async function open(url: string, options?: ConnectOptions): Promise<Session> {
  const connection = resolveConnection(url, { settings: { connections: {} }, env: {} });
  if (connection.kind === 'problem') throw new Error(connection.message);
  const session = await connect(connection, options);
  if (session.kind === 'refused') throw new Error(session.message);
  return session;
}

/** One line a migration: `1 applied`. */
export async function statusOn(url: string, index: ProjectIndex, git?: Git): Promise<string> {
  const session = await open(url, { readOnly: true });
  const { rows, history } = await readStatus(index, session, { git });
  await session.close();
  const lines = rows.map(({ state, migration, applied, difference, willRun, foundOn }) =>
    [migration?.id ?? applied?.id, state, difference, willRun, foundOn && `on ${foundOn.join(' ')}`].filter(it => it !== undefined).join(' '));
  return [...('message' in history ? [history.message] : []), ...lines].join(', ');
}

export async function planOn(url: string, index: ProjectIndex, scripts: Scripts, to?: string): Promise<Plan> {
  const session = await open(url, { readOnly: true });
  const plan = await planOf(index, await readStatus(index, session), { to, scripts });
  await session.close();
  return plan;
}

export interface Applied {
  readonly outcome: Outcome;
  readonly told: readonly Progress[];
}

/** Plans and applies, as the command line does. */
export async function applyOn(
  url: string, index: ProjectIndex, scripts: Scripts, options: Partial<ApplyOptions> & { readonly to?: string; readonly plan?: Plan; readonly with?: ConnectOptions } = {},
): Promise<Applied> {
  const plan = options.plan ?? await planOn(url, index, scripts, options.to);
  const session = await open(url, options.with);
  const told: Progress[] = [];
  try {
    const outcome = await applyPlan(plan, session, { clock, reconnect: () => open(url), ...options, tell: it => {
      told.push(it);
      options.tell?.(it);
    } });
    return { outcome, told };
  } finally {
    await session.close();
  }
}

/** `applied 1 2`, or `applied 1, stopped at 2, left nothing: division by zero at «1/0»`. */
export function written(outcome: Outcome, index: ProjectIndex): string {
  if (outcome.kind === 'done') return `applied ${outcome.applied.map(it => it.id).join(' ')}`.trim();
  if (outcome.kind !== 'stopped') return `${outcome.kind}: ${outcome.message}`;
  const { applied, at, left, message, cancelled, place } = outcome;
  const text = index.migrations.find(it => pathOf(it) === place?.path)?.up?.text.slice(place!.span.start, place!.span.end);
  return [
    `applied ${applied.map(it => it.id).join(' ')}`.trim(),
    `${cancelled ? 'cancelled' : 'stopped'} at ${at.id}`,
    `left ${left}: ${message}${text === undefined ? '' : ` at «${text}»`}`,
  ].join(', ');
}

/** The ordinary tables of the schema `public`, but not the tools' own. */
export async function tablesOn(url: string): Promise<string> {
  const rows = await run(url, `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r'
    and relname not in ('flyway_schema_history', 'schema_migrations') order by 1`);
  return rows.map(it => it['relname']).join(' ');
}
