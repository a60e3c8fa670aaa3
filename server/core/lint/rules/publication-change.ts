import type { Catalog, FullName } from '../../schema/catalog.js';
import { tokens } from '../../sql/lexer.js';
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
      const full = context.catalog.fullName(name);
      if (isKnown(context.catalog, full)) continue;
      yield { span: name.span ?? keyword, message: `From now on every \`UPDATE\` and \`DELETE\` on ${named(name)} fails, which has no primary key`, mendedBy: later => isKnown(later, full) };
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

/** By a key or another identity; what no migration has made may have one. */
function isKnown(catalog: Catalog, name: FullName): boolean {
  const table = catalog.table(name);
  if (!table || table.partial || table.partitioned || table.foreign || table.children.length > 0) return true;
  return table.replicaIdentity === 'full' || table.replicaIdentity === 'index' || table.constraints.some(it => it.kind === 'primary-key');
}
