import { alterTable } from './lower/alter.js';
import {
  alterDomain, alterEnum, alterSequence, createCollation, createDomain, createExtension, createIndex, createRule, createSequence, createStatistics,
  createTrigger, createType, policy, publication,
} from './lower/definitions.js';
import { alterFunction, createFunction } from './lower/functions.js';
import { nameOf, relationAt, strings } from './lower/names.js';
import { comment, drop, grant, owner, rename, setSchema } from './lower/objects.js';
import { keywordOf, placeOf, type Place } from './lower/place.js';
import { copy, createTableAs, dml, view } from './lower/queries.js';
import { call, cluster, doBlock, lockTable, refresh, reindex, setVariable, transaction, truncate, vacuum } from './lower/session.js';
import { column, createTable } from './lower/tables.js';
import type { KnownSpans, RawNode } from './raw.js';
import type { Statement } from './statement.js';
import type { CreateSchema, Other } from './statement/objects.js';

/** Lowers one statement of the parser's tree. `text` is exactly what was parsed. Never throws: what it does not know is `other`. */
export function lower(node: RawNode, text: string, spans: KnownSpans): Statement {
  const keyword = keywordOf(text);
  const type = Object.keys(node)[0] ?? '';
  try {
    return { ...body(type, node[type] as RawNode, placeOf(text), spans), keyword } as Statement;
  } catch {
    // A tree of a shape that no version of the parser has shown so far.
    return { ...other(type, {}), keyword };
  }
}

type Unplaced = Statement extends infer S ? (S extends unknown ? Omit<S, 'keyword'> : never) : never;

function body(type: string, raw: RawNode, place: Place, spans: KnownSpans): Unplaced {
  switch (type) {
    case 'CreateStmt': return createTable(raw, place, spans, false);
    case 'CreateForeignTableStmt': return createTable(raw['base'] ?? raw['base_stmt'], place, spans, true);
    case 'AlterTableStmt': return alterTable(raw, place, spans);
    case 'IndexStmt': return createIndex(raw, place);
    case 'DropStmt': return drop(raw, place, spans);
    case 'RenameStmt': return rename(raw, place);
    case 'AlterObjectSchemaStmt': return setSchema(raw, place);
    case 'AlterOwnerStmt': return owner(raw, place);
    case 'CommentStmt': return comment(raw, place);
    case 'GrantStmt': return grant(raw, place);
    case 'AlterDefaultPrivilegesStmt': return grant(raw['action'], place);
    case 'ViewStmt': return view(raw, place);
    case 'CreateTableAsStmt': return createTableAs(raw, raw['into'], raw['query'], place);
    case 'SelectStmt': return raw['intoClause'] ? createTableAs({}, raw['intoClause'], { SelectStmt: raw }, place) : dml(type, raw, place);
    case 'InsertStmt':
    case 'UpdateStmt':
    case 'DeleteStmt':
    case 'MergeStmt': return dml(type, raw, place);
    case 'ExplainStmt': return explained(raw, place, spans) ?? other(type, raw);
    case 'CopyStmt': return copy(raw, place);
    case 'CreateTrigStmt': return createTrigger(raw, place);
    case 'CreatePolicyStmt': return policy('create-policy', raw, place);
    case 'AlterPolicyStmt': return policy('alter-policy', raw, place);
    case 'RuleStmt': return createRule(raw, place);
    case 'CreateEnumStmt': return createType('enum', strings(raw['typeName']), strings(raw['vals']), place);
    case 'CreateRangeStmt': return createType('range', strings(raw['typeName']), [], place);
    case 'CompositeTypeStmt': return compositeType(raw, place);
    case 'DefineStmt':
      if (raw['kind'] === 'OBJECT_COLLATION') return createCollation(raw, place);
      return raw['kind'] === 'OBJECT_TYPE' ? createType('base', strings(raw['defnames']), [], place) : other(type, raw);
    case 'AlterEnumStmt': return alterEnum(raw, place);
    case 'CreateDomainStmt': return createDomain(raw, place);
    case 'AlterDomainStmt': return alterDomain(raw, place);
    case 'CreateSeqStmt': return createSequence(raw, place);
    case 'AlterSeqStmt': return alterSequence(raw, place);
    case 'CreateFunctionStmt': return createFunction(raw, place);
    case 'AlterFunctionStmt': return alterFunction(raw, place);
    case 'CreateStatsStmt': return createStatistics(raw, place);
    case 'CreatePublicationStmt': return publication('create-publication', raw, place);
    case 'AlterPublicationStmt': return publication('alter-publication', raw, place);
    case 'CreateSchemaStmt': return createSchema(raw, place);
    case 'CreateExtensionStmt': return createExtension(raw);
    case 'ReindexStmt': return reindex(raw, place);
    case 'RefreshMatViewStmt': return refresh(raw, place);
    case 'TruncateStmt': return truncate(raw, place);
    case 'LockStmt': return lockTable(raw, place);
    case 'VacuumStmt': return vacuum(raw, place);
    case 'ClusterStmt': return cluster(raw, place);
    case 'DoStmt': return doBlock(raw, place);
    case 'TransactionStmt': return transaction(raw);
    case 'VariableSetStmt': return setVariable(raw);
    case 'CallStmt': return call(raw);
    default: return other(type, raw);
  }
}

