import { DidChangeWatchedFilesNotification, DidChangeWorkspaceFoldersNotification } from 'vscode-languageserver/node';
import type { FileSystemWatcher } from 'vscode-languageserver/node';
import type { Context } from '../context.js';
import { locate } from '../convert.js';
import { foldersOf } from '../folders.js';

/** A checkout changes hundreds of files within this time; they are read as one. In milliseconds. */
const QUIET = 100;

/** Migrations, their sidecars, and what configures tools. */
const WATCHED = '**/*.{sql,conf,toml,properties,yml,yaml,jsonc,xml,gradle,kts}';

/** Files that change on disk, and folders that come and go. */
export function serveFiles({ connection, session, client }: Context): void {
  /** Paths by folder that wait for a quiet moment. */
  const waiting = new Map<string, Set<string>>();
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const { folders } = session.now();
    for (const { uri } of changes) {
      const place = locate(folders, uri);
      if (place === undefined) continue;
      const paths = waiting.get(place.folder.uri) ?? new Set();
      waiting.set(place.folder.uri, paths.add(place.path));
    }
    clearTimeout(timer);
    timer = setTimeout(() => { reading = reading.then(readWaiting); }, QUIET);
  });

  connection.onNotification(DidChangeWorkspaceFoldersNotification.type, async ({ event: { added, removed } }) => {
    const gone = new Set(removed.map(it => it.uri));
    session.change(now => ({ ...now, folders: foldersOf([...now.folders.map(it => it.uri).filter(uri => !gone.has(uri)), ...added.map(it => it.uri)], now.folders, now.trusted) }), 'index');
    await watch(added.map(it => it.uri));
    await Promise.all(added.map(it => session.open(it.uri)));
  });

  connection.onInitialized(async () => {
    const folders = session.now().folders.map(it => it.uri);
    // A window without folders is ready as it is, and must hear it.
    if (folders.length === 0) session.change(now => ({ ...now }), 'state');
    await Promise.all([watch(folders), ...folders.map(it => session.open(it))]);
  });

  async function watch(folders: readonly string[]): Promise<void> {
    if (!client.watch || folders.length === 0) return;
    const kind = 7;
    const watchers: FileSystemWatcher[] = client.watchRelative
      ? folders.map(baseUri => ({ globPattern: { baseUri, pattern: WATCHED }, kind }))
      : [{ globPattern: WATCHED, kind }];
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  async function readWaiting(): Promise<void> {
    const taken = [...waiting];
    waiting.clear();
    await Promise.all(taken.map(([folder, paths]) => session.touched(folder, [...paths])));
  }
}
