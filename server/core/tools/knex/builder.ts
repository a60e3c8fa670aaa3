import { chainOf, type Link } from '../javascript/chain.js';
import { evaluate } from '../javascript/evaluate.js';
import type { Call } from '../javascript/node.js';
import { runFunction } from '../javascript/run.js';
import type { Scope } from '../javascript/scope.js';
import { isRecord, isSymbolic, UNKNOWN, type Value } from '../javascript/value.js';
import { isType, type Column } from './columns.js';

/** What was asked of a table's builder, in its order (3.3.0, `schema/tablebuilder.js`). */
export interface Asks {
  readonly columns: readonly (Column & { readonly call: Call })[];
  /** Indexes, keys, and what an altered table is told besides its columns. */
  readonly others: readonly Other[];
  readonly single: ReadonlyMap<string, Value>;
  /** Somebody else was handed the builder, or asked for what is not known. */
  readonly unknown: readonly Call[];
}

export interface Other {
  readonly method: string;
  readonly args: readonly Value[];
  readonly call: Call;
  readonly foreign?: Foreign;
}

export interface Foreign {
  readonly column: Value;
  readonly keyName: Value;
  readonly references: Value;
  readonly inTable: Value;
  readonly onUpdate: Value;
  readonly onDelete: Value;
  readonly deferrable: Value;
}

