import type { Catalog, FullName } from '../../schema/catalog.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'replica-identity',
  aliases: ['drop-primary-key-replica-identity', 'MP055'],
  summary: 'A table loses what logical replication knows its rows by',
  severity: 'warning',
  why: `
    A row that is changed or deleted is found on the other side by the primary key, or by what \`REPLICA IDENTITY\` names.
    Without either, every \`UPDATE\` and \`DELETE\` on the table fails as long as it is published.`,
  instead: `
    Give it the new key before the old one goes, in one \`ALTER TABLE\`, or name a unique index with \`REPLICA IDENTITY USING INDEX\` first.
    \`REPLICA IDENTITY FULL\` works without a key, and slowly.`,
  sources: ['https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY'],

  on: ['alter-table'],
  actions: ['replica-identity', 'drop-constraint'],
  *check(statement, context) {
    if (statement.of !== 'table' || context.isNew(statement.table)) return;
    const table = context.catalog.table(statement.table);
    const full = context.catalog.fullName(statement.table);
    const key = table?.constraints.find(it => it.kind === 'primary-key');
    const identity = table?.replicaIdentity ?? 'default';
    for (const action of statement.actions) {
      const name = named(statement.table);
      if (action.kind === 'replica-identity' && action.to === 'nothing') {
        yield { span: action.span, message: `As long as ${name} is published, every \`UPDATE\` and \`DELETE\` on it fails` };
      } else if (action.kind === 'drop-constraint' && key?.name === action.name && identity === 'default') {
        yield { span: action.span, message: `Without its primary key, every \`UPDATE\` and \`DELETE\` on ${name} fails as long as it is published`, mendedBy: later => isKnown(later, full) };
      }
    }
  },

  examples: [
    {
      title: 'The primary key goes',
      before: `create table users (id bigint primary key, email text);`,
      sql: `
alter table users drop constraint users_pkey;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^ Without its primary key, every \`UPDATE\` and \`DELETE\` on \`users\` fails as long as it is published
`,
    },
    {
      title: 'Another takes its place, or all columns do',
      before: `
create table users (id bigint primary key, email text not null);
create table orders (id bigint primary key);`,
      sql: `
alter table users drop constraint users_pkey, add primary key (email);
alter table orders replica identity full;
alter table orders drop constraint orders_pkey;
`,
    },
    {
      title: 'Nothing is to be known by',
      before: `create table users (id bigint primary key);`,
      sql: `
alter table users replica identity nothing;
--                ^^^^^^^^^^^^^^^^^^^^^^^^ As long as \`users\` is published, every \`UPDATE\` and \`DELETE\` on it fails
`,
    },
  ],
});

/** Another key or identity is there, or the table is no more. */
function isKnown(later: Catalog, table: FullName): boolean {
  const found = later.table(table);
  return found === undefined || (found.replicaIdentity ?? 'default') !== 'default' || found.constraints.some(it => it.kind === 'primary-key');
}
