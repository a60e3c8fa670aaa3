import type { Tool } from './tool.js';
import type { Execution } from './tool/execution.js';

/** The tool, overruled by the project file where the tool's own configuration does not tell how scripts are really run. */
export function transacted(tool: Tool, transaction: 'file' | 'statement' | 'none'): Tool {
  const overruled: Record<typeof transaction, Pick<Execution, 'wraps' | 'sends'>> = {
    file: { wraps: true, sends: 'statement' },
    statement: { wraps: false, sends: 'statement' },
    none: { wraps: false, sends: 'statement' },
  };
  return {
    ...tool,
    execution: (script, migration, project) => {
      const { refuses: _, ...own } = tool.execution(script, migration, project);
      return { ...own, ...overruled[transaction] };
    },
  };
}
