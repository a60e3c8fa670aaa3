import type { Column, Table } from '../../schema/catalog.js';
import type { ColumnDefinition } from '../statement/definitions.js';
import type { Expression, TypeName } from '../statement/expression.js';
import type { AlterAction } from '../statement/tables.js';
import { volatilityOf } from '../volatility.js';
import { addConstraintTo } from './constraints.js';
import { dependents, hasRows, heirs, ownedSequences, rewriteOf, scanOf, type Scene, type Work } from './touched.js';
import { lockReferences, lockReferrers } from './references.js';
import { typeChange } from './type-change.js';

type Of<K extends AlterAction['kind']> = Extract<AlterAction, { readonly kind: K }>;

/** What an action does to each table that it reaches; locks on the table itself are the statement's. */
export function addColumn(
  { column, ifNotExists }: Of<'add-column'>, table: Table | undefined, reached: readonly (Table | undefined)[], scene: Scene, besideForeignKey: boolean,
): readonly Work[] {
  if (ifNotExists && table?.columns.has(column.name)) return [];
  // A value that comes with the column is what a foreign key on it has to be checked for.
  const filled = column.default !== undefined || (column.generated !== undefined && column.generated.as !== 'identity') || column.type?.serial === true;
  const own = column.constraints.map(it => addConstraintTo(it, table, reached, scene, { newColumn: { filled }, besideForeignKey }));
  return reached.map((it, i) => merged([fillingOf(column, it, scene), ...own.map(works => works[i] ?? {})]));
}

function fillingOf(column: ColumnDefinition, table: Table | undefined, scene: Scene): Work {
  const { type, generated, default: given } = column;
  const domain = type && scene.catalog.domain(type);
  if (scene.postgres < 11 && domain?.default) return rewriteOf(table);
  if (type?.serial || generated?.as === 'identity' || generated?.as === 'stored' || domain?.constrained) return rewriteOf(table);
  const missing = column.notNull && (given === undefined || given.isNull) && !domain?.default ? scanOf(table) : {};
  if (generated?.as === 'virtual' || given === undefined || given.isNull) return missing;
  if (scene.postgres < 11) {
    touchSequences(given, scene);
    return rewriteOf(table);
  }
  const volatility = volatilityOf(given, scene.catalog);
  if (volatility === 'volatile') {
    touchSequences(given, scene);
    return rewriteOf(table);
  }
  return volatility === 'unknown' ? rewriteOf(table, true) : {};
}

/** While rows are written, `nextval('s')` draws from its sequence. */
function touchSequences({ calls }: Expression, scene: Scene): void {
  for (const { name, literal } of calls) if (name === 'nextval' && literal !== undefined) scene.touch(nameOfLiteral(literal), 'RowExclusiveLock');
}

/** What `'app."Orders_id_seq"'::regclass` names. */
export function nameOfLiteral(literal: string): { readonly schema?: string; readonly name: string } {
  const parts = [...literal.matchAll(/"((?:[^"]|"")*)"|([^".]+)/g)].map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!.trim().toLowerCase());
  const [name = literal, schema] = parts.reverse();
  return schema === undefined ? { name } : { schema, name };
}

export function dropColumn({ column, ifExists, cascade }: Of<'drop-column'>, table: Table | undefined, only: boolean, scene: Scene): void {
  if (table === undefined || (ifExists && !table.partial && !table.columns.has(column))) return;
  for (const it of [table, ...(only ? [] : heirs(table, scene).filter(heir => heir.columns.get(column)?.inherited))]) {
    for (const constraint of it.constraints) if (constraint.columns.includes(column)) lockReferences(constraint, scene);
    for (const sequence of ownedSequences(it.name, column, scene)) scene.touch(sequence, 'AccessExclusiveLock');
    if (!cascade) continue;
    lockReferrers(it, key => key.includes(column), scene);
    for (const dependent of dependents(it.name, column, scene)) scene.touch(dependent, 'AccessExclusiveLock');
  }
}

