import { isAbsolute, join, relative, sep } from 'node:path';
import type * as lsp from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import type { FileEdit, Severity } from '../core/migrations/problem.js';
import type { Source } from '../core/migrations/migration.js';
import { linesOf } from '../core/text/lines.js';
import type { Span } from '../core/text/span.js';
import type { Abilities } from './context.js';
import type { Folder, Snapshot } from './session.js';

/** `DiagnosticSeverity`, which the library exports as numbers only at run time. */
export const SEVERITIES: Readonly<Record<Severity, lsp.DiagnosticSeverity>> = { error: 1, warning: 2, info: 3, hint: 4 };

/** One spelling for a URI, however the client escaped it. */
export function canonical(uri: string): string {
  return URI.parse(uri).toString();
}

/** The folder that a file lies in, innermost first, and its path there. */
export function locate(folders: readonly Folder[], uri: string): { readonly folder: Folder; readonly path: string } | undefined {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== 'file') return undefined;
  for (const folder of folders) {
    const path = relative(folder.root, parsed.fsPath);
    if (path !== '' && path !== '..' && !path.startsWith(`..${sep}`) && !isAbsolute(path)) {
      return { folder, path: sep === '/' ? path : path.replaceAll(sep, '/') };
    }
  }
  return undefined;
}

/** Whether the file is SQL: by its name, or as a migration of a tool that reads nothing else. */
export function isSql({ folder, path }: { readonly folder: Folder; readonly path: string }): boolean {
  return path.endsWith('.sql') || (folder.workspace?.projects ?? []).some(({ tool, parts }) => tool.translate === undefined && parts.set.at(path) !== undefined);
}

/** As the client spells it where the file is open. */
export function uriOf(snapshot: Snapshot, folder: Folder, path: string): string {
  const uri = URI.file(join(folder.root, path)).toString();
  return snapshot.buffers.get(uri)?.uri ?? uri;
}

/** Between spans of a source and ranges of the editor's text. */
export interface Ruler {
  rangeOf(span: Span): lsp.Range;
  offsetAt(position: lsp.Position): number;
}

/** `marked`: the editor's text has a byte order mark before the source's first character. */
export function rulerOf(source: Source | undefined, marked = false): Ruler {
  const lines = linesOf(source?.text ?? '');
  const by = marked ? 1 : 0;
  const shifted = ({ line, character }: lsp.Position, delta: number): lsp.Position =>
    ({ line, character: line === 0 ? Math.max(0, character + delta) : character });
  return {
    rangeOf: ({ start, end }) => ({ start: shifted(lines.positionAt(start), by), end: shifted(lines.positionAt(end), by) }),
    offsetAt: position => lines.offsetAt(shifted(position, -by)),
  };
}

/** The text of a file as the editor has it, else the index, else the disk. */
export async function textAt(snapshot: Snapshot, folder: Folder, path: string): Promise<Ruler & { readonly source: Source | undefined; readonly version: number | null }> {
  const buffer = snapshot.buffers.get(URI.file(join(folder.root, path)).toString());
  const source = buffer?.source
    ?? folder.workspace?.projects.map(it => it.sources.get(path)).find(it => it !== undefined)
    ?? await folder.files.read(path);
  return { ...rulerOf(source, buffer?.marked), source, version: buffer?.version ?? null };
}

/**
 * One edit that one undo takes back. A client without `documentChanges` is only given edits of text to make.
 * `confirm` says why the person is to agree to each part first; `preview`, what a comment may say of an edit that is to be looked at as a whole.
 */
export async function workspaceEdit(
  snapshot: Snapshot,
  folder: Folder,
  edits: readonly FileEdit[],
  can: Abilities['edits'],
  { confirm, preview }: { readonly confirm?: string | undefined; readonly preview?: string | undefined } = {},
): Promise<lsp.WorkspaceEdit> {
  const annotation = confirm === undefined || !can.annotate ? {} : { annotationId: 'confirm' };
  const documentChanges: NonNullable<lsp.WorkspaceEdit['documentChanges']> = [];
  const changes: Record<string, lsp.TextEdit[]> = {};
  for (let i = 0; i < edits.length; i++) {
    const edit = edits[i]!;
    const uri = uriOf(snapshot, folder, edit.path);
    switch (edit.kind) {
      case 'create':
        documentChanges.push({ kind: 'create', uri, ...annotation, options: { overwrite: false, ignoreIfExists: false } });
        documentChanges.push({ textDocument: { uri, version: null }, edits: [{ range: START, newText: edit.text, ...annotation }] });
        break;
      case 'rename':
        documentChanges.push({ kind: 'rename', ...annotation, oldUri: uri, newUri: uriOf(snapshot, folder, edit.to), options: { overwrite: false, ignoreIfExists: false } });
        break;
      case 'edit': {
        // Neighbouring edits of one file count in the same text, so they travel together.
        const text = await textAt(snapshot, folder, edit.path);
        const textEdits = [{ range: text.rangeOf(edit.span), newText: edit.text, ...annotation }];
        for (let next = edits[i + 1]; next?.kind === 'edit' && next.path === edit.path; next = edits[++i + 1]) {
          textEdits.push({ range: text.rangeOf(next.span), newText: next.text, ...annotation });
        }
        documentChanges.push({ textDocument: { uri, version: text.version }, edits: textEdits });
        changes[uri] = [...changes[uri] ?? [], ...textEdits];
        break;
      }
    }
  }
  if (!can.documentChanges) return { changes };
  if ('annotationId' in annotation) return { documentChanges, changeAnnotations: { confirm: { label: confirm!, needsConfirmation: true } } };
  const [first] = documentChanges;
  if (preview === undefined || !can.annotate || !first || !('textDocument' in first)) return { documentChanges };
  // VS Code shows an edit of which a part needs to be confirmed, and leaves that part out unless it is: so it is one that may be left out.
  const { start } = first.edits[0]!.range;
  first.edits.unshift({ range: { start, end: start }, newText: `-- ${preview}\n`, annotationId: 'preview' });
  return { documentChanges, changeAnnotations: { preview: { label: 'A comment, if you like', needsConfirmation: true } } };
}

const START: lsp.Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
