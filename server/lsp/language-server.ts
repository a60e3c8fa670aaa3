import { join } from 'node:path';
import { ProposedFeatures, createConnection } from 'vscode-languageserver/node';
import type { Parser } from '../flows/ports.js';
import { cacheFolder } from '../edges/cache-folder.js';
import { storeIn } from '../edges/store.js';
import { build } from '../edges/version.js';
import { serve } from './server.js';

/** Speaks on the transport that the arguments name. */
export function run(parser: Parser): void {
  // Started without a transport, it speaks over stdin and stdout, as a person who tries it would expect.
  if (!process.argv.some(it => /^--(stdio|node-ipc|socket|pipe)/.test(it))) process.argv.push('--stdio');

  const connection = createConnection(ProposedFeatures.all);

  // What escaped its handler is told and survived: the next keystroke deserves an answer.
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => connection.console.error(error instanceof Error ? error.stack ?? error.message : String(error)));
  }

  serve(connection, parser, { store: storeIn(join(cacheFolder(process.env), 'found')), build: build() });
  connection.listen();
}