export function alterType(action: Of<'alter-column-type'>, table: Table | undefined, scene: Scene): Work {
  const column = table?.columns.get(action.column);
  const change = typeChange(action.column, column?.type, action.type, action.using, scene.catalog);
  // What is computed when it is read is in no row.
  const heap = column?.generated === 'virtual' ? 'free' : change.heap === 'time-zone' ? timeZoneCost(scene) : change.heap;
  const involved = table?.constraints.filter(it => it.columns.includes(action.column)) ?? [];

  if (table && column?.generated === 'identity') for (const it of ownedSequences(table.name, action.column, scene)) scene.touch(it, 'ShareRowExclusiveLock');
  // A foreign key is made anew, on both its sides, whatever the change.
  if (table) {
    for (const constraint of involved) {
      lockReferences(constraint, scene);
      if (constraint.references) scene.touch(constraint.references.table, 'ShareRowExclusiveLock');
    }
    lockReferrers(table, key => key.includes(action.column), scene, heap === 'rewrite' ? { scan: true } : {});
  }
  if (heap === 'rewrite' || heap === 'unknown') {
    for (const { references, validated } of involved) if (references && validated) scene.touch(references.table, 'AccessExclusiveLock', { scan: true, feared: heap === 'unknown' });
    return rewriteOf(table, heap === 'unknown');
  }

  const recollated = isRecollated(column, action.type, action.collation);
  const indexes = table?.indexes.filter(it => it.columns.includes(action.column) || it.reads.includes(action.column)) ?? [];
  // Only a plain index can be kept; one with an expression or a condition is built again.
  const rebuilt = indexes.some(it => recollated || change.reindex || it.where !== undefined || it.columns.includes(undefined));
  const checked = involved.some(it => it.kind === 'check' && it.validated);
  return hasRows(table) ? { scan: rebuilt || checked, indexBuild: rebuilt } : {};
}

/** `TimestampTimestampTzRequiresRewrite`: from PostgreSQL 12 on free where the time zone's offset is 0 at all times. */
function timeZoneCost({ catalog, postgres }: Scene): 'free' | 'rewrite' | 'unknown' {
  if (postgres < 12) return 'rewrite';
  if (catalog.timeZone === undefined) return 'unknown';
  return /^(utc|gmt|zulu|universal|uct|greenwich|0|etc\/(utc|gmt|zulu|universal|uct|greenwich|gmt[+-]?0))$/i.test(catalog.timeZone) ? 'free' : 'rewrite';
}

function isRecollated(column: Column | undefined, to: TypeName, collation: { readonly name: string } | undefined): boolean {
  if (column === undefined || !COLLATABLE.has(to.name)) return false;
  return (column.collation?.name ?? 'default') !== (collation?.name ?? 'default');
}

const COLLATABLE = new Set(['text', 'varchar', 'bpchar', 'citext', 'name']);

export function setNotNull(names: readonly string[], table: Table | undefined, { postgres }: Scene): Work {
  const holds = (name: string): boolean => {
    if (table?.columns.get(name)?.notNull) return true;
    return postgres >= 12 && table?.constraints.some(it => it.validated && it.expression?.provesNotNull.includes(name)) === true;
  };
  return names.every(holds) ? {} : scanOf(table);
}

export function setExpression(name: string, table: Table | undefined, { postgres }: Scene): Work {
  const generated = table?.columns.get(name)?.generated;
  if (generated === 'virtual') return {};
  return rewriteOf(table, generated === undefined && postgres >= 18);
}

export function merged(works: readonly Work[]): Work {
  return works.reduce<Work>((a, b) => ({
    rewrite: a.rewrite === true || b.rewrite === true,
    scan: a.scan === true || b.scan === true,
    indexBuild: a.indexBuild === true || b.indexBuild === true,
    feared: (a.feared === true || b.feared === true) && ![a, b].some(it => it.rewrite && !it.feared),
  }), {});
}

