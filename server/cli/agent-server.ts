import { McpServer, fromJsonSchema } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import type { AgentTool, Given } from './agent-tools.js';

/** What came of a tool: text for the model, and whether it is an error. */
export interface Answer {
  readonly text: string;
  readonly failed: boolean;
}

/**
 * Speaks the Model Context Protocol over stdin and stdout until the client closes stdin. `answer` is called for what fits the tool's
 * input, several at once where the client asks so; its signal aborts when the client has lost interest.
 */
export function serveAgents(tools: readonly AgentTool[], version: string, answer: (tool: AgentTool, given: Given, signal: AbortSignal) => Promise<Answer>): Promise<void> {
  const ended = new Promise<void>(done => process.stdin.once('end', done).once('close', done));
  serveStdio(() => {
    const server = new McpServer({ name: 'migration-lens', title: 'Migration Lens', version });
    for (const tool of tools) {
      const inputSchema = fromJsonSchema<Given>({ type: 'object', properties: tool.input as Record<string, object>, required: [...tool.required], additionalProperties: false });
      const annotations = { readOnlyHint: !tool.writes, destructiveHint: false, openWorldHint: tool.connects };
      server.registerTool(tool.name, { title: tool.title, description: tool.description, inputSchema, annotations }, async (given, { mcpReq }) => {
        const { text, failed } = await answer(tool, given, mcpReq.signal);
        return { content: [{ type: 'text', text }], isError: failed };
      });
    }
    return server;
  });
  return ended;
}
