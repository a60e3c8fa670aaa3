import type { Migration } from '../../migrations/migration.js';
import { calledName } from '../python/arguments.js';
import type { Call, Expression } from '../python/node.js';
import { holdsOnPostgres, runFunction, type Place, type Reader } from '../python/run.js';
import { resolved, scopeOf } from '../python/scope.js';
import type { Fragment, Translation } from '../tool/translation.js';
import { executed } from '../python/execute.js';
import { SILENT, statementsOf, type Batch } from './operations.js';
import { functionsOf, type Function, type Functions } from './revision.js';
import { safeForms } from './safe-forms.js';
import { typeOf } from './types.js';

/** What `upgrade()` and `downgrade()` send, as far as their text tells. */
export function translate({ up, down }: Migration): Translation {
  const { text } = (up ?? down)!;
  const { module, statements, byName } = functionsOf(text);
  const scope = scopeOf(module, statements);
  const aliases = new Set(statements.flatMap(it => (it.kind === 'imported' ? [...it.names].flatMap(([alias, name]) => (name === 'op' || name === 'alembic.op' ? [alias] : name === 'alembic' ? [`${alias}.op`] : [])) : [])));
  // Somebody may hand `op` on; the name is the same everywhere.
  aliases.add('op');
  const operations = new Map(statements.flatMap(it => (it.kind === 'imported' && it.from === 'alembic.op' ? [...it.names].map(([alias, name]) => [alias, name.slice(name.lastIndexOf('.') + 1)] as const) : [])));
  const reader: Reader<Fragment> = { call: (call, at, inline) => sent(call, at, inline, { objects: aliases, operations }, text), within: (item, at) => opened(item, at, text), holds: test => holdsOnPostgres(test, text) };
  const run = (name: string) => {
    const start = byName.get(name);
    return (start ? [start, ...ofEngines(start, byName, text)] : []).flatMap(it => [...runFunction(module, byName, it, scope, reader)]);
  };
  return { up: run('upgrade'), down: run('downgrade'), comments: module.comments, known: undefined };
}

/** Of an environment with several databases (template `multidb`): `upgrade(engine_name)` looks `upgrade_<engine>` up among the globals. */
function ofEngines({ name, body }: Function, byName: Functions['byName'], text: string): readonly Function[] {
  return body.some(({ span }) => /\bglobals\(\)|\beval\(/.test(text.slice(span.start, span.end))) ? [...byName.values()].filter(it => it.name.startsWith(`${name}_`)) : [];
}

/** How the file calls Alembic: `op` and its other names, and operations that it imports by theirs. */
interface Aliases {
  readonly objects: ReadonlySet<string>;
  readonly operations: ReadonlyMap<string, string>;
}

/** What a `with` opens. */
type State = { readonly kind: 'batch'; readonly alias: string; readonly table: Batch | undefined } | { readonly kind: 'autocommit' };

function* sent(call: Call, { scope, statement, states }: Place, inline: () => Iterable<Fragment>, { objects, operations }: Aliases, text: string): Iterable<Fragment> {
  const { callee, span } = call;
  const imported = callee.kind === 'name' ? operations.get(callee.name) : undefined;
  const name = imported ?? calledName(call);
  const object = imported !== undefined ? 'op' : callee.kind === 'name' && callee.name.includes('.') ? callee.name.slice(0, callee.name.lastIndexOf('.')) : undefined;
  const batch = (states as readonly State[]).find((it): it is Extract<State, { kind: 'batch' }> => it.kind === 'batch' && it.alias === object);
  if (/^(?:execute|exec_driver_sql|scalars?|executemany)$/.test(name) && callee.kind !== 'attribute' && object === undefined) return yield* inline();
  if (/^(?:execute|exec_driver_sql|scalars?|executemany)$/.test(name)) return yield* executed(call, scope, object !== undefined && objects.has(object));
  if (batch || (object !== undefined && objects.has(object))) {
    if (SILENT.has(name)) return;
    const sql = batch && !batch.table ? undefined : statementsOf(name, call, scope, batch?.table);
    if (!sql) return yield { sql: '', span, unknown: true };
    const forms = safeForms(name, call, statement, text, scope, { batch: batch !== undefined, autocommit: (states as readonly State[]).some(it => it.kind === 'autocommit') });
    return yield* sql.map((it): Fragment => ({ sql: it, span, ...(forms && { safeForms: forms }) }));
  }
  if ((name === 'create' || name === 'drop') && (object !== undefined || callee.kind === 'attribute')) return yield* ofType(call, name, { scope, statement, states });
  if (/^(?:create_all|drop_all)$/.test(name)) return yield { sql: '', span, unknown: true };
  yield* inline();
}

/** `sa.Enum('a', 'b', name='status').create(op.get_bind())`, and a table's own `create`. */
function* ofType(call: Call, way: 'create' | 'drop', { scope }: Place): Iterable<Fragment> {
  const { callee, span } = call;
  const owner: Expression | undefined = callee.kind === 'attribute' ? callee.of : callee.kind === 'name' && callee.name.includes('.')
    ? { kind: 'name', span: callee.span, name: callee.name.slice(0, callee.name.lastIndexOf('.')) } : undefined;
  const value = owner && resolved(owner, scope);
  if (value?.kind === 'call' && /^enum$/i.test(calledName(value))) {
    const type = typeOf(value, scope);
    if (type?.name !== 'Enum') return;
    const sure = call.keywords.some(it => it.name === 'checkfirst' && it.value.kind === 'name' && it.value.name === 'False');
    if (way === 'drop') yield { sql: `DROP TYPE ${sure ? '' : 'IF EXISTS '}${type.sql}`, span };
    else if (type.creates !== undefined) yield { sql: type.creates, span };
    else yield { sql: '', span, unknown: true };
    return;
  }
  const bind = call.keywords.find(it => it.name === 'bind')?.value ?? call.positional[0];
  if (bind && /bind|conn|engine/.test(scope.module.text.slice(bind.span.start, bind.span.end))) yield { sql: '', span, unknown: true };
}

function opened({ value, as }: { readonly value: Expression; readonly as?: string }, { scope, statement }: Place, text: string): ReturnType<NonNullable<Reader<Fragment>['within']>> {
  const call = resolved(value, scope);
  const head = { start: statement.span.start, end: value.span.end };
  const written = text.slice(value.span.start, value.span.end);
  if (call.kind === 'call' && calledName(call) === 'batch_alter_table') {
    const table = statementsOf('drop_table', { ...call, keywords: call.keywords.filter(it => it.name === 'schema' || it.name === 'table_name') }, scope, undefined);
    const [, schema, name] = /^DROP TABLE (?:"((?:[^"]|"")*)"\.)?"((?:[^"]|"")*)"$/.exec(table?.[0] ?? '') ?? [];
    const named = name === undefined ? undefined : { ...(schema !== undefined && { schema: schema.replaceAll('""', '"') }), name: name.replaceAll('""', '"') };
    return { before: [], after: [], state: { kind: 'batch', alias: as ?? '', table: named } satisfies State };
  }
  if (/\bautocommit_block\s*\(/.test(written) || /isolation_level\s*=\s*['"]AUTOCOMMIT['"]/.test(written)) {
    return { before: [{ sql: 'COMMIT', span: head, unjudged: true }], after: [{ sql: 'BEGIN', span: head, unjudged: true }], state: { kind: 'autocommit' } satisfies State };
  }
  return undefined;
}
