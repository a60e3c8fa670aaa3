import { notNullNameOf } from '../../schema/catalog/generated-names.js';
import { madeName } from '../../schema/catalog/made-names.js';
import type { Column, Table, TableConstraint } from '../../schema/relations.js';
import type { Name } from '../../sql/identifier.js';
import { columnDefinition } from '../inverse/structure.js';
import { quoted } from './backfill.js';
import { spoken } from './made-name.js';
import type { Site, Written } from './rewrite.js';

/** While two columns hold one value, a trigger keeps them in step. */
export interface Sync {
  readonly create: readonly Written[];
  readonly drop: readonly Written[];
}

/** `body`: statements of PL/pgSQL that set columns of NEW. */
export function syncOf(table: Name, column: string, body: Written, site: Site): Sync {
  const { write, catalog } = site;
  const name = madeName(table.name, column, 'sync');
  const called = spoken({ schema: catalog.fullName(table).schema, name }, site);
  const code = quoted(write`
BEGIN
  ${body}
  RETURN NEW;
END
`);
  return {
    create: [
      write`CREATE FUNCTION ${called}() RETURNS trigger LANGUAGE plpgsql AS ${code};`,
      write`CREATE TRIGGER ${name} BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${called}();`,
    ],
    drop: [write`DROP TRIGGER ${name} ON ${table};`, write`DROP FUNCTION ${called}();`],
  };
}

/**
 * Nothing hangs on the column but its own `NOT NULL` and default, so that another can take its place: no key, index, view, policy, sequence
 * or generated column, and no other table has it too. `key`: it is the primary key, alone, and that and its numbers are taken care of.
 */
export function standsAlone({ name }: Column, table: Table, { catalog }: Site, key?: TableConstraint): boolean {
  const { constraints, indexes, policies, partitioned, partitionOf, inherits, children, columns } = table;
  return !partitioned && !partitionOf && inherits.length === 0 && children.length === 0
    && ![...columns.values()].some(it => it.generated === 'stored' || it.generated === 'virtual')
    && (columns.get(name)?.generated === undefined || key !== undefined)
    && constraints.every(it => it.kind === 'not-null' || it === key || !(it.columns.includes(name) || (it.expression?.columns.includes(name) ?? false) || it.kind === 'exclude'))
    && indexes.every(it => (key !== undefined && it.constraint === key.name) || !it.columns.includes(name) && !it.include.includes(name) && !it.reads.includes(name))
    && policies.every(it => !it.columns.includes(name))
    && catalog.dependents(table.name).every(it => it.kind === 'sequence' && it.ownedBy?.column !== undefined && (key !== undefined || it.ownedBy.column !== name));
}

/** Its type, collation, default and `NOT NULL`. */
export function definitionOf(column: Column, { write }: Site): Written | undefined {
  const text = columnDefinition(column, name => write`${name}`.text);
  return text === undefined ? undefined : { text };
}

/** `NOT NULL` is a constraint of its own on 18, which keeps the name that it was given first. */
export function notNullName(table: Name, column: string, known: Table): string {
  const there = known.columns.get(column);
  return there?.notNull ? notNullNameOf(known, there) : (known.constraints.find(it => it.kind === 'not-null' && it.columns[0] === column)?.name ?? madeName(table.name, column, 'not_null'));
}
