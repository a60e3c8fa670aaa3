import type { Call, Expression } from './node.js';
import type { Module } from './lines.js';
import { resolved, scopeOf, withNames, type Scope } from './scope.js';
import { statementsOf, type Statement } from './statement.js';
import { callsIn } from './walk.js';

/** What a reader of a function does with the calls that he comes to, in the order in which they would be made. */
export interface Reader<Out> {
  /** `inline` goes on inside a function of the same file. */
  call(call: Call, at: Place, inline: () => Iterable<Out>): Iterable<Out>;
  /** What an item of a `with` makes of its body. */
  within?(item: { readonly value: Expression; readonly as?: string }, at: Place): { readonly before: readonly Out[]; readonly after: readonly Out[]; readonly state?: unknown } | undefined;
  /** Whether a condition holds on PostgreSQL; `undefined` where it may or may not. */
  holds?(test: Expression, at: Place): boolean | undefined;
}

export interface Place {
  readonly scope: Scope;
  /** The statement that the call is in. */
  readonly statement: Statement;
  /** What `within` has given, innermost first. */
  readonly states: readonly unknown[];
}

type Function = Extract<Statement, { kind: 'function' }>;

/** Loops over lists that are written out are run through; of other loops the body is read once. */
export function* runFunction<Out>(module: Module, functions: ReadonlyMap<string, Function>, start: Function, outer: Scope, reader: Reader<Out>): Iterable<Out> {
  let budget = MOST_STEPS;
  yield* body(start, [], outer, [], 0);

  function* body(called: Function, values: readonly (readonly [string, Expression | undefined])[], scope: Scope, states: readonly unknown[], depth: number): Iterable<Out> {
    const statements = statementsOf(module, called.body);
    const inner = scopeOf(module, everyStatement(module, statements), withNames(outer, new Map([...called.parameters.map(it => [it, undefined] as const), ...values])));
    yield* block(statements, inner, states, depth);
  }

  /** Gives back whether the function has been left for certain. */
  function* block(statements: readonly Statement[], scope: Scope, states: readonly unknown[], depth: number): Generator<Out, boolean> {
    /** Of an `if` and its branches: whether one has been taken for certain. */
    let taken = false;
    for (const statement of statements) {
      if (budget-- <= 0) return true;
      const place: Place = { scope, statement, states };
      switch (statement.kind) {
        case 'assignment':
        case 'expression':
          yield* calls(statement.value, place, depth);
          break;
        case 'leaving':
          if (statement.value) yield* calls(statement.value, place, depth);
          return true;
        case 'if': {
          if (statement.word !== 'elif') taken = false;
          if (taken) break;
          const holds = reader.holds?.(statement.test, place);
          if (holds !== true && holds !== false) yield* calls(statement.test, place, depth);
          if (holds === false) break;
          const left = yield* block(statementsOf(module, statement.body), scope, states, depth);
          if (holds === true && statement.word !== 'while') {
            taken = true;
            if (left) return true;
          }
          break;
        }
        case 'block':
          // A handler is for what goes wrong.
          if (statement.word === 'except' || ((statement.word === 'else') && taken)) break;
          if ((yield* block(statementsOf(module, statement.body), scope, states, depth)) && statement.word === 'try') return true;
          break;
        case 'with': {
          const opened = statement.items.map(it => reader.within?.(it, place));
          for (const [i, it] of statement.items.entries()) if (!opened[i]) yield* calls(it.value, place, depth);
          for (const it of opened) if (it) yield* it.before;
          const given = opened.flatMap(it => (it?.state === undefined ? [] : [it.state]));
          const left = yield* block(statementsOf(module, statement.body), scope, [...given.reverse(), ...states], depth);
          for (const it of opened.toReversed()) if (it) yield* it.after;
          if (left) return true;
          break;
        }
        case 'for':
          for (const values of turns(statement, scope)) yield* block(statementsOf(module, statement.body), withNames(scope, values), states, depth);
          break;
        case 'function': case 'class': case 'imported': case 'other':
          break;
      }
      if (statement.kind !== 'if' && !(statement.kind === 'block' && statement.word === 'else')) taken = false;
    }
    return false;
  }

  function* calls(expression: Expression, place: Place, depth: number): Iterable<Out> {
    for (const call of callsIn(expression)) {
      const name = call.callee.kind === 'name' ? call.callee.name : undefined;
      const called = name === undefined ? undefined : functions.get(name);
      yield* reader.call(call, place, function* () {
        if (!called || depth >= DEEPEST) return;
        const given = call.positional.map((it, i) => [called.parameters[i] ?? '', resolved(it, place.scope)] as const);
        yield* body(called, [...given, ...call.keywords.map(it => [it.name, resolved(it.value, place.scope)] as const)], place.scope, place.states, depth + 1);
      });
    }
  }
}

const MOST_STEPS = 5000;
const DEEPEST = 6;

/** The values of a loop's names, turn by turn. */
function turns({ target, over }: Extract<Statement, { kind: 'for' }>, scope: Scope): readonly ReadonlyMap<string, Expression | undefined>[] {
  const names = namesOf(target);
  const list = resolved(over, scope);
  const nothing = new Map<string, undefined>(names.map(it => [it, undefined]));
  if (list.kind !== 'list' && list.kind !== 'tuple' && list.kind !== 'set') return [nothing];
  return list.items.slice(0, MOST_TURNS).map(it => {
    if (target.kind === 'name') return new Map([[target.name, resolved(it, scope)]]);
    const parts = resolved(it, scope);
    return parts.kind === 'tuple' || parts.kind === 'list' ? new Map(names.map((name, i) => [name, parts.items[i]] as const)) : nothing;
  });
}

const MOST_TURNS = 200;

function namesOf(target: Expression): readonly string[] {
  if (target.kind === 'name') return [target.name];
  return target.kind === 'tuple' || target.kind === 'list' ? target.items.flatMap(namesOf) : [];
}

/** With those in the suites below, save in functions of their own. */
function everyStatement(module: Module, statements: readonly Statement[]): readonly Statement[] {
  return statements.flatMap((it): readonly Statement[] => (it.kind === 'with' || it.kind === 'if' || it.kind === 'for' || it.kind === 'block' ? [it, ...everyStatement(module, statementsOf(module, it.body))] : [it]));
}

/** Conditions on the database's kind (`dialect.name == 'sqlite'`, `is_postgres()`, `engine != MYSQL_ENGINE`); whatever else is asked may be so or not. */
export function holdsOnPostgres(test: Expression, text: string): boolean | undefined {
  const written = text.slice(test.span.start, test.span.end);
  if (/\b(?:and|or)\b/.test(written)) return undefined;
  // One of a list.
  if (/\bin\b/.test(written) && /[[({][^\])}]*(["'])postgres(?:ql)?\1/i.test(written)) return !/\bnot\b/.test(written);
  const ours = /(["'])postgres(?:ql)?\1/i.test(written) || isNamed(written, 'postgres(?:ql)?|pg');
  const other = /(["'])(?:sqlite|mysql|mariadb|mssql|oracle|cockroachdb)\1/i.test(written) || isNamed(written, 'sqlite|mysql|mariadb|mssql|oracle');
  return ours === other ? undefined : ours !== /!=|\bnot\b/.test(written);
}

function isNamed(written: string, kinds: string): boolean {
  return new RegExp(`(?<!["'\\w])_?(?:is_?)?(?:${kinds})(?:_?(?:engine|dialect|backend))?\\b(?!["'])`, 'i').test(written);
}
