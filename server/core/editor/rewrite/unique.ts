import { without } from './column-text.js';
import { replaces, usingIndex } from './concurrent-index.js';
import { constraintName } from './made-name.js';
import { headOf, holdsUp, isTouchedLater } from './rewrite.js';
import type { Rewrite } from './rewrite.js';

/** An index that is built while others write, and the constraint that takes it. */
export const unique: Rewrite = {
  id: 'unique',
  rules: ['disallowed-unique-constraint'],
  on: 'alter-table',
  plan(action, statement, site) {
    const { write, catalog, text } = site;
    const constraints = action.kind === 'add-constraint' ? [action.constraint] : action.kind === 'add-column' ? action.column.constraints : [];
    const [constraint] = constraints;
    if (!constraint || constraints.length > 1 || constraint.kind !== 'unique' || constraint.usingIndex !== undefined) return undefined;
    const alone = { ...statement, actions: [action] };
    // A concurrent index is refused on a partitioned table, and ONLY has no meaning for it.
    if (catalog.table(statement.table)?.partitioned || !holdsUp(alone, site) || replaces(statement) || isTouchedLater(statement.table, site)) return undefined;
    const head = headOf(statement, site);
    const name = constraintName(constraint, alone, site);
    const steps = name === undefined ? undefined : usingIndex(constraint, name, statement, action, head, site);
    if (name === undefined || !steps) return undefined;
    const title = 'build the index concurrently, then add the constraint';
    if (action.kind !== 'add-column') return { title, undo: write`${head} DROP CONSTRAINT ${name}`, steps };

    const bare = without([constraint], action, text);
    const rest = { ...alone, actions: [{ ...action, column: { ...action.column, constraints: [] } }] };
    if (!bare || holdsUp(rest, site)) return undefined;
    const dropColumn = write`${head} DROP COLUMN ${action.column.name}`;
    return { title, undo: dropColumn, steps: [{ name: `add ${action.column.name}`, up: [write`${head} ${bare};`], down: [write`${dropColumn};`] }, ...steps] };
  },
};
