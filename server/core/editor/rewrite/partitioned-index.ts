import type { Catalog } from '../../schema/catalog.js';
import type { Table } from '../../schema/relations.js';
import { keyOf } from '../../sql/identifier.js';
import { indexName, spoken } from './made-name.js';
import type { Rewrite, Step } from './rewrite.js';

/** More files than this help nobody. */
const MOST = 48;

/** On the parent alone, which builds nothing; concurrently on each partition; and then attached. */
export const partitionedIndex: Rewrite = {
  id: 'partitioned-index',
  rules: ['concurrent-index-on-partitioned-table', 'require-concurrent-index-creation'],
  on: 'create-index',
  plan(statement, site) {
    const { write, catalog, text } = site;
    const parent = catalog.table(statement.table);
    const name = indexName(statement, site);
    const at = statement.table.span;
    if (!parent?.partitioned || name === undefined || !at || statement.only || site.isNew(statement.table)) return undefined;
    const tree = below(parent, catalog);
    if (!tree || tree.length === 0 || tree.length > MOST) return undefined;

    const create = statement.unique ? write`CREATE UNIQUE INDEX` : write`CREATE INDEX`;
    const rest = { text: text.slice(at.end) };
    const named = new Map([[keyOf(parent.name), { schema: parent.name.schema, name }]]);
    for (const { table } of tree) {
      const { name: _, ...nameless } = statement;
      const made = indexName({ ...nameless, table: table.name }, site);
      if (made === undefined) return undefined;
      named.set(keyOf(table.name), { schema: table.name.schema, name: made });
    }
    const indexOf = (table: Table['name']) => spoken(named.get(keyOf(table))!, site);
    const nodes = [parent, ...tree.map(it => it.table).filter(it => it.partitioned)];
    const leaves = tree.filter(it => !it.table.partitioned);
    const whole = spoken({ schema: parent.name.schema, name }, site);

    return {
      title: 'on the parent only, concurrently on each partition, then attach',
      undo: write`DROP INDEX ${whole}`,
      steps: [
        {
          name: `index ${name}`,
          up: nodes.map(it => write`${create} ${named.get(keyOf(it.name))!.name} ON ONLY ${it === parent ? { text: text.slice(at.start, at.end) } : spoken(it.name, site)}${rest};`),
          down: [...nodes].reverse().map(it => write`DROP INDEX IF EXISTS ${indexOf(it.name)};`),
        },
        ...leaves.map(({ table }): Step => ({
          name: `index ${named.get(keyOf(table.name))!.name}`,
          up: [write`${create} CONCURRENTLY ${named.get(keyOf(table.name))!.name} ON ${spoken(table.name, site)}${rest};`],
          down: [write`DROP INDEX IF EXISTS ${indexOf(table.name)};`],
          outsideTransaction: true,
        })),
        {
          name: `attach to ${name}`,
          // From the leaves up: an index is valid once all of its parts are.
          up: [...tree].reverse().map(({ table, above }) => write`ALTER INDEX ${indexOf(above.name)} ATTACH PARTITION ${indexOf(table.name)};`),
          down: [write`DROP INDEX IF EXISTS ${whole};`],
        },
      ],
    };
  },
};

/** Everything below a partitioned table, parents first; `undefined` where not all of it is known. */
function below(parent: Table, catalog: Catalog): readonly { readonly table: Table; readonly above: Table }[] | undefined {
  const found: { readonly table: Table; readonly above: Table }[] = [];
  const queue = [parent];
  for (const above of queue) {
    for (const name of above.children) {
      const table = catalog.table(name);
      if (!table || table.partial || table.foreign) return undefined;
      found.push({ table, above });
      if (table.partitioned) queue.push(table);
      if (found.length > MOST) return undefined;
    }
  }
  return found;
}

