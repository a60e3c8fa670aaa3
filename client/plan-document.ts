import * as vscode from 'vscode';
import type { ProjectInfo } from '../server/protocol.js';
import type { Connection } from './connections.js';
import type { Plan } from './plan-text.js';
import { planText } from './plan-text.js';

export const PLAN = 'migration-lens-plan';

/** A plan that a person looks at, with what it needs to be applied or made again. */
export interface Planned {
  readonly project: ProjectInfo;
  readonly connection: Connection;
  /** Up to and with this migration; absent, all that is pending. */
  readonly to?: string;
  readonly plan: Plan;
}

/** Plans as read-only SQL documents; one document for each project and connection, which a new plan replaces. */
export class PlanDocuments implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly #lensesChanged = new vscode.EventEmitter<void>();
  readonly #planned = new Map<string, Planned>();
  readonly #registrations: readonly vscode.Disposable[];
  readonly onDidChange = this.#changed.event;
  readonly onDidChangeCodeLenses = this.#lensesChanged.event;

  constructor() {
    this.#registrations = [
      vscode.workspace.registerTextDocumentContentProvider(PLAN, this),
      vscode.languages.registerCodeLensProvider({ scheme: PLAN }, this),
      vscode.workspace.onDidCloseTextDocument(document => {
        if (document.uri.scheme === PLAN && this.#planned.delete(document.uri.toString())) this.#tellMenus();
      }),
    ];
  }

  async show(planned: Planned): Promise<void> {
    const uri = uriOf(planned);
    this.#planned.set(uri.toString(), planned);
    this.#tellMenus();
    this.#changed.fire(uri);
    const document = await vscode.languages.setTextDocumentLanguage(await vscode.workspace.openTextDocument(uri), 'sql');
    await vscode.window.showTextDocument(document, { preview: true });
    this.#lensesChanged.fire();
  }

  at(uri: vscode.Uri | undefined): Planned | undefined {
    return uri && this.#planned.get(uri.toString());
  }

  /** Once applied, or left, there is nothing to apply in it any more. */
  async close(planned: Planned): Promise<void> {
    const uri = uriOf(planned).toString();
    const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
    await vscode.window.tabGroups.close(tabs.filter(tab => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri));
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    const planned = this.at(uri);
    return planned ? textOf(planned) : vscode.l10n.t('-- This plan is gone. Ask for a new one: "Migrations: Show Plan".');
  }

  provideCodeLenses({ uri }: vscode.TextDocument): vscode.CodeLens[] {
    const planned = this.at(uri);
    if (!planned) return [];
    const { plan, connection } = planned;
    const top = new vscode.Range(0, 0, 0, 0);
    const lens = (title: string, command: string, argument?: unknown) => new vscode.CodeLens(top, { title, command, arguments: [argument] });
    return [
      ...(isApplicable(planned) ? [lens(`$(play) ${applyTitle(plan, connection)}`, 'migrationLens.applyPlan', uri)] : []),
      lens(vscode.l10n.t('Cancel'), 'workbench.action.closeActiveEditor'),
      lens(vscode.l10n.t('Copy command line'), 'migrationLens.copyCommand', planned),
    ];
  }

  dispose(): void {
    this.#registrations.forEach(it => it.dispose());
    this.#changed.dispose();
    this.#lensesChanged.dispose();
  }

  #tellMenus(): void {
    const uris = [...this.#planned].flatMap(([uri, planned]) => (isApplicable(planned) ? [uri] : []));
    void vscode.commands.executeCommand('setContext', 'migrationLens.applicablePlans', uris);
  }
}

export function applyTitle(plan: Plan, connection: Connection): string {
  return plan.steps.length === 1
    ? vscode.l10n.t('Apply 1 migration on {0}', connection.name)
    : vscode.l10n.t('Apply {0} migrations on {1}', plan.steps.length, connection.name);
}

function isApplicable({ plan, connection }: Planned): boolean {
  return plan.steps.length > 0 && plan.stops.length === 0 && connection.level !== 'readOnly';
}

function textOf({ plan }: Planned): string {
  return planText(plan, {
    title: (count, connection) => count === 1 ? vscode.l10n.t('1 migration pending on {0}', connection) : vscode.l10n.t('{0} migrations pending on {1}', count, connection),
    server: vscode.l10n.t('Server'),
    database: vscode.l10n.t('Database'),
    user: vscode.l10n.t('User'),
    heaviest: vscode.l10n.t('Heaviest lock'),
    refused: vscode.l10n.t('Will not be applied'),
    oneTransaction: vscode.l10n.t('one transaction'),
    noTransaction: vscode.l10n.t('no transaction'),
    runBy: vscode.l10n.t('Run by'),
    nothing: vscode.l10n.t('Nothing is pending.'),
  }, step => vscode.workspace.asRelativePath(vscode.Uri.parse(step.uri)));
}

function uriOf({ project, connection }: Planned): vscode.Uri {
  return vscode.Uri.from({ scheme: PLAN, path: `/${vscode.l10n.t('Plan for {0}', connection.name)}.sql`, query: project.id });
}
