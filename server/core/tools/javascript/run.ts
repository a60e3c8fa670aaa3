import { evaluate, MOST_TURNS } from './evaluate.js';
import type { Call, Function, Node, Statement } from './node.js';
import { bound, parametersFor, scopeOf, withNames, type Scope } from './scope.js';
import { isList, isSymbolic, nodesOf, truth, UNKNOWN, type Value } from './value.js';

/** What a reader of a function does with the calls that it comes to, in the order in which they would be made. */
export interface Reader<Out> {
  /**
   * `undefined` where it is none of its own: then what is in it is read. `asValue`: it is a value of an object, or is handed to
   * another call, as `knex.raw` in `insert({ at: knex.raw('now()') })`. `inside` reads what is in it.
   */
  call(call: Call, scope: Scope, asValue: boolean, inside: () => Iterable<Out>): Iterable<Out> | undefined;
  /** Whether a condition holds on PostgreSQL; `undefined` where it may or may not. */
  holds?(test: Node): boolean | undefined;
}

/** Loops over lists that are written out are run through; what may or may not run is read once. */
export function* runFunction<Out>(start: Function, values: readonly Value[], outer: Scope, reader: Reader<Out>): Iterable<Out> {
  let budget = MOST_STEPS;
  yield* body(start, values, outer, 0);

  function* body({ parameters, body }: Function, given: readonly Value[], scope: Scope, depth: number): Iterable<Out> {
    if (depth <= DEEPEST) yield* block(body, scopeOf(body, withNames(scope, parametersFor(parameters, given, scope))), depth);
  }

  /** Gives back whether the function has been left for certain. */
  function* block(statements: readonly Statement[], scope: Scope, depth: number): Generator<Out, boolean> {
    for (const statement of statements) {
      if (budget-- <= 0) return true;
      switch (statement.kind) {
        case 'declaration':
          if (statement.value && statement.value.kind !== 'function' && statement.value.kind !== 'class') yield* walk(statement.value, scope, depth);
          break;
        case 'expression':
          yield* walk(statement.value, scope, depth);
          break;
        case 'leaving':
          if (statement.value) yield* walk(statement.value, scope, depth);
          // A `break` may only end a `case`.
          if (statement.word === 'return' || statement.word === 'throw') return true;
          break;
        case 'if': {
          const holds = reader.holds?.(statement.test) ?? truth(evaluate(statement.test, scope));
          if (holds === undefined) yield* walk(statement.test, scope, depth);
          const left = holds === false ? false : yield* block(statement.yes, scope, depth);
          const leftOtherwise = holds === true ? false : yield* block(statement.no, scope, depth);
          if (holds === true ? left : holds === false ? leftOtherwise : left && leftOtherwise) return true;
          break;
        }
        case 'loop': {
          for (const it of statement.head) yield* walk(it, scope, depth);
          if (statement.over) yield* walk(statement.over, scope, depth);
          for (const it of statement.over ? turnsOf(evaluate(statement.over, scope)) : [UNKNOWN]) {
            const names = new Map(statement.bindings.map(binding => [binding.name, bound(binding, it, scope)]));
            yield* block(statement.body, scopeOf(statement.body, withNames(scope, names)), depth);
          }
          break;
        }
        case 'block':
          for (const it of statement.bodies) if (yield* block(it, scope, depth)) return true;
          break;
      }
    }
    return false;
  }

  function* walk(node: Node, scope: Scope, depth: number, asValue = false): Iterable<Out> {
    if (budget-- <= 0) return;
    if (node.kind === 'call') return yield* ofCall(node, scope, depth, asValue);
    if (node.kind === 'choice' || node.kind === 'operation') {
      const taken = node.kind === 'choice' ? reader.holds?.(node.test) ?? truth(evaluate(node.test, scope)) : undefined;
      if (node.kind === 'choice' && taken !== undefined) return yield* walk(taken ? node.yes : node.no, scope, depth, asValue);
    }
    for (const it of nodesOf(node)) yield* walk(it, scope, depth, asValue || node.kind === 'dictionary');
  }

  function* ofCall(call: Call, scope: Scope, depth: number, asValue: boolean): Iterable<Out> {
    const read = reader.call(call, scope, asValue, () => within(call, scope, depth));
    yield* read ?? within(call, scope, depth);
  }

  function* within({ callee, args }: Call, scope: Scope, depth: number): Iterable<Out> {
    const called = evaluate(callee, scope);
    if (callee.kind === 'function') yield* body(callee, args.map(it => evaluate(it, scope)), scope, depth + 1);
    else if (callee.kind === 'member') yield* walk(callee.of, scope, depth);
    for (const it of args) {
      const value = it.kind === 'function' || it.kind === 'name' ? evaluate(it, scope) : undefined;
      // `Promise.all([…])` waits for statements.
      if (!isFunction(value)) yield* walk(it, scope, depth, it.kind !== 'array');
      else for (const given of turnsFor(callee, scope)) yield* body(value.node, given, value.scope, depth + 1);
    }
    if (callee.kind !== 'function' && isFunction(called)) yield* body(called.node, args.map(it => evaluate(it, scope)), called.scope, depth + 1);
  }

  /** What a function that is handed on is called with, each time. */
  function turnsFor(callee: Node, scope: Scope): readonly (readonly Value[])[] {
    if (callee.kind !== 'member' || !/^(?:forEach|map|flatMap|each|mapSeries|eachSeries|reduce)$/.test(callee.name)) return [[]];
    const list = evaluate(callee.of, scope);
    if (!isList(list) || list.length > MOST_TURNS) return [[]];
    return callee.name === 'reduce' ? list.map((it, i) => [UNKNOWN, it, i]) : list.map((it, i) => [it, i]);
  }
}

const MOST_STEPS = 20_000;
const DEEPEST = 12;

function turnsOf(over: Value): readonly Value[] {
  return isList(over) && over.length <= MOST_TURNS ? over : [UNKNOWN];
}

function isFunction(value: Value): value is Extract<Value, { readonly kind: 'function' }> {
  return isSymbolic(value) && value.kind === 'function';
}

