import type { Catalog, Column } from '../../schema/catalog.js';
import type { TypeName } from '../../sql/statement/expression.js';
import type { AlterAction, AlterTable } from '../../sql/statement/tables.js';
import * as nodes from './nodes.js';
import { columnDefinition, constraintDefinition, valueType } from './structure.js';
import { cannot, firstLine, node, perhaps, plainly, sql, written } from './undo.js';
import type { Place, Undo } from './undo.js';

/** Each action is taken back on its own, the last one first. */
export function undoAlterTable(statement: AlterTable, place: Place): readonly Undo[] {
  if (statement.of !== 'table' && statement.of !== 'foreign-table') return [cannot(`undo by hand what this does: ${firstLine(place.text)}`)];
  return statement.actions.flatMap((action, i) => [undoAction(action, i, statement, place)]).reverse().flat();
}

function undoAction(action: AlterAction, position: number, statement: AlterTable, place: Place): readonly Undo[] {
  const { table } = statement;
  const known = place.before.table(table);
  const column = 'column' in action && typeof action.column === 'string' ? known?.columns.get(action.column) : undefined;
  const alter = (subtype: string, name?: string) => [node(nodes.alterTable(table, subtype, name))];
  switch (action.kind) {
    case 'add-column':
      return action.ifNotExists && known?.columns.has(action.column.name) ? [] : alter('AT_DropColumn', action.column.name);
    case 'drop-column':
      return [dropColumn(action.column, statement, place.before)];
    case 'alter-column-type':
      return [formerType(action.column, column?.type, action.type, statement)];
    case 'set-not-null':
      return column?.notNull ? [] : alter('AT_DropNotNull', action.column);
    case 'drop-not-null':
      if (column && !column.notNull) return [];
      return [perhaps(`this fails if a null was written to ${action.column} since`, `ALTER TABLE ${written(table, plainly)} ALTER COLUMN ${plainly(action.column)} SET NOT NULL;`)];
    case 'set-default':
    case 'drop-default':
      return formerDefault(action.column, column, known !== undefined && !known.partial, statement);
    case 'add-identity':
      return alter('AT_DropIdentity', action.column);
    case 'add-constraint': {
      const name = action.constraint.name ?? namesMade(statement, place)[unnamedBefore(statement, position)];
      return name === undefined ? [cannot('Postgres chose the name of the constraint')] : alter('AT_DropConstraint', name);
    }
    case 'drop-constraint': {
      const constraint = known?.constraints.find(it => it.name === action.name);
      const definition = constraint && constraintDefinition(constraint, plainly);
      if (!constraint || definition === undefined) return [cannot(`what the constraint ${action.name} said stands in an earlier migration`)];
      return [sql(quote => `ALTER TABLE ${written(table, quote)} ADD CONSTRAINT ${quote(action.name)} ${constraintDefinition(constraint, quote)!}`)];
    }
    case 'validate-constraint':
      return [];
    case 'attach-partition':
      return [node(nodes.alterTable(table, 'AT_DetachPartition', undefined, nodes.detach(action.partition)))];
    case 'inherit':
      return [node(nodes.alterTable(table, 'AT_DropInherit', undefined, nodes.rangeVar(action.parent)))];
    case 'no-inherit':
      return [node(nodes.alterTable(table, 'AT_AddInherit', undefined, nodes.rangeVar(action.parent)))];
    case 'enable-trigger':
      return action.name === undefined ? alter('AT_DisableTrigAll') : alter('AT_DisableTrig', action.name);
    case 'disable-trigger':
      return action.name === undefined ? alter('AT_EnableTrigAll') : alter('AT_EnableTrig', action.name);
    case 'enable-rule':
      return alter('AT_DisableRule', action.name);
    case 'disable-rule':
      return alter('AT_EnableRule', action.name);
    case 'row-security':
      return alter(ROW_SECURITY[action.to]);
    case 'set-logged':
      return alter('AT_SetUnLogged');
    case 'set-unlogged':
      return alter('AT_SetLogged');
    case 'set-options':
    case 'set-statistics':
    case 'set-storage':
    case 'set-compression':
    case 'set-column-options':
    case 'set-identity':
    case 'set-expression':
    case 'drop-expression':
    case 'drop-identity':
    case 'alter-constraint':
    case 'detach-partition':
    case 'replica-identity':
    case 'cluster-on':
    case 'set-without-cluster':
    case 'owner':
    case 'set-tablespace':
    case 'set-access-method':
    case 'add-attribute':
    case 'drop-attribute':
    case 'alter-attribute-type':
    case 'set-type':
    case 'other':
      return [cannot(`what was before is not known: ${firstLine(place.text.slice(action.span.start, action.span.end))}`)];
  }
}

