import * as vscode from 'vscode';
import type { Commands } from '../../server/protocol.js';
import type { Lens } from '../lens.js';
import { diffApplied } from './diff-applied.js';

/** The lens with the state: the difference where there is one, else the view. */
export async function showState(lens: Lens, [{ project, uri, state }]: Commands['migrationLens.showState']): Promise<void> {
  if (state === 'modified') await diffApplied(lens, { project }, uri);
  else await vscode.commands.executeCommand('migrationLens.migrations.focus');
}
