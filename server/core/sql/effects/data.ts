import type { Table } from '../../schema/catalog.js';
import type { Name } from '../identifier.js';
import type { Copy, Dml } from '../statement/data.js';
import type { FunctionCall } from '../statement/expression.js';
import type { NameAt } from '../statement/names.js';
import { nameOfLiteral } from './columns.js';
import { hasRows, heirs, ownedSequences, type Scene } from './touched.js';

/** Queries look into views, down to the tables. `all`: without a condition, hence every row. */
export function reading(names: readonly NameAt[], all: boolean, scene: Scene): void {
  const seen = new Set<string>();
  const visit = (name: NameAt): void => {
    const full = scene.catalog.fullName(name);
    const key = `${full.schema}.${full.name}`;
    if (seen.has(key)) return;
    seen.add(key);
    const relation = scene.catalog.relation(name);
    if (relation?.kind === 'view') {
      scene.touch(full, 'AccessShareLock');
      relation.reads.forEach(visit);
      return;
    }
    const table = relation?.kind === 'table' ? relation : undefined;
    scene.touch(full, 'AccessShareLock', all && hasRows(table) && relation?.kind !== 'sequence' ? { scan: true } : {});
    for (const it of name.only ? [] : heirs(table, scene)) scene.touch(it.name, 'AccessShareLock', all && hasRows(it) ? { scan: true } : {});
  };
  names.forEach(visit);
}

export function dml(statement: Dml, scene: Scene): void {
  const { touch, catalog } = scene;
  const { target, kind } = statement;
  const all = !statement.where && !statement.limited && !statement.never;
  reading(statement.reads, all, scene);
  for (const it of statement.locks ?? []) lockRows(it, scene);
  callSequences(statement.calls, scene);
  for (const it of statement.writes ?? []) dml(it, scene);
  if (target === undefined) return;

  const table = catalog.table(target);
  const view = catalog.view(target);
  touch(target, 'RowExclusiveLock', all && (kind === 'update' || kind === 'delete') && hasRows(table) && !view ? { scan: true } : {});
  // A simple view passes the write on to what it reads.
  if (view?.kind === 'view') for (const it of view.reads) touch(it, 'RowExclusiveLock');
  if (kind !== 'insert' && !target.only) for (const it of heirs(table, scene)) touch(it.name, 'RowExclusiveLock', all && hasRows(it) ? { scan: true } : {});
  if (table === undefined || statement.never) return;

  const does = kind === 'merge' ? (statement.does ?? []) : kind === 'select' ? [] : [kind];
  if (does.includes('insert')) insertInto(table, statement, scene);
  if (does.includes('update') || statement.onConflictUpdate) updateOf(table, statement, scene);
  if (does.includes('delete')) lockReferrers(table, () => true, 'onDelete', scene);
}

/** Through a view, the rows of what it reads. */
function lockRows(name: Name, scene: Scene): void {
  scene.touch(name, 'RowShareLock');
  for (const it of heirs(scene.catalog.table(name), scene)) scene.touch(it.name, 'RowShareLock');
  for (const it of scene.catalog.view(name)?.reads ?? []) lockRows(it, scene);
}

/** Each foreign key looks its row up and locks it; each column left out that draws from a sequence draws. */
function insertInto(table: Table, { columns }: Dml, scene: Scene): void {
  const given = (column: string): boolean => columns === undefined || columns.includes(column);
  for (const { references, columns: key, enforced } of table.constraints) {
    const filled = key.every(it => given(it) || table.columns.get(it)?.default !== undefined);
    if (references && enforced && filled) scene.touch(references.table, 'RowShareLock');
  }
  if (columns === undefined) return;
  for (const column of table.columns.values()) {
    if (given(column.name)) continue;
    callSequences(column.default?.calls ?? [], scene);
    if (column.type?.serial || column.generated === 'identity') for (const it of ownedSequences(table.name, column.name, scene)) scene.touch(it, 'RowExclusiveLock');
  }
}

function updateOf(table: Table, { columns, kind }: Dml, scene: Scene): void {
  // What a MERGE or ON CONFLICT sets is not kept.
  const sets = (column: string): boolean => kind !== 'update' || columns === undefined || columns.includes(column);
  for (const { references, columns: key, enforced } of table.constraints) if (references && enforced && key.some(sets)) scene.touch(references.table, 'RowShareLock');
  if (kind === 'update') lockReferrers(table, key => key.some(sets), 'onUpdate', scene);
}

/** Rows that refer to what is deleted or gets another key are looked for, or follow. */
function lockReferrers(table: Table, affected: (key: readonly string[]) => boolean, on: 'onDelete' | 'onUpdate', scene: Scene): void {
  for (const by of table.referencedBy) {
    for (const { references, enforced } of scene.catalog.table(by)?.constraints ?? []) {
      if (!references || !enforced || references.table.name !== table.name.name || references.table.schema !== table.name.schema || !affected(references.columns)) continue;
      scene.touch(by, references[on] === 'no-action' || references[on] === 'restrict' ? 'RowShareLock' : 'RowExclusiveLock');
    }
  }
}

const SEQUENCE_CALLS = new Set(['nextval', 'setval', 'currval']);

export function callSequences(calls: readonly FunctionCall[], { touch }: Scene): void {
  for (const { name, literal } of calls) if (SEQUENCE_CALLS.has(name) && literal !== undefined) touch(nameOfLiteral(literal), 'RowExclusiveLock');
}

export function copy({ table: name, from, reads }: Copy, scene: Scene): void {
  if (reads) reading(reads, true, scene);
  if (name === undefined) return;
  const table = scene.catalog.table(name);
  scene.touch(name, from ? 'RowExclusiveLock' : 'AccessShareLock', !from && hasRows(table) ? { scan: true } : {});
  if (from) for (const { references, enforced } of table?.constraints ?? []) if (references && enforced) scene.touch(references.table, 'RowShareLock');
}
