import * as vscode from 'vscode';
import type { ProjectInfo } from '../../server/protocol.js';
import type { Lens } from '../lens.js';

/** What runs is what is on disk: as for a task or a debugger, changes are saved first. */
export async function saveFiles({ projects }: Lens, { id }: ProjectInfo): Promise<void> {
  const changed = vscode.workspace.textDocuments.filter(it => it.isDirty && it.uri.scheme === 'file' && projects.at(it.uri)?.id === id);
  await Promise.all(changed.map(it => it.save()));
}
