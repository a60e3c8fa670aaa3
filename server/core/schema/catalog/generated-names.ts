import { bytesOf, clipped, LONGEST } from '../../sql/identifier.js';
import type { Column, FullName, Table } from '../relations.js';
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

/** Taken names get a number behind the label: `orders_note_idx1`. `near`: those among the taken where most such numbers are; they are looked through once. */
export function freeName(table: string, columns: string, label: string, taken: (name: string) => boolean, near: readonly string[] = []): string {
  const plain = madeName(table, columns, label);
  if (!taken(plain)) return plain;
  for (let digits = 1; ; digits++) {
    const stem = madeName(table, columns, label + '0'.repeat(digits)).slice(0, -digits);
    const used = new Set<number>();
    for (const it of near) if (it.length === stem.length + digits && it.startsWith(stem)) used.add(Number(it.slice(stem.length)));
    for (let pass = 10 ** (digits - 1); pass < 10 ** digits; pass++) if (!used.has(pass) && !taken(stem + pass)) return stem + pass;
  }
}

/** Index and sequence names share the schema with tables. */
export function freeRelationName(state: State, schema: string, table: string, columns: readonly string[], label: string): string {
  const owner = state.relations.get(keyOfFull({ schema, name: table }));
  const near = owner && 'indexes' in owner ? owner.indexes : [];
  return freeName(table, joined(columns), label, name => state.relations.get(keyOfFull({ schema, name })) !== undefined, near.map(it => it.name.name));
}

export function freeConstraintName({ name, constraints }: Table, columns: readonly string[], label: string): string {
  const names = constraints.map(it => it.name);
  return freeName(name.name, joined(columns), label, it => names.includes(it), names);
}

export function freeStatisticsName(state: State, { schema, name: table }: FullName, columns: readonly (string | undefined)[]): string {
  return freeName(table, joined(columns.map(it => it ?? 'expr')), 'stat', name => state.statistics.get(keyOfFull({ schema, name })) !== undefined);
}

export function notNullNameOf({ name, constraints }: Table, column: Column): string {
  const said = constraints.find(it => it.kind === 'not-null' && it.columns[0] === column.name);
  return said?.name ?? impliedName({ name }, column);
}

function impliedName({ name }: Pick<Table, 'name'>, column: Column): string {
  return column.notNullName ?? madeName(name.name, column.name, 'not_null');
}

/** Columns whose NOT NULL keeps its name where the table gets another, or where they are copied. */
export function withNotNullNames(table: Table): Table['columns'] {
  const said = new Map(table.constraints.flatMap(it => (it.kind === 'not-null' ? [[it.columns[0], it.name]] : [])));
  return new Map([...table.columns].map(([key, it]) => [key, it.notNull ? { ...it, notNullName: said.get(it.name) ?? impliedName(table, it) } : it]));
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
