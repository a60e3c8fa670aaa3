import { DidChangeWatchedFilesNotification, DidChangeWorkspaceFoldersNotification, DidRenameFilesNotification, FileChangeType, WatchKind } from 'vscode-languageserver/node';
import type { FileSystemWatcher } from 'vscode-languageserver/node';
import type { Context } from '../context.js';
import { locate } from '../convert.js';
import { foldersOf } from '../folders.js';
import type { Folder } from '../session.js';

/** A checkout changes hundreds of files within this time; they are read as one. In milliseconds. */
const QUIET = 100;

/** Migrations, their sidecars, and what configures tools. */
const EXTENSIONS = [
  'sql', 'py', 'rb', 'js', 'ts', 'conf', 'toml', 'properties', 'yml', 'yaml', 'json', 'jsonc', 'xml', 'ini', 'gradle', 'kts', 'env', 'hcl', 'lock', 'mod', 'plan', 'sum',
];
/** Braces in braces are nothing that VS Code reads. */
const WATCHED = [`**/*.{${EXTENSIONS.join(',')}}`, '**/Gemfile'];
/** A folder that goes takes its files along without a word about each. */
const ANYTHING = '**/*';

/** Files that change on disk, and folders that come and go. */
export function serveFiles({ connection, session, client }: Context): void {
  /** Paths by folder that wait for a quiet moment. */
  const waiting = new Map<string, Set<string>>();
  let timer: NodeJS.Timeout | undefined;
  let reading: Promise<void> = Promise.resolve();

  connection.onDidChangeWatchedFiles(({ changes }) => {
    const { folders } = session.now();
    for (const { uri, type } of changes) {
      const place = locate(folders, uri);
      if (place === undefined) continue;
      const { folder, path } = place;
      const isFile = EXTENSIONS.some(it => path.endsWith(`.${it}`)) || path.endsWith('Gemfile');
      const paths = isFile ? [path] : type === FileChangeType.Deleted ? sourcesBelow(folder, path) : [];
      if (paths.length > 0) waiting.set(folder.uri, new Set([...waiting.get(folder.uri) ?? [], ...paths]));
    }
    if (waiting.size === 0) return;
    clearTimeout(timer);
    timer = setTimeout(() => { reading = reading.then(readWaiting); }, QUIET);
  });

  connection.onNotification(DidRenameFilesNotification.type, async ({ files }) => {
    const { folders } = session.now();
    const touched = new Set(files.flatMap(it => [it.oldUri, it.newUri]).flatMap(it => locate(folders, it)?.folder.uri ?? []));
    await Promise.all([...touched].map(it => session.open(it)));
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
    const patterns = [...WATCHED.map(pattern => ({ pattern })), { pattern: ANYTHING, kind: WatchKind.Delete }];
    const watchers = patterns.flatMap(({ pattern, ...kind }): FileSystemWatcher[] => client.watchRelative
      ? folders.map(baseUri => ({ globPattern: { baseUri, pattern }, ...kind }))
      : [{ globPattern: pattern, ...kind }]);
    await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
  }

  async function readWaiting(): Promise<void> {
    const taken = [...waiting];
    waiting.clear();
    await Promise.all(taken.map(([folder, paths]) => session.touched(folder, [...paths])));
  }
}

function sourcesBelow({ workspace }: Folder, path: string): readonly string[] {
  return (workspace?.projects ?? []).flatMap(it => [...it.sources.keys()]).filter(it => it.startsWith(`${path}/`));
}
