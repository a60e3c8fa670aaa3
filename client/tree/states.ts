import * as vscode from 'vscode';
import type { StatusReply, StatusRow } from '../../server/protocol.js';
import { failedIn, GROUP, pendingIn } from './nodes.js';

/** A `Record`, so that a new state fails to compile until it has an icon. */
const STATES: Record<StatusRow['state'], { readonly icon: string; readonly color?: string }> = {
  pending: { icon: 'circle-large-outline' },
  outdated: { icon: 'history' },
  applied: { icon: 'pass', color: 'testing.iconPassed' },
  baseline: { icon: 'milestone' },
  ignored: { icon: 'circle-slash' },
  superseded: { icon: 'circle-slash' },
  undone: { icon: 'discard' },
  modified: { icon: 'warning', color: 'list.warningForeground' },
  outOfOrder: { icon: 'arrow-swap', color: 'list.warningForeground' },
  failed: { icon: 'error', color: 'list.errorForeground' },
  missing: { icon: 'question', color: 'list.warningForeground' },
};

export function iconOf(state: StatusRow['state']): vscode.ThemeIcon {
  return new vscode.ThemeIcon(STATES[state].icon, colorOf(state));
}

export function colorOf(state: StatusRow['state']): vscode.ThemeColor | undefined {
  const { color } = STATES[state];
  return color === undefined ? undefined : new vscode.ThemeColor(color);
}

/** The state in words, with what is known about it. */
export function describe(row: StatusRow): string {
  switch (row.state) {
    case 'pending': return vscode.l10n.t('pending');
    case 'outdated': return vscode.l10n.t('changed since its last run');
    case 'applied': return row.appliedAt ? vscode.l10n.t('applied {0}', date(row.appliedAt)) : vscode.l10n.t('applied');
    case 'baseline': return vscode.l10n.t('baseline');
    case 'ignored': return vscode.l10n.t('ignored');
    case 'superseded': return vscode.l10n.t('superseded');
    case 'undone': return vscode.l10n.t('undone');
    case 'modified': return modified(row.difference);
    case 'outOfOrder': return outOfOrder(row.willRun);
    case 'failed': return vscode.l10n.t('failed');
    case 'missing':
      return row.foundOn?.length ? vscode.l10n.t('applied, its file is on {0}', row.foundOn.join(', ')) : vscode.l10n.t('applied, file missing');
  }
}

/** Of a whole database, in few words. */
export function summaryOf(status: StatusReply): string {
  if (status.kind === 'refused') return vscode.l10n.t('not connected');
  const failed = failedIn(status);
  const pending = pendingIn(status);
  const attention = status.rows.filter(it => GROUP[it.state] === 'attention').length - failed;
  return [
    failed > 0 && vscode.l10n.t('{0} failed', failed),
    pending > 0 && vscode.l10n.t('{0} pending', pending),
    attention > 0 && (attention === 1 ? vscode.l10n.t('1 needs attention') : vscode.l10n.t('{0} need attention', attention)),
  ].filter(it => it !== false).join(' · ') || vscode.l10n.t('nothing pending');
}

/** What a group's title does not already say; empty where there is nothing more. */
export function note(row: StatusRow): string {
  switch (row.state) {
    case 'pending': return '';
    case 'applied': return row.appliedAt ? date(row.appliedAt) : '';
    default: return describe(row);
  }
}

/** A row is narrow: of this year's days, the year is known. */
function date(iso: string): string {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return iso;
  const isThisYear = at.getFullYear() === new Date().getFullYear();
  return at.toLocaleDateString(vscode.env.language, isThisYear ? { month: 'short', day: 'numeric' } : { dateStyle: 'medium' });
}

function modified(difference: StatusRow['difference']): string {
  switch (difference) {
    case 'sql': return vscode.l10n.t('modified, its SQL differs');
    case 'formatting': return vscode.l10n.t('modified, only comments or blanks differ');
    case 'unknown':
    case undefined: return vscode.l10n.t('modified since it was applied');
  }
}

function outOfOrder(willRun: StatusRow['willRun']): string {
  switch (willRun) {
    case 'run': return vscode.l10n.t('out of order, will run after newer ones');
    case 'refuse': return vscode.l10n.t('out of order, the tool will refuse');
    case 'skip': return vscode.l10n.t('out of order, will be skipped for ever');
    case undefined: return vscode.l10n.t('out of order');
  }
}
