import { isOff } from '../boolean.js';
import type { RawNode } from '../raw.js';
import type { Copy, Dml } from '../statement/data.js';
import type { CreateTableAs } from '../statement/tables.js';
import type { CreateView } from '../statement/views.js';
import { conjuncts, isFalse, isTrue } from './constants.js';
import { comparison } from './expression.js';
import { mentions } from './mentions.js';
import { defined, optionValues, persistenceOf, relationAt, strings, targetAt } from './names.js';
import { nameSpan, type Place } from './place.js';

type Body<T> = Omit<T, 'keyword'>;

const DML_KINDS = { SelectStmt: 'select', InsertStmt: 'insert', UpdateStmt: 'update', DeleteStmt: 'delete', MergeStmt: 'merge' } as const;
const MERGE_ACTIONS = { CMD_INSERT: 'insert', CMD_UPDATE: 'update', CMD_DELETE: 'delete' } as const;

export function dml(type: keyof typeof DML_KINDS, raw: RawNode, place: Place): Body<Dml> {
  const kind = DML_KINDS[type];
  const found = mentions(raw);
  const select = kind === 'insert' ? raw['selectStmt']?.SelectStmt : raw;
  const rows = kind === 'insert' ? (select?.valuesLists as unknown[] | undefined)?.length : undefined;
  const condition = (kind === 'merge' ? raw['joinCondition'] : select?.whereClause) as RawNode | undefined;
  const columns = (kind === 'insert' ? raw['cols'] : kind === 'update' ? raw['targetList'] : undefined) as readonly RawNode[] | undefined;
  const does = ((kind === 'merge' ? raw['mergeWhenClauses'] : undefined) as readonly RawNode[] | undefined)
    ?.map(it => MERGE_ACTIONS[it['MergeWhenClause'].commandType as keyof typeof MERGE_ACTIONS])
    .filter(it => it !== undefined);
  const writes = found.writes.map(it => ({ ...dml(it.type as keyof typeof DML_KINDS, it.node, place), keyword: { start: 0, end: 0 } }));
  const changes = kind === 'update' || kind === 'delete';
  const pinned = changes && condition ? conjuncts(condition).flatMap(comparison).filter(it => it.operator === '=' || it.operator === 'in').map(it => it.column) : undefined;

  return defined<Body<Dml>>({
    kind,
    target: raw['relation'] === undefined ? undefined : targetAt(raw['relation'], place),
    reads: found.reads,
    locking: found.locks.length > 0,
    locks: found.locks.length > 0 ? found.locks : undefined,
    where: condition !== undefined,
    never: isFalse(condition) || undefined,
    always: isTrue(condition) || undefined,
    whereNull: changes ? nullTested(condition) : undefined,
    wherePinned: pinned && pinned.length > 0 ? pinned : undefined,
    limited: raw['limitCount'] !== undefined || undefined,
    columns: columns?.map(it => it['ResTarget']?.name as string),
    repeated: repeatedIn(listsOf(kind, raw), place),
    onConflictUpdate: raw['onConflictClause']?.action === 'ONCONFLICT_UPDATE' || undefined,
    does: does === undefined ? undefined : [...new Set(does)],
    writes: writes.length > 0 ? writes : undefined,
    calls: found.calls,
    rows,
  });
}

/** The lists of columns that a statement gives values for. */
function listsOf(kind: Dml['kind'], raw: RawNode): readonly (readonly RawNode[] | undefined)[] {
  switch (kind) {
    case 'insert': return [raw['cols'], raw['onConflictClause']?.targetList];
    case 'update': return [raw['targetList']];
    case 'merge': return ((raw['mergeWhenClauses'] ?? []) as readonly RawNode[]).map(it => it['MergeWhenClause'].targetList);
    default: return [];
  }
}

/** `a.field` and `a[1]` are parts of a column, and may be given one by one. */
function repeatedIn(lists: readonly (readonly RawNode[] | undefined)[], place: Place): Dml['repeated'] {
  const found = lists.flatMap(list => {
    const seen = new Set<string>();
    return (list ?? []).map(it => it['ResTarget'] as RawNode).filter(it => it['indirection'] === undefined).flatMap(it => {
      const column = it['name'] as string;
      const again = seen.has(column);
      seen.add(column);
      return again ? [{ column, span: nameSpan(place.text, place.offset(it['location'])) }] : [];
    });
  });
  return found.length > 0 ? found : undefined;
}

