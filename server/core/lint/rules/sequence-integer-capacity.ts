import { keyOf } from '../../sql/identifier.js';
import type { AlterSequence, CreateSequence } from '../../sql/statement/objects.js';
import { otherType } from '../declared-types.js';
import { LARGEST } from '../integers.js';
import type { Context } from '../rule.js';
import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'sequence-integer-capacity',
  aliases: ['MP068'],
  summary: 'A sequence that ends early',
  severity: 'warning',
  why: `
    When it has come to its end, \`nextval\` fails, and so does every \`INSERT\` that needs it, also where the column would hold larger numbers.`,
  instead: `
    Leave \`AS integer\` out: a sequence is a \`bigint\` by itself. To make one larger later is instant: \`ALTER SEQUENCE … AS bigint\`.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createsequence.html'],

  on: ['create-sequence', 'alter-sequence'],
  *check(statement, context) {
    const { type, sequence } = statement;
    const largest = type && LARGEST[type.name];
    if (type === undefined || largest === undefined || (statement.kind === 'create-sequence' && (statement.temporary || statement.cycles))) return;
    if (isForSmallColumn(statement, context)) return;
    yield { span: type.span ?? statement.keyword, message: `${named(sequence)} ends at ${largest}`, ...otherType(type, 'bigint') };
  },

  examples: [
    {
      title: 'On its own',
      sql: `
create sequence invoice_numbers as integer;
--                                 ^^^^^^^ \`invoice_numbers\` ends at 2,147,483,647
`,
      fixed: `
create sequence invoice_numbers as bigint;
`,
    },
    {
      title: 'It begins anew behind its end',
      sql: `
create sequence slots as smallint cycle;
`,
    },
    {
      title: 'As large as the column that it numbers',
      sql: `
create sequence invoice_numbers;
create table orders (id integer);
create sequence orders_id_seq as integer owned by orders.id;
`,
    },
  ],
});

/** The column that it belongs to holds no larger numbers; where that is a mistake, it is the column's. */
function isForSmallColumn({ sequence, ownedBy, ownedColumn }: CreateSequence | AlterSequence, { catalog, statements, position }: Context): boolean {
  const key = keyOf(catalog.fullName(sequence));
  const relation = catalog.relation(sequence);
  const later = statements.slice(position + 1).find(it => it.kind === 'alter-sequence' && it.ownedBy !== undefined && keyOf(catalog.fullName(it.sequence)) === key);
  const owner = ownedBy ?? (later?.kind === 'alter-sequence' ? later.ownedBy : undefined) ?? (relation?.kind === 'sequence' ? relation.ownedBy?.table : undefined);
  const column = ownedColumn ?? (later?.kind === 'alter-sequence' ? later.ownedColumn : undefined) ?? (relation?.kind === 'sequence' ? relation.ownedBy?.column : undefined);
  if (owner === undefined || column === undefined) return false;
  // A table that is made in between is not known yet: as a rule, such a sequence comes from a dump, and fits.
  const type = catalog.table(owner)?.columns.get(column)?.type;
  return type === undefined || LARGEST[type.name] !== undefined;
}
