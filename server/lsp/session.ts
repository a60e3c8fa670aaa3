import type { ProjectIndex } from '../core/migrations/project-index.js';
import type { Source } from '../core/migrations/migration.js';
import { compareAgain, verifiedBy } from '../core/migrations/history.js';
import { entryOf } from '../core/migrations/project-index.js';
import type { PastReading } from '../core/migrations/history.js';
import type { Row } from '../core/migrations/status.js';
import { openWorkspace, reopens, withSources } from '../flows/workspace.js';
import type { Change, Workspace } from '../flows/workspace.js';
import type { Files, Git } from '../flows/ports.js';
import { differenceOf } from '../flows/applied-text.js';
import { projectOn } from '../flows/history.js';
import type { StatusReport } from '../flows/status.js';
import type { ClientSettings } from '../protocol.js';

/** Everything the server knows at one moment. Never changes once handed out: a handler that awaits sees one world. */
export interface Snapshot {
  readonly trusted: boolean;
  readonly settings: ClientSettings;
  /** The innermost first, where one lies in another. */
  readonly folders: readonly Folder[];
  /** Open in the editor, by URI. */
  readonly buffers: ReadonlyMap<string, Buffer>;
  /** What connections were last read to hold, by the project's id, then by the connection's name. */
  readonly readings: ReadonlyMap<string, ReadonlyMap<string, Reading>>;
  /** The name of the connection whose state the editor shows, by the project's id. */
  readonly active: ReadonlyMap<string, string>;
}

export interface Folder {
  /** As the client wrote it. */
  readonly uri: string;
  /** Absolute, in the platform's form. */
  readonly root: string;
  readonly files: Files;
  readonly git: Git | undefined;
  /** With the open buffers over the files on disk; absent until the first index is there. */
  readonly workspace: Workspace | undefined;
}

export interface Buffer {
  readonly uri: string;
  readonly version: number;
  /** With a path below its folder's root, and without a byte order mark. */
  readonly source: Source;
  readonly folder: string;
  /** The editor's text begins with a byte order mark, which the source leaves out. */
  readonly marked: boolean;
  /** The file has gone from the disk, and nobody has typed since: no tool would run it. */
  readonly gone: boolean;
}

export interface Reading {
  /** Of the connection. */
  readonly name: string;
  readonly report: StatusReport;
  readonly verified: PastReading['verified'];
}

export interface Session {
  now(): Snapshot;
  /** Swaps the snapshot, then tells whoever shows it. */
  change(next: (snapshot: Snapshot) => Snapshot, what: 'text' | 'index' | 'state'): void;
  /** Reads a folder anew. A later call for the same folder wins over an earlier one that is still reading. */
  open(uri: string): Promise<void>;
  /** When no folder is being read, so that what is asked for exists if it ever will. */
  settled(): Promise<void>;
  /** Files changed on disk, any number at once; the texts of buffers among them are left to the editor. */
  touched(uri: string, paths: readonly string[]): Promise<void>;
}

/** The `environment` counts once the workspace is trusted. `told` runs after each change, with the snapshot before it; `begun`, when a folder is opened. */
export function startSession(first: Snapshot, environment: Readonly<Record<string, string | undefined>>, told: (before: Snapshot, what: 'text' | 'index' | 'state') => void, begun: (opening: Promise<void>) => void): Session {
  let snapshot = first;
  /** By folder: the last opening that was begun. */
  const openings = new Map<string, Promise<void>>();

  const session: Session = {
    now: () => snapshot,
    change(next, what) {
      const before = snapshot;
      snapshot = next(before);
      if (snapshot !== before) told(before, what);
    },

    open(uri) {
      const opening = read().finally(() => {
        if (openings.get(uri) === opening) openings.delete(uri);
      });
      openings.set(uri, opening);
      begun(opening);
      return opening;

      async function read(): Promise<void> {
        const folder = folderAt(snapshot, uri);
        if (folder === undefined) return;
        const workspace = await openWorkspace(folder.files, folder.git, snapshot.trusted ? environment : undefined);
        if (openings.get(uri) !== opening) return;
        session.change(now => withWorkspace(now, uri, withSources(workspace, buffersIn(now, uri))), 'index');
      }
    },

    async settled() {
      while (openings.size > 0) await Promise.allSettled(openings.values());
    },

    async touched(uri, paths) {
      // What an opening has read may be older than these files.
      await openings.get(uri);
      const folder = folderAt(snapshot, uri);
      if (folder?.workspace === undefined) return;
      // Of all that people save, little is a migration, or leads to one.
      const ours = paths.filter(path => folder.workspace!.projects.some(({ project, tool }) => entryOf(path, project, tool) !== undefined));
      const changes = await Promise.all(ours.map(async (path): Promise<Change> => (await folder.files.read(path)) ?? { path, gone: true }));
      const known = new Map(changes.map(it => [it.path, it]));
      session.change(now => withChanged(now, uri, changes), 'index');
      if (paths.some(path => reopens(folder.workspace!, known.get(path) ?? { path, gone: true }))) await session.open(uri);
    },
  };
  return session;
}

