import { LSPErrorCodes, ResponseError } from 'vscode-languageserver/node';
import type { Diagnostic, DiagnosticRelatedInformation, DocumentDiagnosticReport, WorkspaceFullDocumentDiagnosticReport } from 'vscode-languageserver/node';
import type { Problem, Related } from '../../core/migrations/problem.js';
import { docsOf } from '../../core/lint/documentation.js';
import type { Context } from '../context.js';
import { SEVERITIES, canonical, locate, textAt, uriOf } from '../convert.js';
import { resultIdOf } from '../reports.js';
import type { Folder, Snapshot } from '../session.js';

type FullReport = WorkspaceFullDocumentDiagnosticReport & { readonly resultId: string };

/** Pulled by clients that can, pushed to the others: `push` is to be called after every change, `end` before the parser is closed. */
export function serveDiagnostics({ connection, session, reports, client }: Context): { push(what: 'text' | 'index' | 'state'): void; end(): void } {
  connection.languages.diagnostics.on(async ({ textDocument: { uri }, previousResultId }, token): Promise<DocumentDiagnosticReport> => {
    const items = await current(uri, () => token.isCancellationRequested);
    if (items === undefined) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled');
    if (items.length > 0) shown.set(canonical(uri), uri);
    const resultId = resultIdOf(items);
    return resultId === previousResultId ? { kind: 'unchanged', resultId } : { kind: 'full', resultId, items };
  });

  connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token) => {
    const files = await workspaceFiles(session.now());
    if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'Cancelled');
    const before = new Map(previousResultIds.map(it => [canonical(it.uri), it]));
    // Files that are as the client has them need no word at all: a folder may have ten thousand, and clients ask every few seconds.
    const news = [...files].filter(([key, { resultId }]) => before.get(key)?.value !== resultId).map(([, file]) => file);
    const stale = new Map([...shown, ...[...before].flatMap(([key, { uri, value }]) => (value === CLEAN ? [] : [[key, uri] as const]))]);
    const clean = [...stale].filter(([key]) => !files.has(key))
      .map(([key, uri]): FullReport => ({ kind: 'full', uri, version: session.now().buffers.get(key)?.version ?? null, resultId: CLEAN, items: [] }));
    for (const [key, { uri }] of files) shown.set(key, uri);
    for (const { uri } of clean) shown.delete(canonical(uri));
    return { items: [...news, ...clean] };
  });

  /** Files whose problems the client has been told, by canonical URI: of one that was closed it forgets what it knew, and shows it all the same. */
  const shown = new Map<string, string>();

  let workspace: { readonly snapshot: Snapshot; readonly files: Promise<ReadonlyMap<string, FullReport>> } | undefined;

  /** Of all files that have problems, by canonical URI; while nothing changes, computed once. */
  function workspaceFiles(snapshot: Snapshot): Promise<ReadonlyMap<string, FullReport>> {
    if (workspace?.snapshot !== snapshot) workspace = { snapshot, files: read() };
    return workspace.files;

    async function read(): Promise<ReadonlyMap<string, FullReport>> {
      const files = new Map<string, FullReport>();
      for (const folder of snapshot.folders) {
        for (const [path, problems] of await reports.all(snapshot, folder)) {
          const uri = uriOf(snapshot, folder, path);
          const items = await diagnosticsOf(snapshot, folder, path, problems);
          files.set(canonical(uri), { kind: 'full', uri, version: snapshot.buffers.get(canonical(uri))?.version ?? null, resultId: resultIdOf(items), items });
        }
      }
      return files;
    }
  }

  /** Of the newest text, even where it changed while an older one was read. `undefined` when the client lost interest. */
  async function current(uri: string, cancelled: () => boolean): Promise<Diagnostic[] | undefined> {
    for (;;) {
      const snapshot = session.now();
      const place = locate(snapshot.folders, uri);
      const items = place === undefined ? [] : await diagnosticsOf(snapshot, place.folder, place.path, await reports.of(snapshot, place.folder, place.path));
      if (cancelled()) return undefined;
      if (session.now() === snapshot) return items;
    }
  }

  async function diagnosticsOf(snapshot: Snapshot, folder: Folder, path: string, problems: readonly Problem[]): Promise<Diagnostic[]> {
    if (problems.length === 0) return [];
    const text = await textAt(snapshot, folder, path);
    return Promise.all(problems.map(async ({ rule, severity, span, message, related = [] }): Promise<Diagnostic> => ({
      range: text.rangeOf(span),
      severity: SEVERITIES[severity],
      code: rule,
      codeDescription: { href: docsOf(rule) },
      source: 'Migration Lens',
      message,
      ...(client.relatedInformation && related.length > 0 && { relatedInformation: await Promise.all(related.map(it => informationOf(snapshot, folder, it))) }),
      data: { rule, span },
    })));
  }

  async function informationOf(snapshot: Snapshot, folder: Folder, { path, span, message }: Related): Promise<DiagnosticRelatedInformation> {
    const { rangeOf } = await textAt(snapshot, folder, path);
    return { location: { uri: uriOf(snapshot, folder, path), range: rangeOf(span) }, message };
  }

  const published = new Map<string, string>();
  let publishing: Promise<void> = Promise.resolve();
  let wanted: 'open' | 'all' | undefined;
  let ended = false;

  return {
    push(what) {
      if (client.pull) return;
      const all = what !== 'text' || wanted === 'all';
      if (wanted === undefined) publishing = publishing.then(publish);
      wanted = all ? 'all' : 'open';
    },
    end() {
      ended = true;
    },
  };

  /** One at a time; what changes meanwhile is published by the next. */
  async function publish(): Promise<void> {
    const what = wanted;
    wanted = undefined;
    const snapshot = session.now();
    const found = new Map<string, { readonly uri: string; readonly items: readonly Diagnostic[]; readonly version: number | undefined }>();
    for (const folder of snapshot.folders) {
      const buffers = [...snapshot.buffers.values()].filter(it => it.folder === folder.uri);
      const problems = what === 'all'
        ? await reports.all(snapshot, folder)
        : new Map(await Promise.all(buffers.map(async ({ source: { path } }) => [path, await reports.of(snapshot, folder, path)] as const)));
      for (const [path, own] of problems) {
        const uri = uriOf(snapshot, folder, path);
        found.set(uri, { uri, items: await diagnosticsOf(snapshot, folder, path, own), version: snapshot.buffers.get(canonical(uri))?.version });
      }
    }
    // What a parser that is being closed says is not about the files.
    if (ended) return;
    if (session.now() !== snapshot) {
      // Older than what the client shows: the next round, which is already due, has the newer text.
      if (what === 'all') wanted = 'all';
      return;
    }
    const silent = what === 'all' ? [...published.keys()].filter(uri => !found.has(uri)) : [];
    for (const uri of silent) {
      published.delete(uri);
      await connection.sendDiagnostics({ uri, diagnostics: [] });
    }
    for (const { uri, items, version } of found.values()) {
      const id = resultIdOf([items, version]);
      if (published.get(uri) === id) continue;
      published.set(uri, id);
      await connection.sendDiagnostics({ uri, diagnostics: [...items], ...(version !== undefined && { version }) });
    }
  }
}

/** The id that `resultIdOf` gives to a file without problems. */
const CLEAN = resultIdOf([]);
