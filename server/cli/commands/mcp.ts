import { version } from '../../edges/version.js';
import { agentTools, outside } from '../agent-tools.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { wrongUse } from '../terminal.js';
import type { Terminal } from '../terminal.js';

export const mcp: Command = {
  usage: `migration-lens mcp

Serves agents by the Model Context Protocol, over stdin and stdout. They may check the migrations of the
current folder, have a rule explained, write a new migration, and read the status and the plan of the
connections that migration-lens.jsonc names; not of protected ones. Nothing is ever applied.
`,

  async run(args, terminal, parser) {
    const parsed = parse(args, {});
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('mcp'));
    if (parsed.positionals.length > 0) return wrongUse(terminal, 'mcp takes no arguments', seeHelp('mcp'));

    const { commands } = await import('../commands.js');
    const { serveAgents } = await import('../agent-server.js');
    await serveAgents(agentTools, version(), async (tool, given, signal) => {
      const astray = outside(terminal.cwd, given);
      if (astray !== undefined) return { text: `${astray} is not in ${terminal.cwd}`, failed: true };
      const told = listener(terminal, signal);
      const code = await (await commands[tool.command]!()).run(tool.args(given), told.terminal, parser);
      return { text: code === 2 || told.results() === '' ? told.words() : tool.command === 'check' ? shortened(told.results()) : told.results(), failed: code === 2 };
    });
    return 0;
  },
};

/** What a command says to nobody at a keyboard. */
function listener({ cwd, env }: Terminal, signal: AbortSignal) {
  const out: string[] = [];
  const said: string[] = [];
  const terminal: Terminal = {
    cwd, env, interactive: false, agent: true, colour: false,
    out: text => void out.push(text),
    say: text => void said.push(text),
    ask: () => Promise.resolve(''),
    interrupted: () => signal,
  };
  return { terminal, results: () => out.join(''), words: () => said.join('') };
}

/** A model reads no thousand problems: where there are more than these, it is told to ask for less. */
const MOST_PROBLEMS = 100;

function shortened(json: string): string {
  const { problems, ...others } = JSON.parse(json) as { readonly problems: readonly object[] };
  const left = problems.length - MOST_PROBLEMS;
  return left <= 0 ? json : JSON.stringify({ ...others, problems: problems.slice(0, MOST_PROBLEMS), leftOff: `${left} more problems: ask with fewer paths` });
}
