import { isCallableWith, meant, takes, type Parameters } from '../schema/catalog/functions.js';
import { keyOf } from '../sql/identifier.js';
import type { Name } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';
import type { ObjectKind } from '../sql/statement/names.js';
import type { Drop } from '../sql/statement/objects.js';
import type { Context } from './rule.js';

/** What is dropped was made by this migration, or got this name from it: nobody uses it yet, or no longer by that name. */
export function isMadeHere(object: ObjectKind, name: Name, context: Context, parameters?: Parameters): boolean {
  return context.statements.slice(0, context.position).some(it => makes(it, object, name, context) && (it.kind !== 'create-function' || !parameters || !it.signature || takes(it.signature, parameters)));
}

/** `IF EXISTS` of what no migration has made, from an empty database on. */
export function isNothing({ object, ifExists, names, parameters }: Drop, name: Name, { catalog }: Pick<Context, 'catalog'>): boolean {
  if (!ifExists || !catalog.complete) return false;
  switch (object) {
    case 'type':
    case 'domain': return catalog.type(name) === undefined && catalog.relation(name) === undefined;
    case 'function':
    case 'procedure': {
      const known = catalog.function(name);
      return known === undefined || meant(known, parameters?.[names.findIndex(it => it === name)]).length === 0;
    }
    case 'sequence':
    case 'view':
    case 'materialized-view': return catalog.relation(name) === undefined;
    default: return false;
  }
}

/** What is dropped is there again when the migration is through; a function that can be called with as many arguments. */
export function isMadeAnew(object: ObjectKind, name: Name, context: Context, parameters?: Parameters): boolean {
  return context.statements.slice(context.position + 1).some(it => makes(it, object, name, context) && (it.kind !== 'create-function' || !parameters || !it.signature || isCallableWith(it.signature, parameters.length)));
}

/** The migration takes away what used it, most likely: a table, a column, a function. That is the finding then. */
export function isFreed({ statements }: Context): boolean {
  return statements.some(it => (it.kind === 'drop' && (it.object === 'table' || it.object === 'function'))
    || (it.kind === 'alter-table' && it.actions.some(action => action.kind === 'drop-column' || action.kind === 'alter-column-type')));
}

function makes(statement: Statement, object: ObjectKind, name: Name, { catalog }: Context): boolean {
  const is = (made: Name): boolean => made.name === name.name && keyOf(catalog.fullName(made)) === keyOf(catalog.fullName(name));
  switch (statement.kind) {
    case 'create-type':
    case 'create-domain':
      return isOf(object, TYPES) && is(statement.name);
    case 'create-function':
      return isOf(object, ROUTINES) && is(statement.name);
    case 'create-sequence':
      return object === 'sequence' && is(statement.sequence);
    case 'create-view':
      return isOf(object, RELATIONS) && is(statement.view);
    case 'create-table':
    case 'create-table-as':
      return isOf(object, RELATIONS) && is(statement.table);
    case 'create-extension':
      return object === 'extension' && statement.name === name.name;
    case 'rename':
      return (object === statement.object || [TYPES, ROUTINES, RELATIONS].some(it => isOf(object, it) && isOf(statement.object, it)))
        && is({ ...(statement.name.schema !== undefined && { schema: statement.name.schema }), name: statement.to });
    default:
      return false;
  }
}

const TYPES: readonly ObjectKind[] = ['type', 'domain'];
const RELATIONS: readonly ObjectKind[] = ['table', 'view', 'materialized-view'];
const ROUTINES: readonly ObjectKind[] = ['function', 'procedure', 'aggregate'];

function isOf(object: ObjectKind, kinds: readonly ObjectKind[]): boolean {
  return kinds.includes(object);
}
