import { LanguageClient, State, TransportKind } from 'vscode-languageclient/node';
import type { LanguageClientOptions } from 'vscode-languageclient/node';

/** In megabytes: of itself V8 would let what is young take up to 96 on Node 24, for nothing that anybody could feel. */
const ENGINE = ['--max-semi-space-size=16'];

/** A bundle of its own: the library is four times as long as all that is ours, and most windows never need it. */
export function languageClient(module: string, options: LanguageClientOptions, tell: (state: 'starting' | 'running' | 'failed') => void): LanguageClient {
  const run = { module, transport: TransportKind.ipc, options: { execArgv: ENGINE } };
  const client = new LanguageClient('migrationLens', 'Migration Lens', { run, debug: run }, options);
  client.onDidChangeState(({ newState }) => {
    if (newState === State.Running) tell('running');
    else tell(newState === State.Starting ? 'starting' : 'failed');
  });
  return client;
}