/** `a IS NULL AND b IS NULL`: the columns. */
function nullTested(condition: RawNode | undefined): readonly string[] | undefined {
  if (condition === undefined) return undefined;
  const columns = conjuncts(condition).map(it => (it['NullTest']?.nulltesttype === 'IS_NULL' ? strings(it['NullTest'].arg?.ColumnRef?.fields).at(-1) : undefined));
  return columns.every(it => it !== undefined) ? columns : undefined;
}

export function view(raw: RawNode, place: Place): Body<CreateView> {
  const { reads, columns, star, given } = mentions(raw['query']);
  return defined<Body<CreateView>>({
    kind: 'create-view',
    view: relationAt(raw['view'], place),
    orReplace: raw['replace'] === true,
    temporary: persistenceOf(raw['view']) === 'temporary',
    reads,
    columns: outputs(raw['query'], strings(raw['aliases'])),
    columnsRead: star ? undefined : columns,
    given: given.length > 0 ? given : undefined,
    star: (star && isPlain(raw['query'])) || undefined,
    securityInvoker: isOff(optionValues(raw['options'])['security_invoker'] ?? 'off') ? undefined : true,
  });
}

/** `CREATE TABLE … AS`, `CREATE MATERIALIZED VIEW`; `SELECT … INTO` has its `into` inside the query. */
export function createTableAs(raw: RawNode, into: RawNode, query: RawNode, place: Place): Body<CreateTableAs> {
  const { reads, calls, columns, star, given } = mentions(query);
  return defined<Body<CreateTableAs>>({
    kind: 'create-table-as',
    of: raw['objtype'] === 'OBJECT_MATVIEW' ? 'materialized-view' : 'table',
    table: relationAt(into['rel'], place),
    persistence: persistenceOf(into['rel']),
    ifNotExists: raw['if_not_exists'] === true,
    withData: into['skipData'] !== true,
    reads,
    readsAll: query['SelectStmt'] !== undefined && query['SelectStmt'].whereClause === undefined && query['SelectStmt'].limitCount === undefined,
    columns: outputs(query, strings(into['colNames'])),
    columnsRead: star ? undefined : columns,
    given: given.length > 0 ? given : undefined,
    star: (star && isPlain(query)) || undefined,
    calls,
  });
}

export function copy(raw: RawNode, place: Place): Body<Copy> {
  return defined<Body<Copy>>({
    kind: 'copy',
    table: raw['relation'] === undefined ? undefined : relationAt(raw['relation'], place),
    from: raw['is_from'] === true,
    stdin: raw['is_from'] === true && raw['filename'] === undefined,
    onServer: raw['filename'] === undefined ? undefined : raw['is_program'] === true ? 'program' : 'file',
    reads: raw['query'] === undefined ? undefined : mentions(raw['query']).reads,
  });
}

/** It reads one relation as it is: `SELECT … FROM a`. */
function isPlain(query: RawNode | undefined): boolean {
  const select = query?.['SelectStmt'] as RawNode | undefined;
  const from = (select?.['fromClause'] ?? []) as readonly RawNode[];
  return from.length === 1 && from[0]!['RangeVar'] !== undefined && select?.['withClause'] === undefined;
}

/** The column names of a query's result, where it says them all: no star, nothing nameless. `aliases` are those of the first columns. */
function outputs(query: RawNode | undefined, aliases: readonly string[]): readonly string[] | undefined {
  let select = query?.['SelectStmt'] as RawNode | undefined;
  while (select?.['larg']) select = select['larg'] as RawNode;
  const names = ((select?.['targetList'] ?? []) as readonly RawNode[]).map(it => it['ResTarget']).map((target, i) => {
    const isStar = (target?.val?.ColumnRef?.fields as readonly RawNode[] | undefined)?.at(-1)?.['A_Star'] !== undefined;
    if (aliases[i] !== undefined && !isStar) return aliases[i];
    if (target?.name) return target.name as string;
    const last = (target?.val?.ColumnRef?.fields as readonly RawNode[] | undefined)?.at(-1);
    return (last?.['String']?.sval as string | undefined) ?? (strings(target?.val?.FuncCall?.funcname).at(-1));
  });
  return names.length > 0 && names.every(it => it !== undefined) ? names : undefined;
}
