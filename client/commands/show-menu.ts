import * as vscode from 'vscode';

/** What the status bar item offers. */
export async function showMenu(): Promise<void> {
  const picked = await vscode.window.showQuickPick([
    { label: `$(preview) ${vscode.l10n.t('Show Plan')}`, command: 'migrationLens.showPlan' },
    { label: `$(play) ${vscode.l10n.t('Apply Pending')}`, command: 'migrationLens.applyPending' },
    { label: `$(add) ${vscode.l10n.t('New Migration')}`, command: 'migrationLens.newMigration' },
    { label: `$(target) ${vscode.l10n.t('Set Active Connection')}`, command: 'migrationLens.setActiveConnection' },
    { label: `$(refresh) ${vscode.l10n.t('Refresh')}`, command: 'migrationLens.refresh' },
  ], { title: vscode.l10n.t('Migrations') });
  if (picked) await vscode.commands.executeCommand(picked.command);
}