/** `EXPLAIN ANALYZE` runs what it explains. */
function explained(raw: RawNode, place: Place, spans: KnownSpans): Unplaced | undefined {
  const analyzes = ((raw['options'] ?? []) as readonly RawNode[]).some(it => it['DefElem']?.defname === 'analyze' && !['false', 'off', '0'].includes(String(it['DefElem'].arg?.String?.sval ?? 'true')));
  const type = Object.keys(raw['query'] ?? {})[0];
  return analyzes && type !== undefined ? body(type, raw['query'][type], place, spans) : undefined;
}

function compositeType(raw: RawNode, place: Place): Unplaced {
  const at = relationAt(raw['typevar'], place);
  return { kind: 'create-type', of: 'composite', name: at, values: [], attributes: ((raw['coldeflist'] ?? []) as readonly RawNode[]).map(it => column(it['ColumnDef'], place)) };
}

function createSchema(raw: RawNode, place: Place): Omit<CreateSchema, 'keyword'> {
  const name = (raw['schemaname'] ?? raw['authrole']?.rolename ?? '') as string;
  const parts = (raw['schemaElts'] ?? []) as readonly RawNode[];
  const made = parts.map(it => Object.values(it)[0] as RawNode).map(it => (it['relation'] ?? it['view'] ?? it['sequence'])?.relname as string);
  const elements = parts.map(it => {
    const type = Object.keys(it)[0] ?? '';
    return { ...body(type, inSchema(it[type], name, made) as RawNode, place, {}), keyword: { start: 0, end: 0 } } as Statement;
  });
  return { kind: 'create-schema', name: nameOf([name]), ifNotExists: raw['if_not_exists'] === true, elements };
}

/** What the statement makes is in its schema, wherever it is named in it. */
function inSchema(value: unknown, schema: string, made: readonly string[]): unknown {
  if (Array.isArray(value)) return value.map(it => inSchema(it, schema, made));
  if (typeof value !== 'object' || value === null) return value;
  const node = Object.fromEntries(Object.entries(value).map(([key, it]) => [key, inSchema(it, schema, made)]));
  return made.includes(node['relname'] as string) && node['schemaname'] === undefined ? { ...node, schemaname: schema } : node;
}

/** https://www.postgresql.org/docs/current/ names for each that it cannot run inside a transaction block. */
const OUTSIDE_TRANSACTIONS = new Set([
  'CreatedbStmt', 'DropdbStmt', 'AlterDatabaseRefreshCollStmt', 'CreateTableSpaceStmt', 'DropTableSpaceStmt', 'AlterSystemStmt',
]);

function other(type: string, raw: RawNode): Omit<Other, 'keyword'> {
  return { kind: 'other', node: type, outsideTransactionOnly: OUTSIDE_TRANSACTIONS.has(type) || needsNoTransaction(type, raw) };
}

function needsNoTransaction(type: string, raw: RawNode): boolean {
  const options = ((raw['options'] ?? []) as readonly RawNode[]).map(it => it['DefElem'] as RawNode);
  const isOff = (name: string): boolean =>
    options.some(it => it['defname'] === name && ['false', 'off', '0'].includes(String(it['arg']?.String?.sval ?? it['arg']?.Boolean?.boolval ?? 'true')));
  switch (type) {
    // The replication slot on the publisher is what cannot be rolled back.
    case 'CreateSubscriptionStmt': return !isOff('create_slot') && !isOff('connect');
    case 'DropSubscriptionStmt': return true;
    case 'DiscardStmt': return raw['target'] === undefined || raw['target'] === 'DISCARD_ALL';
    case 'AlterDatabaseStmt': return options.some(it => it['defname'] === 'tablespace');
    default: return false;
  }
}
