import * as vscode from 'vscode';
import type { RepairsReply, RepairWay } from '../../server/protocol.js';
import { inView } from '../in-view.js';
import type { Lens } from '../lens.js';
import { inform, warn } from '../say.js';
import type { On } from './choose.js';
import { chooseConnection, chooseProject } from './choose.js';
import { confirmed } from './confirmed.js';
import { sayRefused } from './refused.js';

type Repairs = Extract<RepairsReply, { kind: 'repairs' }>;

/** Says what is broken and what the database shows of it, lets the person choose what is true, asks, and tells the history. */
export async function repair(lens: Lens, on: On, which?: string): Promise<void> {
  const project = await chooseProject(lens, on);
  const connection = project && await chooseConnection(lens, project, on);
  if (!connection || !vscode.workspace.isTrusted) return;
  const meant = { project: project.id, ...(which === undefined ? {} : { which }) };

  const found = await inView(() => lens.connections.ask('migrations/repairs', meant, connection));
  if (found.kind === 'refused') return sayRefused(lens, found);
  if (found.kind === 'nothing') {
    await lens.statuses.read(project, connection);
    await inform(vscode.l10n.t('Nothing is broken on {0}.', connection.name));
    return;
  }
  for (const line of [found.trouble, ...found.findings]) lens.log.info(`${connection.name}: ${line}`);
  if (found.stops.length > 0) {
    await warn(vscode.l10n.t('Nothing can be repaired on {0}: {1}', connection.name, found.stops.join(' ')));
    return;
  }
  const way = await choose(found);
  if (!way || !(await confirmed(connection, found.connection.database, questionOf(found, way)))) return;

  const { as, command, fit } = way;
  const reply = await lens.connections.ask('migrations/repair', { ...meant, way: { as, command, fit } }, connection);
  await lens.statuses.read(project, connection);
  switch (reply.kind) {
    case 'mended':
      lens.failures.clear();
      lens.log.info(vscode.l10n.t('Repaired on {0}: {1}', connection.name, command));
      vscode.window.setStatusBarMessage(`$(pass) ${vscode.l10n.t('Repaired on {0}', connection.name)}`, 8000);
      return;
    case 'busy':
    case 'changed':
      await warn(vscode.l10n.t('Nothing was written on {0}: {1}', connection.name, reply.message));
      return;
    case 'refused': return sayRefused(lens, reply);
  }
}

async function choose({ trouble, findings, ways }: Repairs): Promise<RepairWay | undefined> {
  const picked = await vscode.window.showQuickPick(
    ways.map(way => ({ label: `$(${ICONS[way.fit]}) ${way.means}`, detail: `${way.command} · ${FITS[way.fit]()}`, way })),
    { title: trouble, placeHolder: findings.join('. '), ignoreFocusOut: true },
  );
  return picked?.way;
}

function questionOf({ connection, findings }: Repairs, { command, means, fit }: RepairWay) {
  const { host, port, database, user, name, serverVersion } = connection;
  return {
    question: vscode.l10n.t('Write into the history of {0} on {1}:{2} what {3} would?', database, host, port, command),
    detail: [
      vscode.l10n.t('Connection {0}, user {1}, PostgreSQL {2}', name, user, serverVersion),
      '',
      ...findings.map(it => `${it}.`),
      '',
      ...(fit === 'wrong' ? [vscode.l10n.t('The database says otherwise.')] : []),
      vscode.l10n.t('You say: {0}.', means),
    ].join('\n'),
    answer: vscode.l10n.t('Repair'),
  };
}

const ICONS: Record<RepairWay['fit'], string> = { right: 'pass', likely: 'lightbulb', open: 'question', wrong: 'warning' };

const FITS: Record<RepairWay['fit'], () => string> = {
  right: () => vscode.l10n.t('so it is in the database'),
  likely: () => vscode.l10n.t('so a failure leaves it'),
  open: () => vscode.l10n.t('only you can know'),
  wrong: () => vscode.l10n.t('the database says otherwise'),
};
