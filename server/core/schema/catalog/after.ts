import type { Name } from '../../sql/identifier.js';
import type { Statement } from '../../sql/statement.js';
import type { UserFunction } from '../relations.js';
import { alterTable } from './alter-table.js';
import { createTable, createTableAs } from './create-table.js';
import { drop } from './drop.js';
import { createFunction, ranBy } from './functions.js';
import { createIndex } from './indexes.js';
import {
  alterDomain, alterEnum, alterSequence, createCollation, createDomain, createPolicy, createRule, createSequence, createStatistics, createTrigger, createType, createView, publication, refresh,
} from './objects.js';
import { inPath } from './look-up.js';
import { rename, setSchema } from './rename.js';
import { runs, setVariable, transaction } from './session.js';
import { incomplete, type State } from './state.js';

/** The schema after one more statement, taken to have succeeded. */
export function after(state: State, statement: Statement, within: readonly UserFunction[] = []): State {
  const call = (so: State, it: Name & { readonly arguments?: number }): State => called(so, it, it.arguments, within);
  switch (statement.kind) {
    case 'create-table': return createTable(state, statement);
    case 'create-table-as': return runs(createTableAs(state, statement), statement.calls ?? [], call);
    case 'alter-table': return alterTable(state, statement);
    case 'create-index': return createIndex(state, statement);
    case 'create-view': return createView(state, statement);
    case 'refresh-materialized-view': return refresh(state, statement);
    case 'create-sequence': return createSequence(state, statement);
    case 'alter-sequence': return alterSequence(state, statement);
    case 'create-type': return createType(state, statement);
    case 'alter-enum': return alterEnum(state, statement);
    case 'create-domain': return createDomain(state, statement);
    case 'alter-domain': return alterDomain(state, statement);
    case 'create-function': return createFunction(state, statement);
    case 'create-trigger': return createTrigger(state, statement);
    case 'create-policy':
    case 'alter-policy': return createPolicy(state, statement);
    case 'create-rule': return createRule(state, statement);
    case 'create-statistics': return createStatistics(state, statement);
    case 'create-collation': return createCollation(state, statement);
    case 'create-publication':
    case 'alter-publication': return publication(state, statement);
    case 'create-schema': return statement.elements.reduce((before, it) => after(before, it), { ...state, goneSchemas: state.goneSchemas.without(statement.name.name) });
    case 'drop': return drop(state, statement);
    case 'rename': return rename(state, statement);
    case 'set-schema': return setSchema(state, statement);
    case 'set': return setVariable(state, statement);
    case 'transaction': return transaction(state, statement);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'select': return runs(state, statement.calls, call);
    case 'call': return call(state, statement.name);
    case 'do': return incomplete(state);
    case 'create-extension': return QUIET_EXTENSIONS.has(statement.name) ? state : incomplete(state);
    case 'other': return OPAQUE.has(statement.node) ? incomplete(state) : state;
    default: return state;
  }
}

/** What a function's body says that it runs; of what may not run, or cannot be read, nobody knows all. */
function called(state: State, name: Name, count: number | undefined, within: readonly UserFunction[]): State {
  const known = inPath(state, state.functions, name);
  const inner = known && !within.includes(known) ? ranBy(known, count) : undefined;
  if (known === undefined || inner === undefined) return incomplete(state);
  return inner.reduce((so, it) => {
    if (it.kind !== 'statement') return incomplete(so);
    const next = after(so, it.statement, [...within, known]);
    return it.certain || next === so ? next : incomplete(next);
  }, state);
}

/** These bring functions, types and operators, and no relation that a migration could mean. */
const QUIET_EXTENSIONS = new Set([
  'amcheck', 'bloom', 'btree_gin', 'btree_gist', 'citext', 'cube', 'dblink', 'dict_int', 'dict_xsyn', 'earthdistance', 'file_fdw', 'fuzzystrmatch', 'hstore',
  'intarray', 'isn', 'lo', 'ltree', 'pageinspect', 'pg_buffercache', 'pg_freespacemap', 'pg_prewarm', 'pg_stat_statements', 'pg_trgm', 'pg_visibility',
  'pg_walinspect', 'pgcrypto', 'pgrowlocks', 'pgstattuple', 'plpgsql', 'postgres_fdw', 'seg', 'sslinfo', 'tablefunc', 'tcn', 'tsm_system_rows', 'tsm_system_time',
  'unaccent', 'uuid-ossp', 'vector', 'xml2',
]);

/** What these do cannot be read from their text. */
const OPAQUE = new Set(['DropOwnedStmt', 'ImportForeignSchemaStmt', 'ExecuteStmt', 'AlterExtensionStmt', 'AlterExtensionContentsStmt']);
