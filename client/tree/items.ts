import * as vscode from 'vscode';
import type { ProjectInfo, ReplayedMigration } from '../../server/protocol.js';
import type { Verdicts } from '../verdicts.js';
import { rowTitleOf, titleOf } from '../title.js';
import type { Titled } from '../title.js';
import type { Group, Node } from './nodes.js';
import { GROUP, idOf, pendingIn, willRun } from './nodes.js';
import { describe, iconOf, note, summaryOf } from './states.js';

/** Draws a node. Every item says in words what its icon shows. */
export function itemOf(node: Node): vscode.TreeItem {
  const item = drawn(node);
  item.id = idOf(node);
  item.accessibilityInformation ??= { label: [item.label, item.description].filter(it => typeof it === 'string' && it !== '').join(', ') };
  return item;
}

/** Made when the pointer rests on an item, not for thousands of rows at once. */
export function tooltipOf(node: Node, verdict: ReturnType<Verdicts['of']>): vscode.MarkdownString | undefined {
  switch (node.kind) {
    case 'project': return lines(`**${escaped(node.project.title)}** · ${code(node.project.folder)}`, [...(node.project.problems > 0 ? [problemsIn(node.project)] : []), migrationsIn(node.project)].join(' · '), node.project.guessed ? vscode.l10n.t('Guessed from the names of its files; migration-lens.jsonc can say what it is') : vscode.l10n.t('Found by {0}', code(node.project.because)));
    case 'connection': return connectionTooltip(node);
    case 'row': return rowTooltip(node, verdict);
    case 'file': return verdict && lines(`**${escaped(titleOf(node.migration))}**`, verified(verdict));
    case 'suggestion': return lines(code(node.suggestion.url), vscode.l10n.t('Named in {0}. Nothing is connected until you add it.', code(node.suggestion.from)));
    case 'lock': return lines(escaped(node.lock.message));
    case 'refusal': return lines(escaped(node.refusal.message));
    default: return undefined;
  }
}

function drawn(node: Node): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  switch (node.kind) {
    case 'project': {
      const { project } = node;
      return {
        label: project.folder === '.' ? project.title : project.folder,
        // A side bar is narrow: what is wrong comes before what is there.
        description: [project.title, ...(project.problems > 0 ? [problemsIn(project)] : []), migrationsIn(project)].join(' · '),
        iconPath: new vscode.ThemeIcon('folder-library'),
        collapsibleState: Expanded,
        contextValue: 'project',
      };
    }
    case 'connection': return connectionItem(node);
    case 'suggestion': return {
      label: node.suggestion.name,
      description: vscode.l10n.t('suggested by {0}', node.suggestion.from),
      iconPath: new vscode.ThemeIcon('lightbulb'),
      collapsibleState: None,
      contextValue: 'suggestion',
    };
    case 'unconnected': return node.trusted
      ? {
          label: vscode.l10n.t('Add Connection...'),
          description: vscode.l10n.t('to see what ran'),
          tooltip: vscode.l10n.t('Name a database, and this view shows what is applied there, what is pending and what was changed. Nothing connects before.'),
          iconPath: new vscode.ThemeIcon('plug'),
          command: { command: 'migrationLens.addConnection', title: vscode.l10n.t('Add Connection'), arguments: [node] },
        }
      : {
          label: vscode.l10n.t('Trust this folder'),
          description: vscode.l10n.t('to see what ran'),
          tooltip: vscode.l10n.t('Migrations are checked, but nothing connects to a database and no tool runs until you trust this folder.'),
          iconPath: new vscode.ThemeIcon('workspace-untrusted'),
          command: { command: 'workbench.trust.manage', title: vscode.l10n.t('Manage Workspace Trust') },
        };
    case 'lock': return {
      label: vscode.l10n.t('Locked'),
      description: node.lock.message,
      iconPath: new vscode.ThemeIcon('lock', new vscode.ThemeColor('list.warningForeground')),
      contextValue: node.lock.stays && node.connection.level !== 'readOnly' ? 'lock-repairable' : 'lock',
    };
    case 'group': return {
      label: GROUPS[node.group].label(),
      description: String(node.rows.length),
      iconPath: new vscode.ThemeIcon(GROUPS[node.group].icon),
      collapsibleState: node.group === 'applied' ? Collapsed : Expanded,
      contextValue: `group-${node.group}`,
      accessibilityInformation: { label: vscode.l10n.t('{0}: {1} on {2}', GROUPS[node.group].label(), node.rows.length, node.connection.name) },
    };
    case 'row': return rowItem(node);
    case 'files': return {
      label: vscode.l10n.t('On disk'),
      description: String(node.project.migrations),
      iconPath: new vscode.ThemeIcon('files'),
      collapsibleState: Collapsed,
      contextValue: 'files',
    };
    case 'file': return {
      ...labelled(node.migration),
      resourceUri: vscode.Uri.parse(node.migration.uri),
      iconPath: vscode.ThemeIcon.File,
      command: open(node.migration.uri),
      contextValue: node.project.previews ? 'file-preview' : 'file',
    };
    case 'more': return {
      label: vscode.l10n.t('Show {0} more', node.left),
      iconPath: new vscode.ThemeIcon('ellipsis'),
      command: { command: 'migrationLens.showMore', title: vscode.l10n.t('Show More'), arguments: [node] },
    };
    case 'refusal': return {
      label: node.refusal.message,
      iconPath: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
      command: { command: 'migrationLens.refresh', title: vscode.l10n.t('Try Again'), arguments: [node] },
    };
  }
}

