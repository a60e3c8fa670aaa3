import { join } from 'node:path';
import { URI } from 'vscode-uri';
import { followUpOf } from '../../core/editor/follow-up.js';
import type { Migration } from '../../core/migrations/migration.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import { findAppliedText } from '../../flows/applied-text.js';
import { masksOf } from '../../flows/script/masks.js';
import type { Target } from '../../protocol.js';
import { answering, located } from '../answer.js';
import type { Context } from '../context.js';
import { locate } from '../convert.js';
import type { Folder } from '../session.js';

interface WasApplied {
  readonly folder: Folder;
  readonly index: ProjectIndex;
  readonly migration: Migration;
  /** The whole file, as it is with the applied part in it. */
  readonly text: string;
  /** The commit that has it, where git had to be asked. */
  readonly from?: string;
}

/** What files were when a connection, as it was last read, applied them. None is opened. */
export function serveApplied({ connection, session, scripts }: Context): void {
  const answer = answering(connection);

  answer('migrations/appliedText', async params => {
    const found = await appliedText(params);
    return found ? { text: found.text, ...(found.from !== undefined && { from: found.from }) } : {};
  });

  answer('migrations/followUp', async params => {
    const found = await appliedText(params);
    const edited = found?.migration.up;
    if (!found || !edited) return { refused: 'What was applied is in no commit of this repository' };
    const { folder, index, migration, text } = found;
    const masks = masksOf(index);
    const made = followUpOf(index, migration, await scripts.read(text, { masks }), await scripts.read(edited.text, { masks }), new Date());
    if (made.kind === 'refused') return { refused: made.message };
    return { files: made.files.map(({ path, ...it }) => ({ uri: URI.file(join(folder.root, path)).toString(), ...it })), applied: text };
  });

  async function appliedText({ uri, project, connection: { name } }: { readonly uri: string } & Target): Promise<WasApplied | undefined> {
    const { folder, index } = await located(session, project);
    const path = locate([folder], uri)?.path;
    const reading = session.now().readings.get(project)?.get(name);
    const rows = reading?.report.rows.filter(it => it.migration?.up?.path === path) ?? [];
    const row = rows.find(it => it.state === 'modified') ?? rows[0];
    if (reading === undefined || row?.migration === undefined || row.applied === undefined) return undefined;
    const migration = index.migrations.find(it => it.id === row.migration!.id) ?? row.migration;
    const verified = reading.verified.get(row.migration.id);
    const { up } = row.migration;
    if (verified !== undefined) return { folder, index, migration, text: up?.within ? up.text.slice(0, up.within.start) + verified.text + up.text.slice(up.within.end) : verified.text };
    const found = folder.git && await findAppliedText(index, row.migration, row.applied, folder.git);
    return found && { folder, index, migration, text: found.source.text, from: found.commit };
  }
}
