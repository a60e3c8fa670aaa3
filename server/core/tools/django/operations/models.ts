import { identifier } from '../../../sql/identifier.js';
import { calledName, type Arguments } from '../../python/arguments.js';
import type { Expression } from '../../python/node.js';
import { resolved, textIn, type Scope } from '../../python/scope.js';
import { columnSql, foreignKey, indexesOf, quotedTable, throughTable } from '../columns.js';
import { fieldOf } from '../fields.js';
import { indexName, tableName } from '../names.js';
import { modelOf, sent, withModel, type At, type Operation, type Sent } from '../operation.js';
import { keyOf, targetKey, type Field, type Model, type State } from '../state.js';
import { constraintIn, indexIn } from './indexes.js';

export const modelOperations: Readonly<Record<string, Operation>> = {
  CreateModel: { names: ['name', 'fields', 'options', 'bases', 'managers'], run: createModel },
  DeleteModel: { names: ['name'], run: (args, at) => {
    const model = modelOf(args, at, 'name');
    if (!model) return undefined;
    const links = [...model.fields.values()].flatMap(it => (it.through === undefined ? [] : [`DROP TABLE ${quotedTable(it.through)} CASCADE`]));
    return sent(at, model.managed ? [...links, `DROP TABLE ${quotedTable(model.table)} CASCADE`] : [], at.state.without(keyOf(model.app, model.name)));
  } },
  RenameModel: { names: ['old_name', 'new_name'], run: renameModel },
  AlterModelTable: { names: ['name', 'table'], run: (args, at) => {
    const model = modelOf(args, at, 'name');
    if (!model) return undefined;
    return renamed(at, model, { ...model, table: args.text('table') ?? tableName(model.app, model.name) });
  } },
  AlterUniqueTogether: { names: ['name', 'unique_together'], run: (args, at) => alterTogether(args, at, 'unique', 'unique_together') },
  AlterIndexTogether: { names: ['name', 'index_together'], run: (args, at) => alterTogether(args, at, 'index', 'index_together') },
  AlterOrderWithRespectTo: { names: ['name', 'order_with_respect_to'], run: (args, at) => {
    const model = modelOf(args, at, 'name');
    if (!model) return undefined;
    const table = quotedTable(model.table);
    return sent(at, args.text('order_with_respect_to') === undefined || !model.managed ? [] : [`ALTER TABLE ${table} ADD COLUMN "_order" integer DEFAULT 0 NOT NULL`, `ALTER TABLE ${table} ALTER COLUMN "_order" DROP DEFAULT`]);
  } },
  // What only Python sees, and what no table feels.
  AlterModelOptions: { names: [], run: (_, at) => sent(at, []) },
  AlterModelManagers: { names: [], run: (_, at) => sent(at, []) },
  AlterModelTableComment: { names: [], run: (_, at) => sent(at, []) },
  AlterConstraint: { names: [], run: (_, at) => sent(at, []) },
  CreateCollation: { names: [], run: (_, at) => sent(at, []) },
  RemoveCollation: { names: [], run: (_, at) => sent(at, []) },
};

function createModel(args: Arguments, at: At): Sent | undefined {
  const name = args.required('name').toLowerCase();
  const options = dictionary(args.value('options'), args.scope);
  const table = (options.get('db_table') && textIn(options.get('db_table')!, args.scope)?.text) ?? tableName(at.app, name);
  const isTrue = (key: string, value: string) => {
    const it = options.get(key);
    return it?.kind === 'name' && it.name === value;
  };
  const owner = { ...at, model: name, table, scope: args.scope };
  const written = args.value('fields');
  const items = written?.kind === 'list' || written?.kind === 'tuple' ? written.items : [];
  const base = isTrue('proxy', 'True') ? baseOf(args, at) : undefined;
  let model: Model = {
    app: at.app, name, table, ...(base !== undefined && { base }), managed: !isTrue('managed', 'False') && !isTrue('proxy', 'True') && !isTrue('abstract', 'True'),
    fields: new Map(), together: new Map(), constraints: new Map(),
  };
  for (const item of items) {
    const pair = resolved(item, args.scope);
    if (pair.kind !== 'tuple') continue;
    const [label, value] = pair.items;
    const field = label && textIn(label, args.scope)?.text;
    // A relation to itself needs the key that is among the fields before it.
    const made = field !== undefined && value ? fieldOf(field, value, { ...owner, state: withModel(at.state, model) }) : undefined;
    if (made) model = { ...model, fields: new Map(model.fields).set(field!, made) };
  }
  const together = new Map([...groups(options.get('unique_together'), args.scope).map(it => [it, 'unique'] as const), ...groups(options.get('index_together'), args.scope).map(it => [it, 'index'] as const)]);
  model = { ...model, together };
  const state = withModel(at.state, model);
  if (!model.managed) return sent(at, [], state);

  const fields = [...model.fields.values()].filter(it => it.column !== undefined && it.type !== '');
  const links = [...model.fields.values()].map(it => throughTable(state, model, it));
  const inner = { ...at, state };
  const indexes = listed(options.get('indexes'), args.scope).map(it => indexIn(it, model, args.scope, false));
  const constraints = listed(options.get('constraints'), args.scope).map(it => constraintIn(it, model, args.scope));
  const final = [...constraints.flatMap(it => (it ? [it] : []))].reduce((it, { name: called, kind }) => ({ ...it, constraints: new Map(it.constraints).set(called, kind) }), model);
  return sent(inner, [
    `CREATE TABLE ${quotedTable(table)} (${fields.map(it => `${identifier(it.column!)} ${columnSql(it, undefined)}`).join(', ')})`,
    ...links.flatMap(it => it.now),
  ], withModel(state, final), [
    ...[...together].flatMap(([group, kind]) => togetherSql(model, group, kind)),
    ...constraints.flatMap(it => (it ? [it.sql] : [])),
    ...fields.flatMap(it => foreignKey(state, table, it)),
    ...links.flatMap(it => it.deferred),
    ...indexes.flatMap(it => it ?? []),
  ], [...fields.flatMap(it => indexesOf(table, it)), ...links.flatMap(it => it.quiet)]);
}