export function folderAt(snapshot: Snapshot, uri: string): Folder | undefined {
  return snapshot.folders.find(it => it.uri === uri);
}

export function withWorkspace(snapshot: Snapshot, uri: string, workspace: Workspace): Snapshot {
  return { ...snapshot, folders: snapshot.folders.map(it => it.uri === uri ? { ...it, workspace } : it) };
}

/** Those that count: what is gone from the disk no tool would run, though an editor may still show it; who types into it brings it back. */
function buffersIn(snapshot: Snapshot, folder: string): readonly Source[] {
  return [...snapshot.buffers.values()].filter(it => it.folder === folder && !it.gone).map(it => it.source);
}

/** Of an open file, all that the disk can tell is whether it is there. */
function withChanged(snapshot: Snapshot, uri: string, changes: readonly Change[]): Snapshot {
  const { workspace } = folderAt(snapshot, uri) ?? {};
  const buffers = new Map(snapshot.buffers);
  const open = new Map([...buffers].flatMap(([key, it]) => (it.folder === uri ? [[it.source.path, { key, buffer: it }] as const] : [])));
  const news = changes.flatMap((change): readonly Change[] => {
    const { key, buffer } = open.get(change.path) ?? {};
    if (key === undefined || buffer === undefined) return [change];
    const gone = 'gone' in change;
    if (gone === buffer.gone) return [];
    buffers.set(key, { ...buffer, gone });
    return [gone ? change : buffer.source];
  });
  return workspace === undefined || news.length === 0 ? snapshot : withWorkspace({ ...snapshot, buffers }, uri, withSources(workspace, news));
}

/** Stable between indexes, and unique over all folders. */
export function idOf(folder: Folder, index: ProjectIndex): string {
  return `${folder.uri}#${index.id}`;
}

export interface Located {
  readonly folder: Folder;
  readonly index: ProjectIndex;
}

export function projectAt(snapshot: Snapshot, id: string): Located | undefined {
  for (const folder of snapshot.folders) {
    for (const index of folder.workspace?.projects ?? []) if (idOf(folder, index) === id) return { folder, index };
  }
  return undefined;
}

/** Keeps a reading, with what an earlier one of the same connection has proved. */
export function withReading(snapshot: Snapshot, id: string, name: string, report: StatusReport): Snapshot {
  const own = snapshot.readings.get(id);
  const reading = { name, report, verified: verifiedBy(report.rows, own?.get(name)?.verified) };
  return { ...snapshot, readings: new Map(snapshot.readings).set(id, new Map(own).set(name, reading)) };
}

/** The files as they are now against the last reading of a connection; `undefined` while there is none. */
export function rowsOn(snapshot: Snapshot, { folder, index }: Located, name: string): readonly Row[] | undefined {
  const reading = snapshot.readings.get(idOf(folder, index))?.get(name);
  if (reading === undefined) return undefined;
  const { report, verified } = reading;
  return compareAgain({ ...index, project: projectOn(index, report.info) }, { ...report, verified }, differenceOf);
}

/** The same for the project's active connection, if it has one. */
export function activeRows(snapshot: Snapshot, place: Located): { readonly connection: string; readonly rows: readonly Row[] } | undefined {
  const connection = snapshot.active.get(idOf(place.folder, place.index));
  const rows = connection === undefined ? undefined : rowsOn(snapshot, place, connection);
  return rows && { connection: connection!, rows };
}
