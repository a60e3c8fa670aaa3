import type { Catalog, FullName, Relation } from '../schema/catalog.js';
import { keyOf, type Name } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';

/** The relations that one migration, or those that reach every database together with it, have created so far: nobody else can be waiting for them, and they hold no rows but theirs. */
export interface NewRelations {
  /** Notes its answer in `asked`; `agrees` tells whether it would be the same again. */
  has(relation: Name, catalog: Catalog, asked?: Map<string, boolean>): boolean;
  hasColumn(relation: Name, column: string, catalog: Catalog, asked?: Map<string, boolean>): boolean;
  agrees(asked: ReadonlyMap<string, boolean>): boolean;
  /** `before` and `after` the statement. */
  add(statement: Statement, before: Catalog, after: Catalog): void;
}

/** `together`: the schema before the first of those that go together, where there are others before this one. */
export function newRelations(together?: Catalog): NewRelations {
  /** Of relations, and of columns: one is never the other. */
  const keys = new Set<string>();

  return {
    has(relation, catalog, asked) {
      const name = catalog.fullName(relation);
      return name.schema === 'pg_temp' || isKnown(keyOf(name), asked) || (together !== undefined && isMadeSince(together, catalog.relation(name)));
    },
    hasColumn: (relation, column, catalog, asked) => isKnown(columnKey(relation, column, catalog), asked),
    agrees(asked) {
      for (const [key, is] of asked) if (keys.has(key) !== is) return false;
      return true;
    },
    add,
  };

  function isKnown(key: string, asked?: Map<string, boolean>): boolean {
    const is = keys.has(key);
    asked?.set(key, is);
    return is;
  }

  function add(statement: Statement, before: Catalog, after: Catalog): void {
    switch (statement.kind) {
      case 'create-table':
      case 'create-table-as':
        // IF NOT EXISTS of a table that an earlier migration made creates nothing.
        if (!statement.ifNotExists || before.relation(statement.table) === undefined) keys.add(resolved(statement.table, after));
        return;
      case 'create-view':
        if (!statement.orReplace || before.relation(statement.view) === undefined) keys.add(resolved(statement.view, after));
        return;
      case 'create-sequence':
        if (!statement.ifNotExists) keys.add(resolved(statement.sequence, after));
        return;
      case 'rename':
        if (statement.object === 'column' && statement.from !== undefined && keys.delete(columnKey(statement.name, statement.from, before))) {
          keys.add(columnKey(statement.name, statement.to, after));
        }
        moved(statement);
        return;
      case 'set-schema':
        moved(statement);
        return;
      case 'create-schema':
        for (const element of statement.elements) add(element, before, after);
        return;
      case 'alter-table':
        for (const action of statement.actions) if (action.kind === 'add-column') keys.add(columnKey(statement.table, action.column.name, before));
        return;
      case 'drop':
        for (const name of statement.names) keys.delete(resolved(name, before));
        return;
      default:
        return;
    }

    function moved(statement: Statement): void {
      const move = moveOf(statement, before);
      if (move !== undefined && keys.delete(keyOf(move.from))) keys.add(keyOf(move.to));
    }
  }
}

/** A relation that has another name, or is in another schema, from this statement on. */
export function moveOf(statement: Statement, before: Catalog): { readonly from: FullName; readonly to: FullName } | undefined {
  if ((statement.kind !== 'rename' && statement.kind !== 'set-schema') || !RENAMED.has(statement.object)) return undefined;
  const from = before.fullName(statement.name);
  return { from, to: statement.kind === 'rename' ? { ...from, name: statement.to } : { ...from, schema: statement.to } };
}

/** Whatever it is called by now. */
function isMadeSince({ created }: Catalog, relation: Relation | undefined): boolean {
  return relation !== undefined && 'created' in relation && relation.created >= created;
}

/** What a branch creates may have been there. */
export function asGuarded(statement: Statement): Statement {
  return statement.kind === 'create-table' || statement.kind === 'create-table-as' || statement.kind === 'create-sequence' ? { ...statement, ifNotExists: true } : statement;
}

const RENAMED: ReadonlySet<string> = new Set(['table', 'view', 'materialized-view', 'sequence', 'foreign-table']);

function resolved(relation: Name, catalog: Catalog): string {
  return keyOf(catalog.fullName(relation));
}

function columnKey(relation: Name, column: string, catalog: Catalog): string {
  return `${resolved(relation, catalog)}\0${column}`;
}
