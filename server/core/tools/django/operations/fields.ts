import { identifier } from '../../../sql/identifier.js';
import type { Arguments } from '../../python/arguments.js';
import { collateSql, columnSql, foreignKey, foreignKeyName, indexesOf, likeIndex, quotedTable, references, throughTable } from '../columns.js';
import { fieldOf } from '../fields.js';
import { indexName } from '../names.js';
import { modelOf, sent, withModel, type At, type Operation, type Sent } from '../operation.js';
import { UNKNOWN, withField, withoutField, type Field, type Model } from '../state.js';

export const fieldOperations: Readonly<Record<string, Operation>> = {
  AddField: { names: ['model_name', 'name', 'field', 'preserve_default'], run: addField },
  RemoveField: { names: ['model_name', 'name'], run: removeField },
  AlterField: { names: ['model_name', 'name', 'field', 'preserve_default'], run: alterField },
  RenameField: { names: ['model_name', 'old_name', 'new_name'], run: renameField },
};

function written(args: Arguments, at: At, model: Model): Field | undefined {
  const value = args.value('field');
  return value && fieldOf(args.required('name'), value, { ...at, model: model.name, table: model.table, scope: args.scope });
}

function addField(args: Arguments, at: At): Sent | undefined {
  const model = modelOf(args, at);
  const field = model && written(args, at, model);
  if (!model || !field) return undefined;
  const name = args.required('name');
  const state = withModel(at.state, withField(model, name, field));
  if (!model.managed) return sent(at, [], state);
  if (field.through !== undefined) {
    const { now, deferred, quiet } = throughTable(state, model, field);
    return sent(at, now, state, deferred, quiet);
  }
  if (field.column === undefined || field.type === '') return sent(at, [], state);
  const table = quotedTable(model.table);
  const column = identifier(field.column);
  const key = field.relation?.constrained ? ` CONSTRAINT ${identifier(foreignKeyName(state, model.table, field.column, field.relation))} ${references(state, field.relation)}` : '';
  // The default is for the old rows; new ones get theirs from Django. What that breaks is told of the column.
  const quiet = field.filling === undefined || field.standing !== undefined ? [] : [`ALTER TABLE ${table} ALTER COLUMN ${column} DROP DEFAULT`];
  return sent(at, [`ALTER TABLE ${table} ADD COLUMN ${column} ${columnSql(field, field.filling)}${key}`], state, indexesOf(model.table, field), quiet);
}

function removeField(args: Arguments, at: At): Sent | undefined {
  const model = modelOf(args, at);
  const field = model?.fields.get(args.required('name'));
  if (!model || !field) return undefined;
  const state = withModel(at.state, withoutField(model, args.required('name')));
  if (!model.managed) return sent(at, [], state);
  if (field.through !== undefined) return sent(at, [`DROP TABLE ${quotedTable(field.through)} CASCADE`], state);
  return sent(at, field.column === undefined || field.type === '' ? [] : [`ALTER TABLE ${quotedTable(model.table)} DROP COLUMN ${identifier(field.column)} CASCADE`], state);
}

function renameField(args: Arguments, at: At): Sent | undefined {
  const model = modelOf(args, at);
  const [from, to] = [args.required('old_name'), args.required('new_name')];
  const field = model?.fields.get(from);
  if (!model || !field) return undefined;
  // A column that was named apart keeps its name.
  const column = field.column === from ? to : field.column === `${from}_id` && field.relation ? `${to}_id` : field.column;
  const fields = new Map([...model.fields].map(([name, it]) => (name === from ? [to, { ...it, ...(column !== undefined && { column }) }] as const : [name, it] as const)));
  const state = withModel(at.state, { ...model, fields });
  const renames = model.managed && column !== undefined && field.column !== undefined && column !== field.column;
  return sent(at, renames ? [`ALTER TABLE ${quotedTable(model.table)} RENAME COLUMN ${identifier(field.column)} TO ${identifier(column)}`] : [], state);
}

