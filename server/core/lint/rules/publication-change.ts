import { keyOf } from '../../sql/identifier.js';
import { tokens } from '../../sql/lexer.js';
import type { NameAt } from '../../sql/statement.js';
import { constraintsIn } from '../constraints.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'publication-change',
  summary: 'A table without a primary key is published',
  severity: 'warning',
  why: `
    A row that is changed or deleted is found on the other side by the primary key, or by what \`REPLICA IDENTITY\` names.
    From the moment on in which a table without either is published, every \`UPDATE\` and \`DELETE\` on it fails.`,
  instead: `
    Give the table a primary key first, or name a unique index with \`REPLICA IDENTITY USING INDEX\`. \`REPLICA IDENTITY FULL\` works without a key, and slowly.`,
  sources: ['https://www.postgresql.org/docs/current/logical-replication-publication.html#LOGICAL-REPLICATION-PUBLICATION-REPLICA-IDENTITY'],

  on: ['create-publication', 'alter-publication'],
  *check({ action, tables, keyword }, context) {
    if (action === 'drop' || publishesOnlyInserts(context.text)) return;
    for (const name of tables) {
      const table = context.catalog.table(name);
      // What is not known may have a key.
      if (!table || table.partial || table.partitioned || table.foreign || table.children.length > 0) continue;
      if ((table.replicaIdentity ?? 'default') === 'full' || table.replicaIdentity === 'index') continue;
      if (table.constraints.some(it => it.kind === 'primary-key') || isGivenKey(name, context)) continue;
      yield { span: name.span ?? keyword, message: `From now on every \`UPDATE\` and \`DELETE\` on ${named(name)} fails, which has no primary key` };
    }
  },

  examples: [
    {
      title: 'A table without a primary key',
      before: `
create publication shop;
create table visits (at timestamptz);`,
      sql: `
alter publication shop add table visits;
--                               ^^^^^^ From now on every \`UPDATE\` and \`DELETE\` on \`visits\` fails, which has no primary key
`,
    },
    {
      title: 'With one, and with all columns in its place',
      before: `
create table orders (id bigint primary key);
create table visits (at timestamptz);
alter table visits replica identity full;`,
      sql: `
create publication shop for table orders, visits;
`,
    },
  ],
});

/** `WITH (publish = 'insert')`. */
function publishesOnlyInserts(text: string): boolean {
  const words = tokens(text).filter(it => it.kind !== 'comment').map(it => text.slice(it.span.start, it.span.end).toLowerCase());
  const at = words.findIndex((word, i) => word === 'publish' && words[i + 1] === '=');
  return at >= 0 && !/update|delete/.test(words[at + 2] ?? '');
}

/** By a later statement of the migration. */
function isGivenKey(name: NameAt, { catalog, statements, position }: Context): boolean {
  const key = keyOf(catalog.fullName(name));
  return statements.slice(position + 1).some(it => it.kind === 'alter-table' && keyOf(catalog.fullName(it.table)) === key
    && (constraintsIn(it, catalog).some(({ constraint }) => constraint.kind === 'primary-key') || it.actions.some(action => action.kind === 'replica-identity')));
}