/** `bases=('shop.customer',)`: a proxy has the table of another. */
function baseOf(args: Arguments, at: At): string | undefined {
  const [first] = listed(args.value('bases'), args.scope).flatMap(it => textIn(it, args.scope)?.text ?? []);
  return first === undefined ? undefined : targetKey(first, at.app, '');
}

function renameModel(args: Arguments, at: At): Sent | undefined {
  const old = at.state.get(keyOf(at.app, args.required('old_name')));
  if (!old) return undefined;
  const name = args.required('new_name').toLowerCase();
  const named = old.table === tableName(old.app, old.name);
  const model = { ...old, name, table: named ? tableName(old.app, name) : old.table };
  const [from, to] = [keyOf(old.app, old.name), keyOf(old.app, name)];
  let state: State = at.state.without(from);
  // Whoever pointed at it points at it still.
  for (const it of at.state.values()) {
    if (it === old || ![...it.fields.values()].some(field => field.relation?.to === from)) continue;
    state = withModel(state, { ...it, fields: pointed(it.fields, from, to) });
  }
  return renamed({ ...at, state }, old, { ...model, fields: pointed(model.fields, from, to) });
}

function pointed(fields: ReadonlyMap<string, Field>, from: string, to: string): ReadonlyMap<string, Field> {
  return new Map([...fields].map(([name, it]) => (it.relation?.to === from ? [name, { ...it, relation: { ...it.relation, to } }] as const : [name, it] as const)));
}

/** The tables of its many-to-many fields are named after it, and go with it. */
function renamed(at: At, from: Model, to: Model): Sent {
  const links = [...to.fields].flatMap(([name, it]) => (it.through === tableName(from.table, name) && from.table !== to.table ? [{ name, it, table: tableName(to.table, name) }] : []));
  const fields = links.reduce((all, { name, it, table }) => new Map(all).set(name, { ...it, through: table }), to.fields);
  const rename = (table: string, other: string) => `ALTER TABLE ${quotedTable(table)} RENAME TO ${quotedTable(other)}`;
  const now = from.managed && from.table !== to.table ? [rename(from.table, to.table), ...links.map(({ it, table }) => rename(it.through!, table))] : [];
  return sent(at, now, withModel(at.state, { ...to, fields }));
}

function alterTogether(args: Arguments, at: At, kind: 'unique' | 'index', name: string): Sent | undefined {
  const model = modelOf(args, at, 'name');
  if (!model) return undefined;
  const wanted = new Set(groups(args.value(name), args.scope));
  const had = [...model.together].filter(([, it]) => it === kind).map(([group]) => group);
  const together = new Map([...[...model.together].filter(([group, it]) => it !== kind || wanted.has(group)), ...[...wanted].map(it => [it, kind] as const)]);
  const state = withModel(at.state, { ...model, together });
  if (!model.managed) return sent(at, [], state);
  return sent(at, [
    ...had.filter(it => !wanted.has(it)).map(it => {
      const called = identifier(indexName(model.table, columnsOf(model, it), kind === 'unique' ? '_uniq' : '_idx'));
      return kind === 'unique' ? `ALTER TABLE ${quotedTable(model.table)} DROP CONSTRAINT ${called}` : `DROP INDEX IF EXISTS ${called}`;
    }),
    ...[...wanted].filter(it => !had.includes(it)).flatMap(it => togetherSql(model, it, kind)),
  ], state);
}

function togetherSql(model: Model, group: string, kind: 'unique' | 'index'): readonly string[] {
  const columns = columnsOf(model, group);
  const list = columns.map(identifier).join(', ');
  const table = quotedTable(model.table);
  return [kind === 'unique'
    ? `ALTER TABLE ${table} ADD CONSTRAINT ${identifier(indexName(model.table, columns, '_uniq'))} UNIQUE (${list})`
    : `CREATE INDEX ${identifier(indexName(model.table, columns, '_idx'))} ON ${table} (${list})`];
}

function columnsOf({ fields }: Model, group: string): readonly string[] {
  return group.split(' ').map(it => fields.get(it)?.column ?? it);
}

/** `{('a', 'b')}`, `[['a', 'b']]`, `('a', 'b')`, `set()`. */
function groups(value: Expression | undefined, scope: Scope): readonly string[] {
  const it = value && resolved(value, scope);
  if (it?.kind === 'call' && /^(?:set|frozenset)$/.test(calledName(it))) return groups(it.positional[0], scope);
  if (!it || (it.kind !== 'list' && it.kind !== 'tuple' && it.kind !== 'set')) return [];
  const texts = it.items.map(item => textIn(item, scope)?.text);
  if (texts.length > 0 && texts.every(item => item !== undefined)) return [texts.join(' ')];
  return it.items.flatMap(item => groups(item, scope));
}

function listed(value: Expression | undefined, scope: Scope): readonly Expression[] {
  const it = value && resolved(value, scope);
  return it?.kind === 'list' || it?.kind === 'tuple' ? it.items : [];
}

function dictionary(value: Expression | undefined, scope: Scope): ReadonlyMap<string, Expression> {
  if (value?.kind !== 'dict') return new Map();
  return new Map(value.entries.flatMap(({ key, value: it }) => {
    const name = textIn(key, scope)?.text;
    return name === undefined ? [] : [[name, resolved(it, scope)] as const];
  }));
}
