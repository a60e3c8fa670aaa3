import type { Migration } from '../../migrations/migration.js';
import type { Block, Call, Node } from '../ruby/node.js';
import { parseRuby } from '../ruby/parse.js';
import type { Project } from '../tool/project.js';
import type { Fragment, Translation } from '../tool/translation.js';
import { argumentsOf, createJoinTable, createTable } from './create-table.js';
import { bodiesOnPostgres } from './database.js';
import { executed, EXECUTES } from './execute.js';
import { migrationClass } from './migration-class.js';
import { camelize } from './names.js';
import type { Given } from './given.js';
import { keysOf } from './keys.js';
import type { Keys } from './keys.js';
import { ALIASES, OPERATIONS } from './operations.js';
import { changedRows } from './records.js';
import { safeForms } from './safe-forms.js';
import { isType } from './columns.js';

/** What `change`, `up` and `down` send, as far as their text tells. */
export function translate({ up, down, name, version }: Migration, project: Project): Translation {
  const { text } = (up ?? down)!;
  const ruby = parseRuby(text);
  const found = migrationClass(ruby, camelize(name, project));
  if (!found) return { up: [], down: [], comments: ruby.comments, known: undefined };
  const methods = new Map(found.body.flatMap(it => (it.kind === 'method' ? [[it.name, it.body] as const] : [])));
  const values = new Map(found.body.flatMap(it => (it.kind === 'assignment' ? [[it.name, it.value] as const] : [])));
  let steps = MOST_STEPS;
  // Without brackets it is read as the oldest that Rails still knows.
  const place: Place = { text, release: Number(found.release ?? 4.2), keys: keysOf(project, version), methods, values, direction: 'up', unjudged: false, depth: 0, goesOn: () => steps-- > 0, head: headEnd(text, found.span.start) };
  return {
    up: [...run(methods.get('change') ?? methods.get('up') ?? [], place)],
    down: [...run(methods.get('down') ?? [], { ...place, direction: 'down' })],
    comments: ruby.comments, known: undefined,
  };
}

export interface Place {
  /** The file. */
  readonly text: string;
  readonly release: number;
  readonly keys: Keys;
  readonly methods: ReadonlyMap<string, readonly Node[]>;
  readonly values: ReadonlyMap<string, Node>;
  readonly direction: 'up' | 'down';
  /** Inside `safety_assured`: somebody has thought of it. */
  readonly unjudged: boolean;
  readonly depth: number;
  /** Whether another call may be followed: methods that call each other, and loops in loops, could go on for ever. */
  readonly goesOn: () => boolean;
  /** Behind the line that opens the class. */
  readonly head: number;
  /** Of a `change_table` block: its variable, and the table. */
  readonly table?: { readonly variable: string; readonly name: Node };
  /** Of a `reversible` block: the variable whose `up` and `down` take one way. */
  readonly ways?: string;
}

function* run(body: readonly Node[], place: Place): Iterable<Fragment> {
  let values = place.values;
  for (const node of body) {
    const here = values === place.values ? place : { ...place, values };
    switch (node.kind) {
      case 'assignment':
        values = new Map(values).set(node.name, node.value);
        yield* run([node.value], here);
        break;
      case 'branch':
        for (const it of bodiesOnPostgres(node, place.text)) yield* run(it, here);
        break;
      case 'other':
        yield* run(node.inside, here);
        break;
      case 'call':
        yield* ofCall(node, here);
        break;
      default:
        break;
    }
  }
}

function* ofCall(call: Call, place: Place): Iterable<Fragment> {
  const { name, block, receiver } = call;
  if (place.depth > 10 || !place.goesOn()) return;
  if (EXECUTES.test(name) && (receiver === undefined || isConnection(receiver))) return yield* executed(call, place);
  if (receiver && !isConnection(receiver)) return yield* onReceiver(call, receiver, place);

  switch (name) {
    case 'reversible':
      return yield* run(block?.body ?? [], { ...place, ways: block?.parameters[0] ?? 'it' });
    case 'up_only':
      if (place.direction === 'up') yield* run(block?.body ?? [], place);
      return;
    case 'safety_assured':
      return yield* run(block?.body ?? [], { ...place, unjudged: true });
    case 'change_table': {
      const [table] = call.args;
      if (block && table) yield* run(block.body, { ...place, table: { variable: block.parameters[0] ?? '', name: table } });
      return;
    }
    case 'revert':
      return yield unknownAt(call);
  }
  const own = place.methods.get(name);
  if (own) {
    yield* run(own, { ...place, depth: place.depth + 1 });
    // Wherever it yields to it.
    if (block) yield* run(block.body, place);
    return;
  }
  const given = givenOf(call, place);
  if (name === 'create_table') return yield* sent(call, createTable(given, block), place);
  if (name === 'create_join_table') return yield* sent(call, createJoinTable(given, block), place);
  const operation = OPERATIONS[ALIASES[name] ?? name];
  if (operation) return yield* sent(call, operation(given), place);
  if (block) return yield* run(block.body, place);
  if (call.args.length > 0 && !HARMLESS.test(name)) yield unknownAt(call);
}

