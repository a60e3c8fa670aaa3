import * as vscode from 'vscode';
import type { Commands } from '../server/protocol.js';
import { Agents } from './agents.js';
import { APPLIED, AppliedTexts } from './applied-text.js';
import { addConnection } from './commands/add-connection.js';
import { applyPending } from './commands/apply-pending.js';
import { applyPlan } from './commands/apply-plan.js';
import type { On } from './commands/choose.js';
import { copyCommand } from './commands/copy-command.js';
import { diffApplied } from './commands/diff-applied.js';
import { explainRule, RULE, rulePages } from './commands/explain-rule.js';
import { createFollowUp } from './commands/follow-up.js';
import { forgetPassword } from './commands/forget-password.js';
import { movePassword } from './commands/move-password.js';
import { newMigration } from './commands/new-migration.js';
import { newProjectFile } from './commands/new-project-file.js';
import type { OnMigration } from './commands/preview-sql.js';
import { previewSql } from './commands/preview-sql.js';
import { refresh } from './commands/refresh.js';
import { removeConnection } from './commands/remove-connection.js';
import { repair } from './commands/repair.js';
import { reportIssue } from './commands/report-issue.js';
import { restoreApplied } from './commands/restore-applied.js';
import { setActiveConnection } from './commands/set-active-connection.js';
import { showMenu } from './commands/show-menu.js';
import { showPlan, stillPlanned } from './commands/show-plan.js';
import { showState } from './commands/show-state.js';
import { verify } from './commands/verify.js';
import { Connections } from './connections.js';
import { Decorations } from './decorations.js';
import { followEdits } from './follow-edits.js';
import { inView, VIEW } from './in-view.js';
import { languageStatus } from './language-status.js';
import type { Lens } from './lens.js';
import { passwordFix, SETTINGS } from './password-fix.js';
import { PlanDocuments } from './plan-document.js';
import { PreviewDocuments } from './preview-document.js';
import { Projects } from './projects.js';
import { languageServer } from './server.js';
import type { Server } from './server.js';
import { signsOf } from './signs.js';
import { StatusBar } from './status-bar.js';
import { Statuses } from './statuses.js';
import { MigrationTree } from './tree.js';
import type { Node } from './tree/nodes.js';
import { Verdicts } from './verdicts.js';
import { wakeFor } from './wake.js';

type RowNode = Extract<Node, { kind: 'row' }>;

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('Migration Lens', { log: true });
  const server = languageServer(context, log);
  running.add(server);
  const projects = new Projects(server);
  const connections = new Connections(server, context.secrets, context.workspaceState);
  const statuses = new Statuses(connections);
  const verdicts = new Verdicts();
  const tree = new MigrationTree(server, projects, connections, statuses, verdicts);
  const view = vscode.window.createTreeView<Node>(VIEW, { treeDataProvider: tree, showCollapseAll: true });
  const plans = new PlanDocuments();
  const previews = new PreviewDocuments();
  const appliedTexts = new AppliedTexts();
  const failures = vscode.languages.createDiagnosticCollection('migrationLens.apply');
  const replayed = vscode.languages.createDiagnosticCollection('migrationLens.replay');
  const lens: Lens = { log, server, projects, connections, statuses, plans, previews, appliedTexts, failures, replayed, verdicts };

  const commands: Record<string, (...on: never[]) => unknown> = {
    newMigration: (on: On | vscode.Uri) => newMigration(lens, on),
    newProjectFile,
    showPlan: (on: On) => showPlan(lens, on),
    applyPending: (on: On) => applyPending(lens, on),
    applyUpTo: (on: RowNode | Commands['migrationLens.applyUpTo'][0]) => applyPending(lens, on, 'row' in on ? on.row.id : on.id),
    applyPlan: async (uri?: vscode.Uri) => {
      const planned = plans.at(uri ?? vscode.window.activeTextEditor?.document.uri);
      const current = planned && await stillPlanned(lens, planned);
      if (current) await applyPlan(lens, current);
    },
    previewSql: (on: OnMigration) => previewSql(lens, on),
    verify: (on: OnMigration) => verify(lens, on),
    copyCommand,
    addConnection: (on: On) => addConnection(lens, on),
    removeConnection: (on: On) => removeConnection(lens, on),
    setActiveConnection: (on: On) => setActiveConnection(lens, on),
    movePassword: (uri: vscode.Uri, position: vscode.Position) => movePassword(lens, uri, position),
    forgetPassword: (on: On) => forgetPassword(lens, on),
    refresh: (on: On) => refresh(lens, on),
    diffApplied: ({ project, connection, row }: RowNode) => row.uri && diffApplied(lens, { project, connection }, row.uri),
    restoreApplied: ({ project, connection, row }: RowNode) => row.uri && restoreApplied(lens, { project, connection }, row.uri),
    createFollowUp: ({ project, connection, row }: RowNode) => row.uri && createFollowUp(lens, { project, connection }, row.uri),
    repair: (on?: RowNode | Extract<Node, { kind: 'lock' }> | Commands['migrationLens.repair'][0]) => repair(lens, on, on && ('row' in on ? on.row.id : 'id' in on ? on.id : undefined)),
    showState: (...on: Commands['migrationLens.showState']) => showState(lens, on),
    showMenu,
    showMore: (node: Extract<Node, { kind: 'more' }>) => tree.showMore(node),
    explainRule,
    reportIssue: () => reportIssue(lens, context.extension),
    openLog: () => log.show(),
    restartServer: () => server.restart(),
  };

  context.subscriptions.push(
    log, projects, connections, statuses, tree, view, plans, previews, failures, replayed, verdicts,
    new StatusBar(projects, connections, statuses, view),
    languageStatus(projects, connections, statuses),
    new Decorations(projects, connections, statuses),
    new Agents(context.extension),
    followEdits(lens),
    // Many files take their time, and a view without a word would look as if there were none.
    wakeFor(view, signsOf(context.extension.packageJSON.activationEvents), () => inView(() => projects.settled()).then(undefined, error => log.error(error))),
    vscode.workspace.registerTextDocumentContentProvider(APPLIED, appliedTexts),
    vscode.workspace.registerTextDocumentContentProvider(RULE, rulePages(lens)),
    vscode.languages.registerCodeActionsProvider(SETTINGS, passwordFix, { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] }),
    ...Object.entries(commands).map(([name, run]) => vscode.commands.registerCommand(`migrationLens.${name}`, run)),
  );
}

/** VS Code waits for this, and for nothing else, before it ends what still runs: a statement of ours in a database is cancelled first. */
export async function deactivate(): Promise<void> {
  await Promise.all([...running].map(it => it.stop()));
  running.clear();
}

/** What `activate` began; VS Code hands nothing of it to `deactivate`. */
const running = new Set<Server>();
