import { keyOf } from '../identifier.js';
import type { RawNode } from '../raw.js';
import type { FunctionCall } from '../statement/expression.js';
import type { NameAt } from '../statement/names.js';
import { constant } from './constants.js';
import { nameOf, relation, strings } from './names.js';

/** Everything that a tree names, however deep. */
export interface Mentions {
  readonly calls: readonly FunctionCall[];
  /** Each once, in order. */
  readonly columns: readonly string[];
  /** Names that it gives to columns itself: what is called so may be one of these, and no relation's. */
  readonly given: readonly string[];
  /** A star, or a natural join, stands for columns that are not among them. */
  readonly star: boolean;
  /** Relations that are read, each once; the names of `WITH` are not among them. */
  readonly reads: readonly NameAt[];
  readonly locks: readonly NameAt[];
  /** The data-modifying statements inside: those of `WITH`, those of a rule. */
  readonly writes: readonly { readonly type: string; readonly node: RawNode }[];
}

export function mentions(...raw: readonly unknown[]): Mentions {
  const calls: FunctionCall[] = [];
  const columns = new Set<string>();
  const given = new Set<string>();
  let star = false;
  const reads = new Map<string, NameAt>();
  const locks = new Map<string, NameAt>();
  const writes: { type: string; node: RawNode }[] = [];
  for (const node of raw) walk(node, new Set());
  return { calls, columns: [...columns], given: [...given], star, reads: [...reads.values()], locks: [...locks.values()], writes };

  /** `hidden`: the names that an enclosing `WITH` gives. */
  function walk(value: unknown, hidden: ReadonlySet<string>): void {
    if (Array.isArray(value)) {
      for (const item of value) walk(item, hidden);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as RawNode;
    const inner = node['withClause'] === undefined ? hidden : walkWith(node['withClause'], hidden);
    if (Array.isArray(node['lockingClause'])) lock(node, inner);

    for (const key in node) {
      const child = node[key];
      if (typeof child !== 'object') continue;
      if (key === 'FuncCall') calls.push(callOf(child));
      else if (key === 'ColumnRef') addColumn(child);
      else if (key === 'ResTarget' || key === 'ColumnDef') give([child?.name ?? child?.colname]);
      else if (key === 'alias') give(strings(child?.colnames));
      else if (key === 'aliascolnames') give(strings(child));
      else if (key === 'JoinExpr') join(child);
      else if (key === 'RangeFunction') give([child.alias?.aliasname]);
      else if (key === 'RangeVar') add(reads, child, inner);
      else if (key === 'InsertStmt' || key === 'UpdateStmt' || key === 'DeleteStmt' || key === 'MergeStmt') {
        writes.push({ type: key, node: child });
        continue;
      } else if (key === 'lockingClause' || key === 'withClause') continue;
      walk(child, inner);
    }
  }

  function walkWith(clause: RawNode, hidden: ReadonlySet<string>): ReadonlySet<string> {
    const names = new Set(hidden);
    const parts = (clause['ctes'] as readonly RawNode[]).map(it => it['CommonTableExpr'] as RawNode);
    if (clause['recursive']) for (const part of parts) names.add(part['ctename']);
    for (const part of parts) {
      walk(part['ctequery'], new Set(names));
      names.add(part['ctename']);
    }
    return names;
  }

  /** `FOR UPDATE OF a` names aliases; without `OF` it is every relation of the FROM. */
  function lock(select: RawNode, hidden: ReadonlySet<string>): void {
    const from: { readonly alias: string; readonly raw: RawNode }[] = [];
    relationsOf(select['fromClause'], from);
    for (const clause of select['lockingClause'] as readonly RawNode[]) {
      const named = ((clause['LockingClause'].lockedRels ?? []) as readonly RawNode[]).map(it => it['RangeVar'].relname as string);
      for (const { alias, raw: it } of from) if (named.length === 0 || named.includes(alias)) add(locks, it, hidden);
    }
  }

  function add(to: Map<string, NameAt>, raw: RawNode, hidden: ReadonlySet<string>): void {
    const name = relation(raw);
    if (name.schema === undefined && hidden.has(name.name)) return;
    if (name.name !== '') to.set(keyOf(name, ''), { ...name, ...(raw['inh'] !== true && { only: true }) });
  }

  /** What a natural join compares it does not say. */
  function join(raw: RawNode): void {
    if (raw['isNatural'] === true) star = true;
    for (const column of strings(raw['usingClause'])) columns.add(column);
  }

  function give(names: readonly (string | undefined)[]): void {
    for (const name of names) if (name !== undefined) given.add(name);
  }

  function addColumn(raw: RawNode): void {
    const last = (raw['fields'] as readonly RawNode[] | undefined)?.at(-1);
    if (last?.['String']) columns.add(last['String'].sval);
    else if (last?.['A_Star']) star = true;
  }
}

function callOf(raw: RawNode): FunctionCall {
  const { schema, name } = nameOf(strings(raw['funcname']));
  const given = (raw['args'] ?? []) as readonly RawNode[];
  const literal = given[0]?.['A_Const']?.sval || given[0]?.['TypeCast'] ? constant(given[0]) : undefined;
  return {
    ...(schema === undefined || schema === 'pg_catalog' ? {} : { schema }),
    name,
    arguments: given.length,
    ...(typeof literal === 'string' && { literal }),
  };
}

function relationsOf(value: unknown, found: { readonly alias: string; readonly raw: RawNode }[]): void {
  if (Array.isArray(value)) {
    for (const item of value) relationsOf(item, found);
    return;
  }
  const node = value as RawNode | undefined;
  const raw = node?.['RangeVar'];
  if (raw) found.push({ alias: raw.alias?.aliasname ?? raw.relname, raw });
  const join = node?.['JoinExpr'];
  if (join) relationsOf([join.larg, join.rarg], found);
}
