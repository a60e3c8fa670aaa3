import { NotificationType } from 'vscode-languageserver/node';
import { URI } from 'vscode-uri';
import { join } from 'node:path';
import { documentationOf } from '../../core/lint/documentation.js';
import { ruleSection } from '../../core/lint/reference.js';
import { pathOf } from '../../core/migrations/migration.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import { linesOf } from '../../core/text/lines.js';
import { createMigration } from '../../flows/create.js';
import type { ClientNotifications, Notifications, ProjectInfo } from '../../protocol.js';
import { answering, located } from '../answer.js';
import type { Context } from '../context.js';
import { uriOf } from '../convert.js';
import { foldersOf } from '../folders.js';
import { idOf } from '../session.js';
import type { Snapshot } from '../session.js';

/** Requests about projects and their files, without any database. `tell` is to be called after every change. */
export function serveMigrations({ connection, session }: Context): { tell(before: Snapshot, what: 'text' | 'index' | 'state'): void } {
  const answer = answering(connection);

  answer('migrations/projects', async () => {
    await session.settled();
    return infosOf(session.now());
  });

  answer('migrations/list', async ({ project }) => {
    const { folder, index } = await located(session, project);
    const snapshot = session.now();
    return index.migrations.map(it => ({
      id: it.id, kind: it.kind, name: it.name,
      ...(it.version !== undefined && { version: it.version }),
      uri: uriOf(snapshot, folder, pathOf(it)),
      ...(it.down !== undefined && it.up !== undefined && it.down.path !== it.up.path && { downUri: uriOf(snapshot, folder, it.down.path) }),
    }));
  });

  answer('migrations/new', async ({ project, name, down }) => {
    const { folder, index } = await located(session, project);
    const files = createMigration(index, { name, down, now: new Date() });
    return { files: files.map(({ path, text, replaces }) => ({ ...(replaces && { replaces }), uri: URI.file(join(folder.root, path)).toString(), text, cursor: linesOf(text).positionAt(text.length) })) };
  });

  answer('migrations/explain', ({ rule }) => {
    const page = documentationOf(rule);
    return page === undefined ? {} : { markdown: ruleSection(page) };
  });

  hear('migrations/trust', async () => {
    session.change(now => ({ ...now, trusted: true, folders: foldersOf(now.folders.map(it => it.uri), now.folders, true) }), 'state');
    await Promise.all(session.now().folders.map(it => session.open(it.uri)));
  });

  hear('migrations/active', ({ project, connection: name }) => {
    session.change(now => {
      const active = new Map(now.active);
      if (name === undefined) active.delete(project);
      else active.set(project, name);
      return { ...now, active };
    }, 'state');
  });

  hear('migrations/settings', ({ settings }) => session.change(now => ({ ...now, settings }), 'state'));

  let told = '';
  return {
    tell(before, what) {
      const was = indexesOf(before);
      const changed = [...indexesOf(session.now())].filter(([id, index]) => {
        const old = was.get(id) ?? index;
        // A new file may be opened before anybody hears that it is there.
        return what === 'index' ? old !== index : old.migrations.length !== index.migrations.length;
      });
      if (what === 'text' && changed.length === 0) return;
      if (changed.length > 0) void connection.sendNotification('migrations/filesChanged', { projects: changed.map(([id]) => id) } satisfies Notifications['migrations/filesChanged']);
      const projects = infosOf(session.now());
      const ready = session.now().folders.every(it => it.workspace !== undefined);
      const message: Notifications['migrations/changed'] = { projects, ready };
      // The client draws anew for each: say only what is news.
      if (told === (told = JSON.stringify(message))) return;
      void connection.sendNotification('migrations/changed', message);
    },
  };

  function hear<M extends keyof ClientNotifications>(method: M, handler: (params: ClientNotifications[M]) => void | Promise<void>): void {
    connection.onNotification(new NotificationType<ClientNotifications[M]>(method), handler);
  }
}

function indexesOf({ folders }: Snapshot): ReadonlyMap<string, ProjectIndex> {
  return new Map(folders.flatMap(folder => (folder.workspace?.projects ?? []).map(it => [idOf(folder, it), it] as const)));
}

function infosOf(snapshot: Snapshot): readonly ProjectInfo[] {
  return snapshot.folders.flatMap(folder => (folder.workspace?.projects ?? []).map((index): ProjectInfo => {
    const { project, tool, migrations, problems, settings } = index;
    return {
      id: idOf(folder, index),
      tool: tool.id,
      title: tool.title,
      rootUri: folder.uri,
      folder: project.folder,
      folderUri: URI.file(join(folder.root, project.folder)).toString(),
      because: project.because,
      ...(tool.guesses && project.because === project.folder && { guessed: true as const }),
      migrations: migrations.length,
      problems: problems.length,
      downs: tool.traits(project).down === 'separate',
      connections: Object.entries(settings.connections).filter(([, it]) => (it.project ?? project.folder) === project.folder).map(([name, { project: _, ...setting }]) => ({ name, ...setting })),
      ...(tool.preview && { previews: tool.preview.database }),
      suggestions: project.connections,
    };
  }));
}