/** Runs through the function that a table's builder is handed to. */
export function asksOf(builds: Value): Asks | undefined {
  if (!isSymbolic(builds) || builds.kind !== 'function') return undefined;
  const columns: (Column & { readonly call: Call })[] = [];
  const others: Other[] = [];
  const single = new Map<string, Value>();
  const unknown: Call[] = [];
  const reader = {
    call(call: Call, scope: Scope): readonly never[] | undefined {
      const { root, links } = chainOf(call);
      if (!isTable(evaluate(root, scope))) {
        if (!call.args.some(it => it.kind === 'name' && isTable(evaluate(it, scope))) || isFunction(evaluate(call.callee, scope))) return undefined;
        unknown.push(call);
        return [];
      }
      take(links, scope, call);
      return [];
    },
  };
  for (const _ of runFunction(builds.node, [TABLE], builds.scope, reader)) void _;
  return { columns, others, single, unknown };

  function take(links: readonly Link[], scope: Scope, chain: Call): void {
    let column: { type: string; args: readonly Value[]; modifiers: Map<string, readonly Value[]>; alter: Column['alter']; call: Call } | undefined;
    let foreign: { -readonly [Key in keyof Foreign]: Value } | undefined;
    for (const { name, call } of links) {
      const args = call.args.map(it => evaluate(it, scope));
      if (foreign && FOREIGN.has(name)) refer(foreign, name, args);
      else if (column && name === 'references') {
        foreign = { column: column.args[0], keyName: undefined, references: undefined, inTable: undefined, onUpdate: undefined, onDelete: undefined, deferrable: undefined };
        refer(foreign, name, args);
        others.push({ method: 'foreign', args: [], call: chain, foreign });
      } else if (name === 'foreign') {
        foreign = { column: args[0], keyName: args[1], references: undefined, inTable: undefined, onUpdate: undefined, onDelete: undefined, deferrable: undefined };
        others.push({ method: 'foreign', args: [], call: chain, foreign });
      } else if (column && (name === 'index' || name === 'unique' || name === 'primary')) {
        if (!/increments$/i.test(column.type)) others.push({ method: name, args: [column.args[0], ...args], call: chain });
      } else if (column && modify(column, name, args)) continue;
      else if (!column && isType(name)) columns.push(column = { type: name, args, modifiers: new Map(), alter: undefined, call: chain });
      else if (name === 'timestamps') timestamps(args, chain);
      else if (name === 'dropTimestamps') others.push({ method: 'dropColumn', args: args[0] === true ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at'], call: chain });
      else if (name === 'comment' || name === 'inherits') single.set(name, args[0]);
      else if (OTHERS.has(name)) others.push({ method: name === 'dropColumns' ? 'dropColumn' : name, args, call: chain });
      else if (!SILENT.has(name)) unknown.push(call);
    }
  }

  function timestamps([first, ...rest]: readonly Value[], call: Call): void {
    const named = isRecord(first) ? (key: string) => first.entries.get(key) : undefined;
    const [useTimestamps, defaultToNow, camel] = named ? [named('useTimestamps'), named('defaultToNow'), named('useCamelCase')] : [first, ...rest];
    const modifiers = new Map<string, readonly Value[]>(defaultToNow === true ? [['nullable', [false]], ['defaultTo', [NOW]]] : []);
    for (const it of camel === true ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']) columns.push({ type: useTimestamps === true ? 'timestamp' : 'datetime', args: [it], modifiers, alter: undefined, call });
  }
}


/** Whatever the function calls it; `this` is the same. */
const TABLE: Value = { kind: 'name', name: 'this' };
const NOW: Value = { kind: 'called', callee: { kind: 'name', name: 'raw' }, args: ['CURRENT_TIMESTAMP'], node: { kind: 'call', span: { start: 0, end: 0 }, callee: { kind: 'name', span: { start: 0, end: 0 }, name: 'raw' }, args: [], inside: { start: 0, end: 0 }, makes: false } };

const OTHERS = new Set(['index', 'unique', 'primary', 'check', 'renameColumn', 'setNullable', 'dropNullable', 'dropColumn', 'dropColumns', 'dropChecks', 'dropPrimary', 'dropPrimaryIfExists', 'dropUnique', 'dropUniqueIfExists', 'dropIndex', 'dropForeign', 'dropForeignIfExists']);
const FOREIGN = new Set(['references', 'on', 'inTable', 'withKeyName', 'onUpdate', 'onDelete', 'deferrable']);
const MODIFIERS = new Set(['defaultTo', 'checkPositive', 'checkNegative', 'checkIn', 'checkNotIn', 'checkBetween', 'checkLength', 'checkRegex', 'comment']);

/** What PostgreSQL is not told of. */
const SILENT = new Set(['unsigned', 'first', 'after', 'collate', 'charset', 'engine', 'queryContext', 'drop', 'alterType', 'check', 'then']);

function isTable(value: Value): boolean {
  return isSymbolic(value) && value.kind === 'name' && value.name === 'this';
}

function isFunction(value: Value): boolean {
  return isSymbolic(value) && value.kind === 'function';
}

function refer(foreign: { -readonly [Key in keyof Foreign]: Value }, name: string, [value]: readonly Value[]): void {
  if (name === 'references') {
    const parts = typeof value === 'string' ? value.split('.') : [];
    if (parts.length > 1) [foreign.inTable, foreign.references] = parts;
    else foreign.references = value;
  } else if (name === 'on' || name === 'inTable') foreign.inTable = value;
  else if (name === 'withKeyName') foreign.keyName = value;
  else foreign[name as 'onUpdate' | 'onDelete' | 'deferrable'] = value;
}

function modify(column: { modifiers: Map<string, readonly Value[]>; alter: Column['alter'] }, name: string, args: readonly Value[]): boolean {
  const key = name === 'default' || name === 'defaultsTo' ? 'defaultTo' : name;
  if (MODIFIERS.has(key)) column.modifiers.set(key, args);
  else if (name === 'nullable' || name === 'notNullable' || name === 'notNull') column.modifiers.set('nullable', [name === 'nullable' ? args[0] : false]);
  else if (name === 'alter') {
    const [options] = args;
    const known = options === undefined || isRecord(options);
    const is = (key: string) => !isRecord(options) || options.entries.get(key) !== false;
    column.alter = { nullable: is('alterNullable'), type: is('alterType') };
    if (!known) column.modifiers.set('defaultTo', [UNKNOWN]);
  } else return false;
  return true;
}
