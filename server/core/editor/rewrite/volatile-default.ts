import { backfill } from './backfill.js';
import { withoutDefault } from './column-text.js';
import { notNullSteps } from './not-null.js';
import { headOf, holdsUp, isTouchedLater, knownTable } from './rewrite.js';
import type { Rewrite } from './rewrite.js';

/** The column first, its default for new rows, and the old rows in batches. */
export const volatileDefault: Rewrite = {
  id: 'volatile-default',
  rules: ['adding-field-with-default'],
  on: 'alter-table',
  plan(action, statement, site) {
    if (action.kind !== 'add-column') return undefined;
    const { column } = action;
    const { table } = statement;
    const known = knownTable(site, table);
    if (!known || !column.default || column.generated || column.type?.serial || column.constraints.length > 0 || isTouchedLater(table, site)) return undefined;
    if (!site.effectsOf({ ...statement, actions: [action] }).relations.some(it => it.rewrite && !site.isNew(it.relation))) return undefined;
    const { write, text } = site;
    const head = headOf(statement, site);
    const bare = withoutDefault(action, text);
    const fill = backfill(`fill ${table.name} ${column.name}`, table, known, write`${column.name} = DEFAULT`, write`${column.name} IS NULL`, site);
    if (!bare || !fill || holdsUp({ ...statement, actions: [{ ...action, column: bareOf(column) }] }, site)) return undefined;
    const dropColumn = write`${head} DROP COLUMN ${column.name}`;
    return {
      title: 'add the column, set its default, fill old rows in batches',
      undo: dropColumn,
      steps: [
        {
          name: `add ${table.name} ${column.name}`,
          up: [write`${head} ${bare};`, write`${head} ALTER COLUMN ${column.name} SET DEFAULT ${{ text: column.default.text }};`],
          down: [write`${dropColumn};`],
        },
        fill,
        ...(column.notNull ? notNullSteps(table, column.name, head, site) : []),
      ],
    };

    function bareOf({ default: _, ...rest }: typeof column): typeof column {
      return { ...rest, notNull: false };
    }
  },
};
