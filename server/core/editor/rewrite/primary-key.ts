import { replaces, usingIndex } from './concurrent-index.js';
import { constraintName } from './made-name.js';
import { notNullSteps } from './not-null.js';
import { headOf, holdsUp, isTouchedLater, knownTable } from './rewrite.js';
import type { Plan, Rewrite, Step } from './rewrite.js';

/** Its columns are proved to be without nulls, its index is built while others write, and the key takes both. */
export const primaryKey: Rewrite = {
  id: 'primary-key',
  rules: ['adding-primary-key-constraint', 'disallowed-unique-constraint'],
  on: 'alter-table',
  plan(action, statement, site) {
    if (action.kind !== 'add-constraint' || action.constraint.kind !== 'primary-key' || action.constraint.usingIndex !== undefined) return undefined;
    const { constraint } = action;
    const alone = { ...statement, actions: [action] };
    if (site.catalog.table(statement.table)?.partitioned || !holdsUp(alone, site) || replaces(statement) || isTouchedLater(statement.table, site)) return undefined;
    const head = headOf(statement, site);
    const name = constraintName(constraint, alone, site);
    const steps = name === undefined ? undefined : usingIndex(constraint, name, statement, action, head, site);
    if (name === undefined || !steps) return undefined;

    const table = knownTable(site, statement.table);
    const nullable = constraint.columns.filter(it => table?.columns.get(it)?.notNull !== true);
    const proofs: readonly Step[] = nullable.flatMap(it => notNullSteps(statement.table, it, head, site));
    return {
      title: nullable.length > 0 ? 'prove NOT NULL, build the index concurrently, then add the key' : 'build the index concurrently, then add the key',
      undo: site.write`${head} DROP CONSTRAINT ${name}`,
      steps: [...proofs, ...steps] as unknown as Plan['steps'],
    };
  },
};
