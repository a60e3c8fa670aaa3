import { identifier } from '../../../sql/identifier.js';
import { argumentsOf, calledName, unknownCondition, type Arguments } from '../../python/arguments.js';
import type { Expression } from '../../python/node.js';
import { resolved, type Scope } from '../../python/scope.js';
import { quotedTable } from '../columns.js';
import { indexName } from '../names.js';
import { modelOf, sent, withModel, type At, type Operation, type Sent } from '../operation.js';
import type { Model } from '../state.js';

export const indexOperations: Readonly<Record<string, Operation>> = {
  AddIndex: { names: ['model_name', 'index'], run: (args, at) => addIndex(args, at, false) },
  AddIndexConcurrently: { names: ['model_name', 'index'], run: (args, at) => addIndex(args, at, true) },
  RemoveIndex: { names: ['model_name', 'name'], run: (args, at) => dropIndex(args, at, '') },
  RemoveIndexConcurrently: { names: ['model_name', 'name'], run: (args, at) => dropIndex(args, at, 'CONCURRENTLY ') },
  RenameIndex: { names: ['model_name', 'new_name', 'old_name', 'old_fields'], run: (args, at) => {
    const old = args.text('old_name');
    return old === undefined ? undefined : sent(at, [`ALTER INDEX ${identifier(old)} RENAME TO ${identifier(args.required('new_name'))}`]);
  } },
  AddConstraint: { names: ['model_name', 'constraint'], run: (args, at) => addConstraint(args, at, '') },
  AddConstraintNotValid: { names: ['model_name', 'constraint'], run: (args, at) => addConstraint(args, at, ' NOT VALID') },
  ValidateConstraint: { names: ['model_name', 'name'], run: (args, at) => {
    const model = modelOf(args, at);
    return model && sent(at, [`ALTER TABLE ${quotedTable(model.table)} VALIDATE CONSTRAINT ${identifier(args.required('name'))}`]);
  } },
  RemoveConstraint: { names: ['model_name', 'name'], run: (args, at) => {
    const model = modelOf(args, at);
    if (!model) return undefined;
    const name = args.required('name');
    const isIndex = model.constraints.get(name) === 'index';
    const constraints = new Map(model.constraints);
    constraints.delete(name);
    return sent(at, !model.managed ? [] : [isIndex ? `DROP INDEX IF EXISTS ${identifier(name)}` : `ALTER TABLE ${quotedTable(model.table)} DROP CONSTRAINT ${identifier(name)}`], withModel(at.state, { ...model, constraints }));
  } },
};

function addIndex(args: Arguments, at: At, concurrently: boolean): Sent | undefined {
  const model = modelOf(args, at);
  const written = args.value('index');
  const sql = model && written && indexIn(written, model, args.scope, concurrently);
  return sql && sent(at, model.managed ? sql : []);
}

function dropIndex(args: Arguments, at: At, concurrently: string): Sent {
  return sent(at, [`DROP INDEX ${concurrently}IF EXISTS ${identifier(args.required('name'))}`]);
}

/** `models.Index(fields=['-a', 'b'], name='i', condition=…)`, and those of `contrib.postgres`. */
export function indexIn(written: Expression, model: Model, scope: Scope, concurrently: boolean): readonly string[] | undefined {
  const call = resolved(written, scope);
  if (call.kind !== 'call' || !/Index$/.test(calledName(call))) return undefined;
  const args = argumentsOf(call, [], scope);
  const fields = args.texts('fields');
  if (!args.told()) return undefined;
  const columns = fields.map(it => it.replace(/^-/, '')).map(it => model.fields.get(it)?.column ?? it);
  // What an expression says is of no consequence for the lock.
  const parts = fields.length > 0 ? columns.map((it, i) => identifier(it) + (fields[i]!.startsWith('-') ? ' DESC' : '')) : args.rest.map((_, i) => `(${i + 1})`);
  if (parts.length === 0) return undefined;
  const using = { Index: '', GinIndex: 'USING gin ', GistIndex: 'USING gist ', BrinIndex: 'USING brin ', HashIndex: 'USING hash ', BTreeIndex: '', SpGistIndex: 'USING spgist ', BloomIndex: 'USING bloom ' }[calledName(call)] ?? '';
  const include = args.texts('include').map(it => identifier(model.fields.get(it)?.column ?? it));
  const name = args.text('name') ?? indexName(model.table, columns, '_idx');
  return [`CREATE INDEX ${concurrently ? 'CONCURRENTLY ' : ''}${identifier(name)} ON ${quotedTable(model.table)} ${using}(${parts.join(', ')})${include.length === 0 ? '' : ` INCLUDE (${include.join(', ')})`}${whereOf(args)}`];
}