const GROUPS: Record<Group, { readonly icon: string; readonly label: () => string }> = {
  attention: { icon: 'warning', label: () => vscode.l10n.t('Needs attention') },
  pending: { icon: 'circle-large-outline', label: () => vscode.l10n.t('Pending') },
  applied: { icon: 'pass', label: () => vscode.l10n.t('Applied') },
};

function connectionItem(node: Extract<Node, { kind: 'connection' }>): vscode.TreeItem {
  const { connection, active, status } = node;
  const pending = pendingIn(status);
  const flags = [connection.level === 'readOnly' && 'readOnly', active && 'active', pending > 0 && connection.level !== 'readOnly' && 'pending', connection.from === 'settings' && 'settings'];
  const description = [
    connection.level === 'normal' ? undefined : LEVELS[connection.level](),
    // Of one alone it says nothing.
    active && node.several ? vscode.l10n.t('active') : undefined,
    status && summaryOf(status),
  ].filter(it => it !== undefined).join(' · ');
  return {
    label: connection.name,
    description,
    iconPath: new vscode.ThemeIcon(connection.level === 'normal' ? 'database' : 'lock'),
    collapsibleState: active && status ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed,
    contextValue: ['connection', ...flags.filter(it => it !== false)].join('-'),
    accessibilityInformation: { label: vscode.l10n.t('Connection {0}, {1}', connection.name, description || vscode.l10n.t('not connected')) },
  };
}

const LEVELS = { protected: () => vscode.l10n.t('protected'), readOnly: () => vscode.l10n.t('read only') };

function rowItem({ row, connection, active, project }: Extract<Node, { kind: 'row' }>): vscode.TreeItem {
  const writable = connection.level !== 'readOnly';
  const flags = [
    'migration', row.state,
    ...(writable && willRun(row) ? ['applicable'] : []),
    ...(project.previews && row.uri !== undefined ? ['preview'] : []),
    ...(writable && row.state === 'failed' ? ['repairable'] : []),
  ];
  return {
    ...labelled(row, note(row)),
    iconPath: iconOf(row.state),
    contextValue: flags.join('-'),
    accessibilityInformation: { label: vscode.l10n.t('{0}, {1} on {2}', titleOf(row), describe(row), connection.name) },
    // The editor's own marks of a file are about the active connection; where the state needs the room for its words, they would take it.
    ...(row.uri === undefined ? {} : { command: open(row.uri), ...(active && GROUP[row.state] !== 'attention' && { resourceUri: vscode.Uri.parse(row.uri) }) }),
  };
}

