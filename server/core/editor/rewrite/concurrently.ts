import { holdsUp } from './rewrite.js';
import type { Rewrite, Step } from './rewrite.js';

/** An index that is built while others write. Where a statement of SQL stands alone, its rule says so in one word. */
export const builtConcurrently: Rewrite = {
  id: 'built-concurrently',
  rules: ['require-concurrent-index-creation'],
  amongOthers: true,
  on: 'create-index',
  plan(statement, site) {
    const { write, catalog, text } = site;
    const { name, table, keyword } = statement;
    if (!name || statement.concurrently || catalog.table(table)?.partitioned || !holdsUp(statement, site)) return undefined;
    const index = { ...(table.schema !== undefined && { schema: table.schema }), name: name.name };
    const step: Step = {
      name: `index ${name.name}`,
      up: [write`${{ text: text.slice(0, keyword.end) }} CONCURRENTLY${{ text: text.slice(keyword.end) }};`],
      down: [write`DROP INDEX CONCURRENTLY IF EXISTS ${index};`],
      outsideTransaction: true,
      note: 'Should it fail, it leaves an invalid index behind: drop that before the next attempt.',
    };
    return { title: 'build it concurrently', undo: write`DROP INDEX ${index}`, steps: [step] };
  },
};