/** `t.string` in a `change_table`, `TABLES.each`, a model's call. */
function* onReceiver(call: Call, receiver: Node, place: Place): Iterable<Fragment> {
  const { name, block } = call;
  if (place.table && receiver.kind === 'call' && receiver.name === place.table.variable) return yield* inTable(call, place, place.table.name);
  if ((name === 'up' || name === 'down') && receiver.kind === 'call' && receiver.name === place.ways) {
    if (name === place.direction) yield* run(block?.body ?? [], place);
    return;
  }
  if (block && (name === 'each' || name === 'each_with_index' || name === 'map')) {
    const list = valueOf(receiver, place);
    if (list?.kind === 'array' && list.items.length <= MOST_TURNS) {
      for (const item of list.items) yield* run(block.body, { ...place, values: bound(block, item, place.values) });
      return;
    }
  }
  const rows = changedRows(call, place.text);
  if (rows !== undefined) return yield* sent(call, [rows], place);
  yield* run([receiver], place);
  if (block) yield* run(block.body, place);
}

function* inTable(call: Call, place: Place, table: Node): Iterable<Fragment> {
  const { positional, more } = argumentsOf(call);
  const as = (name: string, ...args: readonly Node[]): Call => ({ ...call, name, args: [table, ...args, ...(more ? [more] : [])] });
  const inner: Call[] = isType(call.name)
    ? positional.map(it => as('add_column', it, { kind: 'symbol', span: call.span, name: call.name }))
    : call.name === 'references' || call.name === 'belongs_to' ? positional.map(it => as('add_reference', it))
      : call.name === 'remove_references' || call.name === 'remove_belongs_to' ? positional.map(it => as('remove_reference', it))
        : call.name === 'remove' ? positional.map(it => as('remove_column', it))
          : IN_TABLE[call.name] !== undefined ? [as(IN_TABLE[call.name]!, ...positional)] : [];
  for (const { name, args } of inner) {
    const made = { ...call, name, args };
    yield* sent(made, OPERATIONS[name]!(givenOf(made, place)), place);
  }
}

const IN_TABLE: Readonly<Record<string, string>> = {
  column: 'add_column', rename: 'rename_column', change: 'change_column', change_default: 'change_column_default', change_null: 'change_column_null',
  index: 'add_index', remove_index: 'remove_index', rename_index: 'rename_index', timestamps: 'add_timestamps', remove_timestamps: 'remove_timestamps',
  foreign_key: 'add_foreign_key', remove_foreign_key: 'remove_foreign_key', check_constraint: 'add_check_constraint', remove_check_constraint: 'remove_check_constraint',
  unique_constraint: 'add_unique_constraint', exclusion_constraint: 'add_exclusion_constraint',
};

function* sent(call: Call, statements: readonly string[] | undefined, { unjudged, text, head }: Place): Iterable<Fragment> {
  if (!statements) return yield unknownAt(call);
  const forms = safeForms(call, text, head);
  // A block is not underlined with the call that it belongs to.
  const span = call.block ? { start: call.span.start, end: call.argsEnd } : call.span;
  for (const sql of statements) yield { sql, span, ...(forms && { safeForms: forms }), ...(unjudged && { unjudged }) };
}

function givenOf(call: Call, { release, keys, values }: Place): Given {
  const { positional, more } = argumentsOf(call);
  const known = (node: Node): Node => valueOf(node, { values }) ?? node;
  return { positional: positional.map(known), options: more && { ...more, pairs: more.pairs.map(it => ({ ...it, value: known(it.value) })) }, release, keys };
}

/** What a constant or a variable stands for. */
function valueOf(node: Node, { values }: Pick<Place, 'values'>): Node | undefined {
  let at: Node | undefined = node;
  for (let i = 0; i < 5 && at; i++) {
    if (at.kind === 'constant') at = values.get(at.name);
    else if (at.kind === 'call' && !at.receiver && at.args.length === 0 && values.has(at.name)) at = values.get(at.name);
    else if (at.kind === 'call' && at.receiver && /^(?:freeze|to_sym|to_s|squish|strip|strip_heredoc|chomp|dup|html_safe)$/.test(at.name)) at = at.receiver;
    else return at;
  }
  return at;
}

function bound({ parameters: [parameter] }: Block, item: Node, values: ReadonlyMap<string, Node>): ReadonlyMap<string, Node> {
  return parameter === undefined ? values : new Map(values).set(parameter, item);
}

const MOST_TURNS = 200;
/** Of one migration, in both directions. */
const MOST_STEPS = 5_000;

/** `connection`, `ActiveRecord::Base.connection`, `self`. */
export function isConnection(receiver: Node): boolean {
  return receiver.kind === 'self' || (receiver.kind === 'call' && /^(?:connection|lease_connection)$/.test(receiver.name));
}

/** What does nothing to a schema, as far as its name tells. */
const HARMLESS = /^(?:puts|p|pp|print|say|say_with_time|raise|sleep|require|require_relative|include|extend|set_lock_timeout|disable_statement_timeout|quote\w*|attr_\w+|private|public|delegate|announce|warn|fail|loop|lambda|proc|Integer|format|sprintf|\w+\?)$/;

function unknownAt({ span }: Call): Fragment {
  return { sql: '', span, unknown: true };
}

function headEnd(text: string, start: number): number {
  const line = text.indexOf('\n', start);
  return line < 0 ? text.length : line + 1;
}

