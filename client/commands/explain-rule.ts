import * as vscode from 'vscode';
import type { Lens } from '../lens.js';

export const RULE = 'migration-lens-rule';

/** Opens the reference page of a rule, rendered. */
export async function explainRule(rule: string): Promise<void> {
  await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.from({ scheme: RULE, path: `/${rule}.md` }));
}

/** The page's text, for the preview. */
export function rulePages({ server }: Pick<Lens, 'server'>): vscode.TextDocumentContentProvider {
  return {
    provideTextDocumentContent: async uri => {
      const rule = uri.path.slice(1, -'.md'.length);
      const { markdown } = await server.ask('migrations/explain', { rule });
      return markdown ?? vscode.l10n.t('There is no rule {0}.', rule);
    },
  };
}
