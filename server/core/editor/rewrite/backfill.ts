import type { Table } from '../../schema/relations.js';
import type { Name } from '../../sql/identifier.js';
import { valueType } from '../inverse/structure.js';
import type { Site, Step, Written } from './rewrite.js';

/** Rows a transaction: what one of them locks is free again within moments. */
const BATCH = 5000;

/**
 * Fills old rows in batches, each in a transaction of its own; `set` and `where` are what an UPDATE of the table says. Batches go along
 * the primary key, so that each row is read once; `undefined` where no such key is known.
 */
export function backfill(name: string, table: Name, known: Table, set: Written, where: Written, { write }: Site): Step | undefined {
  const keys = known.constraints.find(it => it.kind === 'primary-key')?.columns ?? [];
  const type = keys.length === 1 ? known.columns.get(keys[0]!)?.type : undefined;
  if (!type || type.array) return undefined;
  const key = keys[0]!;
  const batch = unlike('batch', known);
  const limit = { text: String(BATCH) };
  const body = write`
DECLARE
  ${batch} ${{ text: valueType(type) }}[] := ARRAY(SELECT ${key} FROM ${table} ORDER BY ${key} LIMIT ${limit});
BEGIN
  WHILE cardinality(${batch}) > 0 LOOP
    UPDATE ${table} SET ${set} WHERE ${key} = ANY (${batch}) AND ${where};
    COMMIT;
    ${batch} := ARRAY(SELECT ${key} FROM ${table} WHERE ${key} > ${batch}[cardinality(${batch})] ORDER BY ${key} LIMIT ${limit});
  END LOOP;
END
`;
  return { name, up: [write`DO ${quoted(body)};`], outsideTransaction: true, note: `Fills ${BATCH} rows a transaction. It may be stopped, and run again.` };
}

/** A variable that no column is called like. */
function unlike(name: string, { columns }: Table): string {
  return columns.has(name) ? unlike(`${name}_`, { columns } as Table) : name;
}

/** Between dollars, with a tag where the text has some itself. */
export function quoted({ text }: Written): Written {
  let tag = '$$';
  for (let i = 0; text.includes(tag); i++) tag = `$body${i === 0 ? '' : i}$`;
  return { text: `${tag}${text}${tag}` };
}
