import type { Lock } from '../locks.js';
import { LOCKS } from '../locks.js';
import type { RawNode } from '../raw.js';
import type { LockTable, Truncate, Vacuum } from '../statement/data.js';
import type { Call, DoBlock } from '../statement/functions.js';
import type { Cluster, Reindex } from '../statement/indexes.js';
import type { NameAt } from '../statement/names.js';
import type { SetVariable, Transaction } from '../statement/session.js';
import type { Refresh } from '../statement/views.js';
import { constant } from './constants.js';
import { bodySpan } from './functions.js';
import { defined, nameOf, relationAt, strings, targetAt } from './names.js';
import type { Place } from './place.js';

type Body<T> = Omit<T, 'keyword'>;

function relations(list: unknown, place: Place): readonly NameAt[] {
  return ((list ?? []) as readonly RawNode[]).map(it => targetAt(it['RangeVar'] ?? it['VacuumRelation']?.relation, place));
}

/** `(full)`, `(full true)`, `(full on)`, `(full 1)`. */
function isOn(options: unknown, name: string): boolean {
  const option = ((options ?? []) as readonly RawNode[]).map(it => it['DefElem'] as RawNode).findLast(it => it['defname'] === name);
  if (option === undefined) return false;
  const value = option['arg'] as RawNode | undefined;
  if (value === undefined) return true;
  if (value['Integer']) return (value['Integer'].ival ?? 0) !== 0;
  return !['false', 'off', '0'].includes(String(value['String']?.sval ?? value['Boolean']?.boolval ?? 'true').toLowerCase());
}

const REINDEXED: Readonly<Record<string, Reindex['of']>> = {
  REINDEX_OBJECT_INDEX: 'index', REINDEX_OBJECT_TABLE: 'table', REINDEX_OBJECT_SCHEMA: 'schema', REINDEX_OBJECT_SYSTEM: 'system', REINDEX_OBJECT_DATABASE: 'database',
};

export function reindex(raw: RawNode, place: Place): Body<Reindex> {
  const name = raw['name'] as string | undefined;
  return defined<Body<Reindex>>({
    kind: 'reindex',
    of: REINDEXED[raw['kind']] ?? 'table',
    name: raw['relation'] ? relationAt(raw['relation'], place) : name === undefined ? undefined : { name },
    concurrently: isOn(raw['params'], 'concurrently'),
  });
}

export function refresh(raw: RawNode, place: Place): Body<Refresh> {
  return {
    kind: 'refresh-materialized-view',
    view: relationAt(raw['relation'], place),
    concurrently: raw['concurrent'] === true,
    withData: raw['skipData'] !== true,
  };
}

export function truncate(raw: RawNode, place: Place): Body<Truncate> {
  return {
    kind: 'truncate',
    tables: relations(raw['relations'], place),
    cascade: raw['behavior'] === 'DROP_CASCADE',
    restartIdentity: raw['restart_seqs'] === true,
  };
}

export function lockTable(raw: RawNode, place: Place): Body<LockTable> {
  return { kind: 'lock-table', tables: relations(raw['relations'], place), mode: LOCKS[(raw['mode'] as number) - 1] as Lock };
}

export function vacuum(raw: RawNode, place: Place): Body<Vacuum> {
  return {
    kind: raw['is_vacuumcmd'] === true ? 'vacuum' : 'analyze',
    tables: relations(raw['rels'], place),
    full: isOn(raw['options'], 'full'),
  };
}

export function cluster(raw: RawNode, place: Place): Body<Cluster> {
  return defined<Body<Cluster>>({
    kind: 'cluster',
    table: raw['relation'] === undefined ? undefined : relationAt(raw['relation'], place),
    index: raw['indexname'] as string | undefined,
  });
}

export function doBlock(raw: RawNode, place: Place): Body<DoBlock> {
  const parts = ((raw['args'] ?? []) as readonly RawNode[]).map(it => it['DefElem'] as RawNode);
  const language = parts.find(it => it['defname'] === 'language')?.['arg']?.String?.sval as string | undefined;
  const body = parts.find(it => it['defname'] === 'as');
  return defined<Body<DoBlock>>({
    kind: 'do',
    language: (language ?? 'plpgsql').toLowerCase(),
    body: body === undefined ? undefined : bodySpan(place, place.offset(body['location'])),
  });
}

const TRANSACTIONS: Readonly<Record<string, Transaction['action']>> = {
  TRANS_STMT_BEGIN: 'begin', TRANS_STMT_START: 'begin', TRANS_STMT_COMMIT: 'commit', TRANS_STMT_ROLLBACK: 'rollback', TRANS_STMT_SAVEPOINT: 'savepoint',
  TRANS_STMT_RELEASE: 'release', TRANS_STMT_ROLLBACK_TO: 'rollback-to', TRANS_STMT_PREPARE: 'prepare',
};

export function transaction(raw: RawNode): Body<Transaction> {
  return defined<Body<Transaction>>({ kind: 'transaction', action: TRANSACTIONS[raw['kind']] ?? 'other', savepoint: raw['savepoint_name'] as string | undefined, chain: raw['chain'] === true });
}

export function setVariable(raw: RawNode): Body<SetVariable> {
  const kind = raw['kind'] as string;
  const values = ((raw['args'] ?? []) as readonly RawNode[]).map(it => constant(it['DefElem']?.arg ?? it)).filter(it => typeof it === 'string');
  return defined<Body<SetVariable>>({
    kind: 'set',
    name: kind === 'VAR_RESET_ALL' ? 'all' : ((raw['name'] as string | undefined) ?? '').toLowerCase(),
    local: raw['is_local'] === true,
    reset: kind === 'VAR_RESET' || kind === 'VAR_RESET_ALL' || kind === 'VAR_SET_DEFAULT',
    value: values.length === 0 ? undefined : values.join(', '),
  });
}

export function call(raw: RawNode): Body<Call> {
  return { kind: 'call', name: nameOf(strings(raw['funccall']?.funcname)) };
}
