import { bytesOf, clipped, LONGEST } from '../../sql/identifier.js';

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
export function joined(columns: readonly string[]): string {
  let text = '';
  for (const column of columns) {
    text += text === '' ? column : `_${column}`;
    if (bytesOf(text) >= LONGEST + 1) break;
  }
  return clipped(text, LONGEST);
}
