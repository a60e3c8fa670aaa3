import type { Migration } from '../../migrations/migration.js';
import { identifier } from '../../sql/identifier.js';
import { argumentsOf, calledName, isNone } from '../python/arguments.js';
import { executed } from '../python/execute.js';
import type { Call, Expression } from '../python/node.js';
import { withParameters } from '../python/parameters.js';
import { holdsOnPostgres, runFunction, type Reader } from '../python/run.js';
import { resolved, textIn, type Scope } from '../python/scope.js';
import { statementsOf } from '../python/statement.js';
import type { Project } from '../tool/project.js';
import type { Fragment, Translation } from '../tool/translation.js';
import { classScope, migrationIn, type MigrationClass } from './contents.js';
import { appOf } from './graph.js';
import type { At, Operation } from './operation.js';
import { fieldOperations } from './operations/fields.js';
import { indexOperations } from './operations/indexes.js';
import { modelOperations } from './operations/models.js';
import { safeForms } from './safe-forms.js';
import { noModels, type State } from './state.js';

const OPERATIONS: Readonly<Record<string, Operation>> = { ...modelOperations, ...fieldOperations, ...indexOperations };

/** What a migration sends on PostgreSQL. `known` are the models before it. */
export function translate(migration: Migration, known: unknown, project: Project): Translation {
  const before = (known as State | undefined) ?? noModels;
  const found = migrationIn(migration.up!, project);
  if (!found) return { up: [], down: [], comments: [], known: before };
  const { module } = found;
  const scope = classScope(module, found.body);
  const run = runner(found, { app: appOf(migration), state: before, project }, scope);
  for (const it of listed(found.operations?.value(), scope)) run.operation(it);
  return { up: run.fragments(), down: run.back(), comments: module.comments, known: run.state() };
}

interface Runner {
  operation(written: Expression): void;
  fragments(): readonly Fragment[];
  /** The SQL that is written to take it back. */
  back(): readonly Fragment[];
  state(): State;
}

function runner(found: MigrationClass, start: At, scope: Scope): Runner {
  const now: Fragment[] = [];
  const deferred: Fragment[] = [];
  const quiet: Fragment[] = [];
  const back: Fragment[] = [];
  let { state } = start;
  return { operation, fragments: () => [...now, ...deferred, ...quiet], back: () => back, state: () => state };

  function operation(written: Expression): void {
    const call = resolved(written, scope);
    if (call.kind !== 'call') {
      now.push({ sql: '', span: written.span, unknown: true });
      return;
    }
    const name = calledName(call);
    if (name === 'SeparateDatabaseAndState') separate(call);
    else if (name === 'RunSQL') sql(call);
    else if (name === 'RunPython') now.push(...python(call));
    else if (/Extension$/.test(name)) now.push({ sql: `CREATE EXTENSION IF NOT EXISTS ${identifier(extensionOf(call, name, scope))}`, span: call.span });
    else known(call, name);
  }

  function known(call: Call, name: string): void {
    const it = OPERATIONS[name];
    const args = it && argumentsOf(call, it.names, scope);
    const sent = args && it.run(args, { ...start, state });
    const { span } = call;
    if (!sent || !args.told()) {
      now.push({ sql: '', span, unknown: true });
      return;
    }
    ({ state } = sent);
    const forms = safeForms(name, call, found, start.app);
    const fragment = (it: string): Fragment => ({ sql: it, span, ...(forms && { safeForms: forms }) });
    now.push(...sent.now.map(fragment));
    deferred.push(...sent.deferred.map(fragment));
    quiet.push(...(sent.quiet ?? []).map((it): Fragment => ({ sql: it, span, unjudged: true })));
  }

  /** The database's operations see the models as they were; what stays of them, the others say. */
  function separate(call: Call): void {
    const args = argumentsOf(call, ['database_operations', 'state_operations'], scope);
    const own = state;
    for (const it of listed(args.value('database_operations'), scope)) operation(it);
    state = own;
    const sent = [now.length, deferred.length, quiet.length, back.length] as const;
    for (const it of listed(args.value('state_operations'), scope)) operation(it);
    [now.length, deferred.length, quiet.length, back.length] = sent;
  }

  function sql(call: Call): void {
    const args = argumentsOf(call, ['sql', 'reverse_sql', 'state_operations', 'hints', 'elidable'], scope);
    now.push(...texts(args.value('sql'), scope));
    back.push(...texts(args.value('reverse_sql'), scope));
    const sent = [now.length, deferred.length, quiet.length] as const;
    for (const it of listed(args.value('state_operations'), scope)) operation(it);
    [now.length, deferred.length, quiet.length] = sent;
  }

  /** Rows are its business; only what it says in SQL can change the schema. */
  function python(call: Call): readonly Fragment[] {
    const args = argumentsOf(call, ['code', 'reverse_code'], scope);
    const code = args.value('code');
    const functions = new Map(statementsOf(found.module, found.module.lines).flatMap(it => (it.kind === 'function' ? [[it.name, it] as const] : [])));
    const called = code?.kind === 'name' ? functions.get(code.name) : undefined;
    const reader: Reader<Fragment> = {
      * call(it, at, inline) {
        if (/^(?:execute|executemany)$/.test(calledName(it)) && (it.callee.kind === 'attribute' || (it.callee.kind === 'name' && it.callee.name.includes('.')))) yield* executed(it, at.scope, false);
        else yield* inline();
      },
      holds: test => holdsOnPostgres(test, found.module.text),
    };
    return called ? [...runFunction(found.module, functions, called, scope, reader)] : [];
  }
}

function listed(value: Expression | undefined, scope: Scope, depth = 0): readonly Expression[] {
  const it = value && resolved(value, scope);
  if (!it || depth > 5 || isNone(it)) return [];
  if (it.kind === 'sum') return it.parts.flatMap(part => listed(part, scope, depth + 1));
  // A list that is made by a call or a comprehension cannot be told.
  return it.kind === 'list' || it.kind === 'tuple' ? it.items : [it];
}

/** One text, or a list of texts and of texts with their parameters. */
function texts(value: Expression | undefined, scope: Scope): readonly Fragment[] {
  const it = value && resolved(value, scope);
  if (!it || (it.kind === 'name' && /\.noop$/.test(it.name))) return [];
  const whole = textIn(it, scope);
  if (whole) return whole.text.trim() === '' ? [] : [{ sql: whole.text, span: it.span, offsets: whole.offsets }];
  if (it.kind !== 'list' && it.kind !== 'tuple') return [{ sql: '', span: it.span, unknown: true }];
  return it.items.flatMap((item): readonly Fragment[] => {
    const one = resolved(item, scope);
    const [text, parameters] = one.kind === 'tuple' || one.kind === 'list' ? one.items : [one];
    const decoded = text && textIn(text, scope);
    if (!decoded) return [{ sql: '', span: one.span, unknown: true }];
    const { text: sql, offsets } = withParameters(decoded, parameters && !isNone(parameters) ? 'percent' : 'none');
    return sql.trim() === '' ? [] : [{ sql, span: text.span, offsets }];
  });
}

function extensionOf(call: Call, name: string, scope: Scope): string {
  const [given] = call.positional;
  const text = given && textIn(given, scope)?.text;
  return text ?? { HStoreExtension: 'hstore', TrigramExtension: 'pg_trgm', CITextExtension: 'citext', UnaccentExtension: 'unaccent', BtreeGinExtension: 'btree_gin', BtreeGistExtension: 'btree_gist', CryptoExtension: 'pgcrypto', BloomExtension: 'bloom' }[name] ?? 'plpgsql';
}