function addConstraint(args: Arguments, at: At, end: string): Sent | undefined {
  const model = modelOf(args, at);
  const written = args.value('constraint');
  const found = model && written && constraintIn(written, model, args.scope);
  if (!model || !found) return undefined;
  const state = withModel(at.state, { ...model, constraints: new Map(model.constraints).set(found.name, found.kind) });
  return sent(at, model.managed ? [found.sql + end] : [], state);
}

/** A unique constraint with a condition or of expressions is an index to the database. */
export function constraintIn(written: Expression, model: Model, scope: Scope): { readonly name: string; readonly kind: 'constraint' | 'index'; readonly sql: string } | undefined {
  const call = resolved(written, scope);
  if (call.kind !== 'call') return undefined;
  const args = argumentsOf(call, [], scope);
  const name = args.required('name');
  const table = quotedTable(model.table);
  const add = `ALTER TABLE ${table} ADD CONSTRAINT ${identifier(name)}`;
  switch (calledName(call)) {
    case 'CheckConstraint':
      return args.told() ? { name, kind: 'constraint', sql: `${add} CHECK (${presenceIn(args.value('condition') ?? args.value('check'), model, scope) ?? 'true'})` } : undefined;
    case 'ExclusionConstraint':
      return args.told() ? { name, kind: 'constraint', sql: `${add} EXCLUDE USING gist (int4range(0, 1) WITH &&)` } : undefined;
    case 'UniqueConstraint': {
      const columns = args.texts('fields').map(it => identifier(model.fields.get(it)?.column ?? it));
      if (!args.told() || columns.length + args.rest.length === 0) return undefined;
      const isIndex = args.value('condition') !== undefined || columns.length === 0 || args.value('include') !== undefined || args.value('opclasses') !== undefined;
      if (isIndex) return { name, kind: 'index', sql: `CREATE UNIQUE INDEX ${identifier(name)} ON ${table} (${columns.length > 0 ? columns.join(', ') : args.rest.map((_, i) => `(${i + 1})`).join(', ')})${whereOf(args)}` };
      return { name, kind: 'constraint', sql: `${add} UNIQUE (${columns.join(', ')})${args.value('deferrable') ? ' DEFERRABLE INITIALLY DEFERRED' : ''}` };
    }
    default: return undefined;
  }
}

function whereOf(args: Arguments): string {
  const condition = args.value('condition');
  return condition ? ` WHERE ${unknownCondition(condition, args.scope)}` : '';
}

/** `Q(a__isnull=False)`, which makes the way to NOT NULL a short one; what other conditions say is of no consequence. */
function presenceIn(condition: Expression | undefined, { fields }: Model, scope: Scope): string | undefined {
  const call = condition && resolved(condition, scope);
  if (call?.kind !== 'call' || calledName(call) !== 'Q' || call.spread || call.positional.length > 0 || call.keywords.length === 0) return undefined;
  const columns = call.keywords.map(({ name, value }) => {
    const field = value.kind === 'name' && value.name === 'False' ? /^(\w+)__isnull$/.exec(name)?.[1] : undefined;
    return field === undefined ? undefined : fields.get(field)?.column;
  });
  return columns.every(it => it !== undefined) ? columns.map(it => `${identifier(it)} IS NOT NULL`).join(' AND ') : undefined;
}
