import { bytesOf, clipped, LONGEST } from '../../sql/identifier.js';
import type { Table } from '../relations.js';
import { keyOfFull, type State } from './state.js';

/**
 * The name that Postgres makes for what the author left nameless: `makeObjectName` in `src/backend/commands/indexcmds.c`.
 * Where it is too long, the longer of the two names loses letters first.
 */
export function madeName(table: string, columns: string, label: string): string {
  const room = LONGEST - (columns === '' ? 0 : 1) - (label === '' ? 0 : bytesOf(label) + 1);
  let first = bytesOf(table);
  let second = bytesOf(columns);
  while (first + second > room) {
    if (first > second) first--;
    else second--;
  }
  return [clipped(table, first), ...(columns === '' ? [] : [clipped(columns, second)]), ...(label === '' ? [] : [label])].join('_');
}

/** Taken names get a number behind the label: `orders_note_idx1`. */
export function freeName(table: string, columns: string, label: string, taken: (name: string) => boolean): string {
  for (let pass = 0; ; pass++) {
    const name = madeName(table, columns, pass === 0 ? label : `${label}${pass}`);
    if (!taken(name)) return name;
  }
}

/** Index and sequence names share the schema with tables. */
export function freeRelationName(state: State, schema: string, table: string, columns: readonly string[], label: string): string {
  return freeName(table, joined(columns), label, name => state.relations.get(keyOfFull({ schema, name })) !== undefined);
}

export function freeConstraintName(table: Table, columns: readonly string[], label: string): string {
  return freeName(table.name.name, joined(columns), label, name => table.constraints.some(it => it.name === name));
}

/** `ChooseIndexColumnNames`: what is named already gets a number. */
export function numbered(columns: readonly string[]): readonly string[] {
  const names: string[] = [];
  for (const column of columns) {
    let name = column;
    for (let i = 1; names.includes(name); i++) name = clipped(column, LONGEST - String(i).length) + i;
    names.push(name);
  }
  return names;
}

/** `ChooseIndexNameAddition`: columns with underscores between, until it is longer than any name can be. */
function joined(columns: readonly string[]): string {
  let text = '';
  for (const column of columns) {
    text += text === '' ? column : `_${column}`;
    if (bytesOf(text) >= LONGEST + 1) break;
  }
  return clipped(text, LONGEST);
}
