import * as vscode from 'vscode';
import type { Refusal } from '../../server/protocol.js';
import type { Lens } from '../lens.js';
import { complain } from '../say.js';

/** Says why a database was not reached. */
export async function sayRefused({ log }: Lens, { message }: Refusal): Promise<void> {
  const show = vscode.l10n.t('Open Log');
  log.error(message);
  if ((await complain(message, show)) === show) log.show();
}
