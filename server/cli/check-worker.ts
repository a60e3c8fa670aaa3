import { parentPort, workerData } from 'node:worker_threads';
import { parserHere } from '../edges/parser/here.js';
import { checker } from '../flows/check.js';
import type { Checked } from '../flows/check.js';
import type { CheckOptions } from '../flows/check/terms.js';
import { scripts } from '../flows/script.js';
import { unpacked } from '../flows/shares.js';
import type { Packed } from '../flows/shares.js';

// Checks whole projects in a thread of its own, which has a parser to itself: no statement crosses to another.

export interface CheckRequest {
  readonly project: Packed;
  readonly options: CheckOptions;
}

export interface CheckReply {
  readonly kind: 'checked';
  readonly checked: Checked;
}

const port = parentPort!;
const read = scripts(parserHere(workerData as Int32Array));

// What is thrown ends the worker, as it must: see `parserHere`.
port.on('message', async ({ project, options }: CheckRequest) => {
  const checked = await checker(read).check(unpacked(project), options);
  port.postMessage({ kind: 'checked', checked } satisfies CheckReply);
});