/** Only what the database sees; most alterations change none of it (5.2, `db/backends/base/schema.py`: `_alter_field`). */
function alterField(args: Arguments, at: At): Sent | undefined {
  const model = modelOf(args, at);
  const after = model && written(args, at, model);
  const name = args.required('name');
  const before = model?.fields.get(name);
  if (!model || !after) return undefined;
  const state = withModel(at.state, withField(model, name, after));
  // Of a field that is somebody's own nothing is known, neither before nor after.
  if (!model.managed || !before || before.type === '' || after.type === '' || before.column === undefined || after.column === undefined) return sent(at, [], state);
  const table = quotedTable(model.table);
  const column = identifier(after.column);
  const change = (what: string) => `ALTER TABLE ${table} ALTER COLUMN ${column} ${what}`;
  // Of a type of somebody's own nothing is claimed.
  const retyped = before.type !== after.type && before.type !== UNKNOWN && after.type !== UNKNOWN;
  const collated = before.collation !== after.collation && after.type !== UNKNOWN;
  const related = before.relation?.to !== after.relation?.to || before.relation?.constrained !== after.relation?.constrained;
  const rekeyed = (related || retyped) && before.relation?.constrained;
  const tightened = before.null && !after.null && !after.primaryKey;
  // `postgresql/schema.py`: another length keeps the index for `LIKE`, another type takes it away, and only a new index brings one.
  const gains = (!isKey(before) && isKey(after)) || (!before.indexed && !isKey(before) && after.indexed);
  const constraint = (suffix: string) => identifier(indexName(model.table, [after.column!], suffix));
  return sent(at, [
    ...(rekeyed ? [`SET CONSTRAINTS ALL IMMEDIATE`, `ALTER TABLE ${table} DROP CONSTRAINT ${identifier(foreignKeyName(at.state, model.table, before.column, before.relation!))}`] : []),
    ...(before.unique && !after.unique && !before.primaryKey ? [`ALTER TABLE ${table} DROP CONSTRAINT ${identifier(`${model.table}_${before.column}_key`)}`] : []),
    ...(isIndexed(before) && !isIndexed(after) ? [`DROP INDEX IF EXISTS ${constraint('')}`] : []),
    ...(before.check !== undefined && after.check === undefined ? [`ALTER TABLE ${table} DROP CONSTRAINT ${identifier(`${model.table}_${before.column}_check`)}`] : []),
    ...(before.column === after.column ? [] : [`ALTER TABLE ${table} RENAME COLUMN ${identifier(before.column)} TO ${column}`]),
    ...(retyped && !after.primaryKey ? [change(`TYPE ${plainType(after.type)}${collateSql(after.collation)} USING ${column}::${plainType(after.type)}`)] : []),
    ...(!retyped && collated ? [change(`TYPE ${plainType(after.type)}${collateSql(after.collation)}`)] : []),
    ...(retyped && after.primaryKey ? [change(`TYPE ${plainType(after.type)}`)] : []),
    ...(before.standing === after.standing ? [] : [change(after.standing === undefined ? 'DROP DEFAULT' : `SET DEFAULT ${after.standing}`)]),
    ...(tightened && after.filling !== undefined && after.standing === undefined
      ? [change(`SET DEFAULT ${after.filling}`), `UPDATE ${table} SET ${column} = ${after.filling} WHERE ${column} IS NULL`, 'SET CONSTRAINTS ALL IMMEDIATE'] : []),
    ...(tightened ? [change('SET NOT NULL')] : !before.null && after.null ? [change('DROP NOT NULL')] : []),
    ...(!before.unique && after.unique && !after.primaryKey ? [`ALTER TABLE ${table} ADD CONSTRAINT ${constraint('_uniq')} UNIQUE (${column})`] : []),
    ...(!isIndexed(before) && isIndexed(after) ? [`CREATE INDEX ${constraint('')} ON ${table} (${column})`] : []),
    ...(hasLike(before) && (!hasLike(after) || gains || (retyped && kindOf(before) !== kindOf(after))) ? [`DROP INDEX IF EXISTS ${identifier(indexName(model.table, [before.column], '_like'))}`] : []),
    ...(after.text && gains ? [likeIndex(model.table, after.column, after.type)] : []),
    ...(after.relation?.constrained && (related || rekeyed) ? foreignKey(state, model.table, after) : []),
    ...(before.check === undefined && after.check !== undefined ? [`ALTER TABLE ${table} ADD CONSTRAINT ${constraint('_check')} CHECK (${column} ${after.check})`] : []),
    ...(tightened && after.filling !== undefined && after.standing === undefined ? [change('DROP DEFAULT')] : []),
  ], state);
}

function isIndexed({ indexed, unique, primaryKey }: Field): boolean {
  return indexed && !unique && !primaryKey;
}

function isKey({ unique, primaryKey }: Field): boolean {
  return unique || primaryKey;
}

function kindOf({ type }: Field): string {
  return /^\w*/.exec(type)![0];
}

function hasLike({ text, indexed, unique, primaryKey }: Field): boolean {
  return text && (indexed || unique || primaryKey);
}

function plainType(type: string): string {
  return type.replace(/ GENERATED BY DEFAULT AS IDENTITY$/, '');
}
