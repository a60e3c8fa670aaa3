import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Context } from '../context.js';
import { canonical, locate } from '../convert.js';
import { folderAt, withWorkspace } from '../session.js';
import type { Buffer, Snapshot } from '../session.js';
import { withSources } from '../../flows/workspace.js';

/** Open files: what the editor holds goes before what the disk holds, saved or not. */
export function serveDocuments({ connection, session, client }: Context): void {
  /** The library edits these in place; the session only ever sees their texts. */
  const documents = new Map<string, TextDocument>();

  connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => {
    hold(TextDocument.create(uri, languageId, version, text));
  });
  connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) => {
    const document = documents.get(canonical(uri));
    if (document !== undefined) hold(TextDocument.update(document, contentChanges, version));
  });
  connection.onDidSaveTextDocument(async ({ textDocument: { uri } }) => {
    const place = locate(session.now().folders, uri);
    // Configuration counts once it is saved; a client that watches files says so itself.
    if (!client.watch && place !== undefined) await session.touched(place.folder.uri, [place.path]);
  });
  connection.onDidCloseTextDocument(({ textDocument: { uri } }) => release(canonical(uri)));

  function hold(document: TextDocument): void {
    const key = canonical(document.uri);
    documents.set(key, document);
    session.change(now => withBuffer(now, key, document), 'text');
  }

  async function release(key: string): Promise<void> {
    const { buffers } = session.now();
    const buffer = buffers.get(key);
    documents.delete(key);
    if (buffer === undefined) return;

    session.change(now => ({ ...now, buffers: new Map([...now.buffers].filter(([it]) => it !== key)) }), 'text');
    await session.touched(buffer.folder, [buffer.source.path]);
  }
}

function withBuffer(now: Snapshot, key: string, document: TextDocument): Snapshot {
  const place = locate(now.folders, document.uri);
  if (place === undefined) return now;

  const { folder, path } = place;
  const whole = document.getText();
  const marked = whole.startsWith('\ufeff');
  const text = marked ? whole.slice(1) : whole;
  const known = now.buffers.get(key)?.source ?? folder.workspace?.projects.map(it => it.sources.get(path)).find(it => it !== undefined);
  // Editors take the mark away and replace broken bytes; what the disk had counts until the text is another.
  const source = { path, text, bom: marked || known?.bom === true, malformed: known?.malformed === true && known.text === text };
  const buffer: Buffer = { uri: document.uri, version: document.version, source, folder: folder.uri, marked, gone: false };

  const next = { ...now, buffers: new Map(now.buffers).set(key, buffer) };
  const { workspace } = folderAt(now, folder.uri)!;
  // The same text again, as on opening, leaves the index as it is, and with it everything computed from it.
  if (workspace === undefined || (known?.text === text && known.bom === source.bom && known.malformed === source.malformed)) return next;
  return withWorkspace(next, folder.uri, withSources(workspace, [source]));
}