function labelled(titled: Titled, ...notes: readonly string[]): Pick<vscode.TreeItem, 'label' | 'description'> {
  const { label, behind = '' } = rowTitleOf(titled);
  return { label, description: [...notes, behind].filter(it => it !== '').join(' · ') };
}

function connectionTooltip({ connection, status }: Extract<Node, { kind: 'connection' }>): vscode.MarkdownString {
  const where = vscode.l10n.t('From {0}', connection.from === 'settings' ? vscode.l10n.t('settings') : code('migration-lens.jsonc'));
  if (status?.kind !== 'status') return lines(`**${escaped(connection.name)}**`, code(connection.url), where);
  const { host, port, database, user, serverVersion } = status.connection;
  return lines(
    `**${escaped(connection.name)}**`,
    vscode.l10n.t('Database {0} on {1}, as {2}', code(database), code(`${host}:${port}`), code(user)),
    `PostgreSQL ${escaped(serverVersion)}`,
    status.history === undefined ? vscode.l10n.t('No history table yet.') : vscode.l10n.t('History: {0}', code(status.history)),
    where,
  );
}

function rowTooltip({ row }: Extract<Node, { kind: 'row' }>, verdict: ReturnType<Verdicts['of']>): vscode.MarkdownString {
  return lines(
    `**${escaped(titleOf(row))}** · ${escaped(describe(row))}`,
    row.appliedAt && vscode.l10n.t('Applied {0}', new Date(row.appliedAt).toLocaleString(vscode.env.language)),
    row.by && vscode.l10n.t('By {0}', code(row.by)),
    row.milliseconds !== undefined && vscode.l10n.t('In {0} ms', row.milliseconds),
    row.reason && escaped(row.reason),
    verdict && verified(verdict),
    row.uri && code(vscode.workspace.asRelativePath(vscode.Uri.parse(row.uri))),
  );
}

function verified({ on, migration: { state, said, down } }: NonNullable<ReturnType<Verdicts['of']>>): string {
  return [vscode.l10n.t('Verified on PostgreSQL {0}:', escaped(on)), APPLIES[state](), ...said.map(escaped), ...(down ? [BACK[down.verdict](), ...down.said.map(escaped)] : [])].join('  \n');
}

const APPLIES: Record<ReplayedMigration['state'], () => string> = {
  applied: () => vscode.l10n.t('It applies.'),
  failed: () => vscode.l10n.t('It fails.'),
  skipped: () => vscode.l10n.t('It was not run.'),
};

const BACK: Record<NonNullable<ReplayedMigration['down']>['verdict'], () => string> = {
  restores: () => vscode.l10n.t('Its way back restores the schema.'),
  differs: () => vscode.l10n.t('Its way back leaves a difference.'),
  fails: () => vscode.l10n.t('Its way back fails.'),
  absent: () => vscode.l10n.t('It has no way back.'),
  skipped: () => vscode.l10n.t('Its way back was not run.'),
};

function open(uri: string): vscode.Command {
  return { command: 'vscode.open', title: vscode.l10n.t('Open'), arguments: [vscode.Uri.parse(uri)] };
}

function lines(...texts: readonly (string | undefined | false)[]): vscode.MarkdownString {
  return new vscode.MarkdownString(texts.filter(it => it).join('\n\n'));
}

function problemsIn({ problems }: ProjectInfo): string {
  return plural(problems, vscode.l10n.t('1 problem'), vscode.l10n.t('{0} problems', problems));
}

function migrationsIn({ migrations }: ProjectInfo): string {
  return plural(migrations, vscode.l10n.t('1 migration'), vscode.l10n.t('{0} migrations', migrations));
}

function plural(count: number, one: string, many: string): string {
  return count === 1 ? one : many;
}

function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$]/g, '\\$&');
}

function code(text: string): string {
  return `\`${text.replace(/[`\r\n]+/g, ' ')}\``;
}
