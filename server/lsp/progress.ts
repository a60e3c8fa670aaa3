import type { Connection } from 'vscode-languageserver/node';

/** In milliseconds: what is done by then needs no word. */
const PATIENCE = 500;

/** That migrations are being read, to clients that show such things; until `work` has ended, in whatever way. */
export async function tellWhatTakesLong(window: Pick<Connection['window'], 'createWorkDoneProgress'>, work: Promise<void>): Promise<void> {
  const over = work.then(() => true, () => true);
  if (await isOverSoon(over)) return;
  // A client that is just shutting down refuses.
  const progress = await window.createWorkDoneProgress().catch(() => undefined);
  progress?.begin('Reading migrations');
  await over;
  progress?.done();
}

/** Whether it was over within the patience that there is. */
async function isOverSoon(over: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>(resolve => { timer = setTimeout(() => resolve(false), PATIENCE); });
  try {
    return await Promise.race([over, late]);
  } finally {
    clearTimeout(timer);
  }
}
