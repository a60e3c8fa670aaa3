import { pathOf, type Migration, type Source } from '../migrations/migration.js';
import type { Problem } from '../migrations/problem.js';
import { fileOf, pathIn } from '../text/paths.js';
import { slug } from './numbering.js';
import { detect, projectAt } from './sqitch/detect.js';
import { planError } from './sqitch/errors.js';
import { checksumOf, history } from './sqitch/history.js';
import { planOf, scriptsOf, type Plan } from './sqitch/plan.js';
import type { Tool } from './tool.js';
import type { Address } from './tool/address.js';
import type { Ordered } from './tool/ordered.js';
import type { Project } from './tool/project.js';
import type { Reading } from './tool/reading.js';
import type { Command } from './tool/run.js';
import type { NewFile, ScaffoldRequest } from './tool/scaffold.js';

/** Sqitch 1.6.2 (github.com/sqitchers/sqitch, `lib/App/Sqitch/{Plan,Engine}`), its `pg` engine: scripts that psql runs, in the order of a plan. */
export const sqitch: Tool<Planned> = {
  id: 'sqitch',
  title: 'Sqitch',
  commonNames: true,
  reference: {
    files: '`deploy/name.sql`, `revert/name.sql` and `verify/name.sql` beside `sqitch.plan`, or wherever `sqitch.conf` puts them for the engine or a target; `name@tag.sql` of what was reworked',
    order: 'that of `sqitch.plan`; what is not in it never runs',
    checksum: 'SHA-1 of the deploy script\'s bytes',
    transactions: 'those that the script itself begins; psql sends each statement, and obeys its own commands',
    evidence: { run: '1.3.1', read: '1.6.2 (0ab857e3)' },
  },

  configures: path => /(?:^|\/)(?:sqitch\.conf|[^/]+\.plan)$/.test(path),
  detect,
  at: projectAt,
  placeholders: () => ['colon'],

  read,
  compare: (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  order,
  // A folder has one file of that name.
  duplicate: () => undefined,
  contained: () => true,
  check: (migrations, project, _, planned) => [...planProblems(migrations, project, planned)],
  traits: () => ({ down: 'separate', outOfOrder: 'refuse' }),

  execution: () => ({ wraps: false, sends: 'statement', psql: true, copyFromStdin: true }),
  outsideTransaction: () => ({ how: 'in a change whose script has no `BEGIN`', files: [], alone: true }),
  checksum: checksumOf,
  history,
  // `Engine/pg.pm`; it waits for a minute.
  lock: () => ({ kind: 'advisory', key: 75474063n, attempts: 60, waitMs: 1000 }),
  run: { by: 'tool', command },
  scaffold,
};

function read(path: string, { settings }: Project): Reading | undefined {
  // Of no migration, but read: it has the order.
  if (path === settings['planFile']) return { kind: 'sidecar', of: path };
  // What `verify` has is rolled back: it changes nothing.
  const id = (folder: string | undefined): string | undefined => {
    const ending = `.${settings['extension']!}`;
    return folder !== undefined && (folder === '.' || path.startsWith(`${folder}/`)) && path.endsWith(ending) ? path.slice(folder === '.' ? 0 : folder.length + 1, -ending.length) || undefined : undefined;
  };
  const up = id(settings['deploy']) ?? id(settings['reworkedDeploy']);
  const down = id(settings['revert']) ?? id(settings['reworkedRevert']);
  const found = up ?? down;
  return found === undefined || found.endsWith('/') ? undefined : { kind: 'migration', direction: up === undefined ? 'down' : 'up', id: found, of: 'versioned', version: found, name: found };
}

/** Scripts in the order of the plan, what it does not name last. */
interface Planned extends Ordered {
  readonly read: ReadPlan | undefined;
  /** Of each change of the plan, its script. */
  readonly scripts: readonly string[];
}

interface ReadPlan {
  readonly text: string;
  readonly plan: Plan;
  readonly error: ReturnType<typeof planError>;
  /** Scripts of other plans beside it. */
  readonly others: readonly string[];
}

function order(migrations: readonly Migration[], sources: ReadonlyMap<string, Source>, { settings }: Project, before?: Planned): Planned {
  const text = sources.get(settings['planFile']!)?.text ?? settings['plan'];
  if (text === undefined) return { migrations, read: undefined, scripts: [] };
  const others = settings['otherPlans'];
  const read = before?.read?.text === text ? before.read : { text, plan: planOf(text), error: planError(text), others: others === undefined ? [] : planOf(others).changes.flatMap(it => it.scripts) };
  const scripts = scriptsOf(read.plan, migrations);
  const byId = new Map(migrations.map(it => [it.id, it]));
  // Of a script that is named twice, the last line counts.
  const named = new Set(scripts.toReversed());
  return { migrations: [...[...named].reverse().flatMap(it => byId.get(it) ?? []), ...migrations.filter(it => !named.has(it.id))], read, scripts };
}

function* planProblems(migrations: readonly Migration[], project: Project, { read, scripts }: Planned): Iterable<Problem> {
  if (!read) return;
  const { plan, error, others } = read;
  const path = project.settings['planFile']!;
  if (error) yield { rule: 'journal-mismatch', severity: 'error', path, ...error };
  const planned = new Set([...scripts, ...others]);
  const deployed = new Set<string>();
  for (const migration of migrations) {
    if (!migration.up) continue;
    deployed.add(migration.id);
    if (!planned.has(migration.id)) yield { rule: 'journal-mismatch', severity: 'error', path: pathOf(migration), span: { start: 0, end: 0 }, message: `Sqitch never runs this script: ${migration.id} is not in ${fileOf(path)}` };
  }
  for (const [i, script] of scripts.entries()) {
    if (!deployed.has(script)) yield { rule: 'journal-mismatch', severity: 'error', path, span: plan.changes[i]!.span, message: `Sqitch stops at this change: there is no ${pathIn(project.settings['deploy']!, `${script}.${project.settings['extension']!}`)}` };
  }
}

/** `to^` is the change before. The password is nobody's to see. */
function command(direction: 'up' | 'down', { id }: Migration, { settings }: Project): Command {
  const { root = '.', plan } = settings;
  // Of a change that was reworked, the name alone says too little.
  const again = plan !== undefined && planOf(plan).changes.filter(it => it.name === id).length > 1;
  const to = again ? `${id}@HEAD` : id;
  return {
    argv: direction === 'up' ? ['sqitch', 'deploy', '--to', to] : ['sqitch', 'revert', '-y', '--to', `${to}^`],
    folder: root,
    environment: address => ({ SQITCH_TARGET: targetOf(address), ...(address.password !== undefined && { SQITCH_PASSWORD: address.password }) }),
  };
}

function targetOf({ host, port, database, user, ssl }: Address): string {
  const where = host.startsWith('/') ? `/${encodeURIComponent(database)}?host=${encodeURIComponent(host)}&port=${port}&` : `${host.includes(':') ? `[${host}]` : host}:${port}/${encodeURIComponent(database)}?`;
  return `db:pg://${encodeURIComponent(user)}@${where}sslmode=${ssl}`;
}

/** `sqitch add`, by whoever planned the last change: only they are known here. */
function scaffold({ name, project, existing, now, down }: ScaffoldRequest): readonly NewFile[] {
  const { settings } = project;
  const words = slug(name);
  const names = new Set(existing.map(it => it.id));
  let change = words;
  for (let i = 2; names.has(change); i++) change = `${words}_${i}`;
  const title = settings['project'] === undefined ? change : `${settings['project']}:${change}`;
  const file = (way: 'deploy' | 'revert' | 'verify', text: string): NewFile => ({ path: pathIn(settings[way]!, `${change}.${settings['extension']!}`), text });
  const plan = settings['plan'];
  const planner = plan === undefined ? undefined : planOf(plan).changes.at(-1)?.planner;
  const note = name.trim().replace(/\s+/g, ' ');
  return [
    file('deploy', `-- Deploy ${title} to pg\n\nBEGIN;\n\n-- XXX Add DDLs here.\n\nCOMMIT;\n`),
    ...(down ? [file('revert', `-- Revert ${title} from pg\n\nBEGIN;\n\n-- XXX Add DDLs here.\n\nCOMMIT;\n`)] : []),
    ...(plan === undefined ? [] : [file('verify', `-- Verify ${title} on pg\n\nBEGIN;\n\n-- XXX Add verifications here.\n\nROLLBACK;\n`)]),
    ...(plan === undefined || !planner ? [] : [{ path: settings['planFile']!, text: `${plan.trimEnd()}\n${change} ${now.toISOString().slice(0, 19)}Z ${planner} # ${note}\n`, replaces: true as const }]),
  ];
}
