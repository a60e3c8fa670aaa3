import type { Catalog, FullName } from '../../schema/catalog.js';
import { keyOf } from '../../sql/identifier.js';
import { CONSTRAINING, constraintsIn } from '../constraints.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'circular-foreign-key',
  summary: 'Tables that refer to one another in a circle',
  severity: 'off',
  why: `
    The first row of either table needs one of the other, which is not there yet:
    one of the columns has to be null at first, or one of the foreign keys deferred.
    Restoring the data alone, and deleting it, take the same detour.`,
  instead: 'Leave out the reference that can be found by the other one.',
  sources: ['https://www.postgresql.org/docs/current/sql-set-constraints.html'],

  on: ['create-table', 'alter-table'],
  actions: CONSTRAINING,
  *check(statement, { catalog }) {
    const made = constraintsIn(statement, catalog).filter(it => it.constraint.references && !it.constraint.deferrable);
    if (made.length === 0) return;
    const own = keyOf(catalog.fullName(statement.table));
    for (const { constraint, span } of made) {
      const target = catalog.fullName(constraint.references!.table);
      if (keyOf(target) !== own && refersTo(target, own, catalog)) yield { span, message: `${named(constraint.references!.table)} refers to ${named(statement.table)} already, in one step or several` };
    }
  },

  examples: [
    {
      title: 'In one step',
      before: `
create table teams (id bigint primary key, owner_id bigint);
create table users (id bigint primary key, team_id bigint references teams);`,
      sql: `
alter table teams add constraint teams_owner foreign key (owner_id) references users not valid;
--                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ \`users\` refers to \`teams\` already, in one step or several
`,
    },
    {
      title: 'It can wait for the end of the transaction, or refers to its own table',
      before: `
create table teams (id bigint primary key, owner_id bigint, parent_id bigint references teams);
create table users (id bigint primary key, team_id bigint references teams);`,
      sql: `
alter table teams add constraint teams_owner foreign key (owner_id) references users deferrable initially deferred not valid;
`,
    },
  ],
});

function refersTo(from: FullName, wanted: string, catalog: Catalog): boolean {
  const seen = new Set([keyOf(from)]);
  const names = [from];
  for (const name of names) {
    for (const { references } of catalog.table(name)?.constraints ?? []) {
      if (references === undefined) continue;
      const key = keyOf(references.table);
      if (key === wanted) return true;
      if (!seen.has(key)) names.push(references.table);
      seen.add(key);
    }
  }
  return false;
}
