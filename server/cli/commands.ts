import type { Command } from './command.js';

/** Loaded when asked for: the check of one line must not wait for a driver it does not need. */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.js')).check,
  status: async () => (await import('./commands/status.js')).status,
  new: async () => (await import('./commands/new.js')).create,
  plan: async () => (await import('./commands/plan.js')).plan,
  apply: async () => (await import('./commands/apply.js')).apply,
  repair: async () => (await import('./commands/repair.js')).repair,
  replay: async () => (await import('./commands/replay.js')).replay,
  drift: async () => (await import('./commands/drift.js')).drift,
  explain: async () => (await import('./commands/explain.js')).explain,
  mcp: async () => (await import('./commands/mcp.js')).mcp,
  lsp: async () => (await import('./commands/lsp.js')).lsp,
};
