import { join } from 'node:path';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { wrongUse } from '../terminal.js';

export const lsp: Command = {
  usage: `migration-lens lsp --stdio

The language server, for any editor that speaks LSP. It talks over stdin and stdout.
`,

  async run(args, terminal) {
    const parsed = parse(args, { stdio: { type: 'boolean' }, 'node-ipc': { type: 'boolean' }, clientProcessId: { type: 'string' } });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('lsp'));
    if (parsed.values.stdio !== true && parsed.values['node-ipc'] !== true) return wrongUse(terminal, 'lsp needs --stdio', seeHelp('lsp'));

    // A bundle of its own beside this one, which `require` loads; it reads the transport from the same arguments.
    await import(join(__dirname, 'server.js'));
    // The client ends it.
    return new Promise(() => undefined);
  },
};
