import { freeName } from '../../schema/catalog/made-names.js';
import type { Name } from '../../sql/identifier.js';
import { headOf, holdsUp, isColumnTouchedLater } from './rewrite.js';
import type { Plan, Rewrite, Site, Written } from './rewrite.js';

/** A constraint that is proved while others read and write, and then is or becomes `NOT NULL`. */
export const notNull: Rewrite = {
  id: 'not-null',
  rules: ['adding-not-nullable-field'],
  on: 'alter-table',
  plan(action, statement, site) {
    if (action.kind !== 'set-not-null' || !holdsUp({ ...statement, actions: [action] }, site) || isColumnTouchedLater(action.column, action, statement, site)) return undefined;
    const head = headOf(statement, site);
    return {
      title: 'prove it before it is NOT NULL',
      undo: site.write`${head} ALTER COLUMN ${action.column} DROP NOT NULL`,
      steps: notNullSteps(statement.table, action.column, head, site),
    };
  },
};

/** From PostgreSQL 18 on, the constraint itself may be validated later; before, a check that says the same is the proof. */
export function notNullSteps(table: Name, column: string, head: Written, site: Site): Plan['steps'] {
  const { write, postgres, catalog } = site;
  const constraints = catalog.table(table)?.constraints ?? [];
  const free = (label: string) => freeName(table.name, column, label, name => constraints.some(it => it.name === name));
  const there = constraints.find(it => it.kind === 'check' && it.enforced && it.expression?.provesNotNull.includes(column));
  const set = write`${head} ALTER COLUMN ${column} SET NOT NULL;`;
  const unset = write`${head} ALTER COLUMN ${column} DROP NOT NULL;`;
  if (there) {
    return [
      { name: `validate ${there.name}`, up: [write`${head} VALIDATE CONSTRAINT ${there.name};`] },
      { name: `set ${table.name} ${column} not null`, up: [set], down: [unset] },
    ];
  }
  if (postgres >= 18) {
    const name = free('not_null');
    return [
      { name: `add ${name}`, up: [write`${head} ADD CONSTRAINT ${name} NOT NULL ${column} NOT VALID;`], down: [write`${head} DROP CONSTRAINT IF EXISTS ${name};`] },
      { name: `validate ${name}`, up: [write`${head} VALIDATE CONSTRAINT ${name};`] },
    ];
  }
  const name = free('present');
  const add = write`${head} ADD CONSTRAINT ${name} CHECK (${column} IS NOT NULL) NOT VALID;`;
  const validate = write`${head} VALIDATE CONSTRAINT ${name};`;
  return [
    { name: `add ${name}`, up: [add], down: [write`${head} DROP CONSTRAINT IF EXISTS ${name};`] },
    { name: `validate ${name}`, up: [validate] },
    { name: `set ${table.name} ${column} not null`, up: [set, write`${head} DROP CONSTRAINT ${name};`], down: [add, validate, unset] },
  ];
}
