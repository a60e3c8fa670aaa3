import type { Applied, Row } from '../../migrations/status.js';
import { identifier, qualified } from '../../sql/identifier.js';
import { inAnyOrder } from '../any-order.js';
import type { History } from '../tool/history.js';
import type { Project } from '../tool/project.js';

interface Named {
  readonly columns: readonly string[];
  /** The column that says when, and how it is read. */
  readonly at?: string;
  /** What the tool says of a row without a file, and whether it goes on. */
  readonly missing: (name: string) => Pick<Row, 'willRun' | 'reason'>;
}

/** A table of names: what is not in it runs, whatever was applied before. */
export function historyOf({ columns, at, missing }: Named): History {
  const table = ({ settings }: Project, schema: string) => ({ schema: settings['historySchema'] ?? schema, name: settings['table']! });
  return {
    table: (project, { schema }) => table(project, schema),
    columns,
    create: () => [],
    read: (project, { schema }) => ({ text: `select name::text as name${at === undefined ? '' : `, ${identifier(at)}::text as at`} from ${qualified(table(project, schema))} order by name`, values: [] }),
    decode: rows => rows.map((row): Applied => {
      const name = String(row['name']);
      return { id: name, version: name, name, success: true, ...(typeof row['at'] === 'string' && { appliedAt: row['at'] }) };
    }),
    compare: (migrations, applied) => inAnyOrder(migrations, applied, { missing: it => missing(it.name) }),
  };
}
