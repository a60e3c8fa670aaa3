import * as vscode from 'vscode';

export const APPLIED = 'migration-lens-applied';

/** Texts that were applied, as the left side of a comparison. */
export class AppliedTexts implements vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();

  /** `at` and `from` make the address; the file's name shows in the editor. */
  put(file: vscode.Uri, from: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme: APPLIED, path: file.path, query: from });
    this.#texts.set(uri.toString(), text);
    return uri;
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.#texts.get(uri.toString()) ?? '';
  }
}
