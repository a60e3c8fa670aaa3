import type { FullName, StatisticsObject } from '../relations.js';
import { freeStatisticsName } from './generated-names.js';
import { keyOfFull, sameName, type State } from './state.js';

// Publications and statistics objects name tables, and are no relations: where a table goes, they follow.

/** `to`: its new name; absent, it was dropped. */
export function relisted(before: State, from: FullName, to: FullName | undefined): State {
  let state = before;
  for (const it of before.publications.values()) {
    if (!it.tables.some(table => sameName(table, from))) continue;
    const tables = it.tables.flatMap(table => (!sameName(table, from) ? [table] : to ? [to] : []));
    state = { ...state, publications: state.publications.with(it.name, { ...it, tables }) };
  }
  return changeStatistics(state, it => (!sameName(it.table, from) ? it : to && { ...it, table: to }));
}

/** `keys`: what the name says that Postgres makes where there is none; `undefined` is an expression. */
export function addStatistics(state: State, table: FullName, keys: readonly (string | undefined)[], columns: readonly string[], wanted?: FullName): State {
  const name = wanted ?? { schema: table.schema, name: freeStatisticsName(state, table, keys) };
  return { ...state, statistics: state.statistics.with(keyOfFull(name), { name, table, columns }) };
}

export function withoutColumn(state: State, table: FullName, column: string): State {
  return changeStatistics(state, it => (sameName(it.table, table) && it.columns.includes(column) ? undefined : it));
}

export function withColumnName(state: State, table: FullName, from: string, to: string): State {
  return changeStatistics(state, it => (
    sameName(it.table, table) && it.columns.includes(from) ? { ...it, columns: it.columns.map(column => (column === from ? to : column)) } : it));
}

/** `undefined` drops it. */
function changeStatistics(before: State, change: (of: StatisticsObject) => StatisticsObject | undefined): State {
  let { statistics } = before;
  for (const it of before.statistics.values()) {
    const now = change(it);
    if (now !== it) statistics = now ? statistics.with(keyOfFull(it.name), now) : statistics.without(keyOfFull(it.name));
  }
  return statistics === before.statistics ? before : { ...before, statistics };
}