function dropColumn(name: string, { table }: AlterTable, before: Catalog): Undo {
  const column = before.table(table)?.columns.get(name);
  const definition = column && columnDefinition(column, plainly);
  const why = `Cannot be undone: what the column ${name} held is gone.`;
  if (definition === undefined) return { kind: 'comment', why };
  return { kind: 'comment', why, proposal: `ALTER TABLE ${written(table, plainly)} ADD COLUMN ${definition};` };
}

function formerType(column: string, before: TypeName | undefined, after: TypeName, { table }: AlterTable): Undo {
  if (!before) return cannot(`the type that ${column} had is not known`);
  const write = (quote: (name: string) => string) => `ALTER TABLE ${written(table, quote)} ALTER COLUMN ${quote(column)} TYPE ${valueType(before)}`;
  if (!isWider(before, after)) return { kind: 'comment', why: `Cannot be undone: from ${valueType(after)} there is no sure way back to what ${column} held.`, proposal: `${write(plainly)};` };
  return sql(write);
}

/** Every value of `before` is one of `after`, and comes back as it was. */
function isWider(before: TypeName, after: TypeName): boolean {
  if (before.array !== after.array) return false;
  const [from, to] = [INTEGERS.indexOf(before.name), INTEGERS.indexOf(after.name)];
  if (from >= 0) return to >= from || (after.name === 'numeric' && after.modifiers.length === 0);
  if (TEXTS.has(before.name)) return after.name === 'text' || (after.name === 'varchar' && (after.modifiers.length === 0 || (before.modifiers[0] ?? Infinity) <= after.modifiers[0]!));
  if (before.name === 'float4') return after.name === 'float8';
  if (before.name === 'numeric' && after.name === 'numeric') return after.modifiers.length === 0 || fits(before.modifiers, after.modifiers);
  return before.name === after.name && before.modifiers.join() === after.modifiers.join();
}

function fits([precision, scale = 0]: readonly number[], [widerPrecision, widerScale = 0]: readonly number[]): boolean {
  return precision !== undefined && widerPrecision !== undefined && widerScale >= scale && widerPrecision - widerScale >= precision - scale;
}

function formerDefault(name: string, column: Column | undefined, known: boolean, { table }: AlterTable): readonly Undo[] {
  if (!column || (!column.default && !known)) return [cannot(`the default that ${name} had is not known`)];
  const { default: expression } = column;
  if (!expression) return [node(nodes.alterTable(table, 'AT_ColumnDefault', name))];
  return [sql(quote => `ALTER TABLE ${written(table, quote)} ALTER COLUMN ${quote(name)} SET DEFAULT ${expression.text}`)];
}

/** The names that Postgres gave to the constraints without one, in order. */
function namesMade({ table, actions }: AlterTable, { before, after }: Place): readonly string[] {
  const written = new Set(actions.flatMap(it => it.kind === 'add-constraint' && it.constraint.name !== undefined ? [it.constraint.name] : []));
  const old = new Set(before.table(table)?.constraints.map(it => it.name) ?? []);
  return (after.table(table)?.constraints ?? []).map(it => it.name).filter(it => !old.has(it) && !written.has(it));
}

function unnamedBefore({ actions }: AlterTable, position: number): number {
  return actions.slice(0, position).filter(it => it.kind === 'add-constraint' && it.constraint.name === undefined).length;
}

const INTEGERS: readonly string[] = ['int2', 'int4', 'int8'];
const TEXTS: ReadonlySet<string> = new Set(['varchar', 'text']);

const ROW_SECURITY = {
  enable: 'AT_DisableRowSecurity',
  disable: 'AT_EnableRowSecurity',
  force: 'AT_NoForceRowSecurity',
  'no-force': 'AT_ForceRowSecurity',
} as const;
