import type { ClientCapabilities, Connection } from 'vscode-languageserver/node';
import type { Parser } from '../flows/ports.js';
import type { Scripts } from '../flows/script.js';
import type { Reports } from './reports.js';
import type { Session } from './session.js';

/** What every handler works with. */
export interface Context {
  readonly connection: Connection;
  readonly session: Session;
  readonly reports: Reports;
  readonly parser: Parser;
  readonly scripts: Scripts;
  readonly client: Abilities;
}

/** What the client can do, out of its capabilities. */
export interface Abilities {
  readonly pull: boolean;
  readonly refreshDiagnostics: boolean;
  readonly refreshLenses: boolean;
  readonly refreshInlayHints: boolean;
  readonly watch: boolean;
  readonly watchRelative: boolean;
  readonly relatedInformation: boolean;
  readonly resolveEdits: boolean;
  readonly edits: { readonly documentChanges: boolean; readonly create: boolean; readonly rename: boolean; readonly annotate: boolean };
}

export function abilitiesOf({ textDocument = {}, workspace = {} }: ClientCapabilities): Abilities {
  const edit = workspace.workspaceEdit ?? {};
  const operations = edit.documentChanges === true ? edit.resourceOperations ?? [] : [];
  return {
    pull: textDocument.diagnostic !== undefined,
    refreshDiagnostics: workspace.diagnostics?.refreshSupport === true,
    refreshLenses: workspace.codeLens?.refreshSupport === true,
    refreshInlayHints: workspace.inlayHint?.refreshSupport === true,
    watch: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    watchRelative: workspace.didChangeWatchedFiles?.relativePatternSupport === true,
    relatedInformation: (textDocument.diagnostic ?? textDocument.publishDiagnostics)?.relatedInformation === true || textDocument.publishDiagnostics?.relatedInformation === true,
    resolveEdits: textDocument.codeAction?.dataSupport === true && textDocument.codeAction.resolveSupport?.properties.includes('edit') === true,
    edits: { documentChanges: edit.documentChanges === true, create: operations.includes('create'), rename: operations.includes('rename'), annotate: edit.changeAnnotationSupport !== undefined },
  };
}
