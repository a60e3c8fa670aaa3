import type { Name } from './identifier.js';
import type { Script } from './script.js';
import type { Statement } from './statement.js';
import type { ObjectKind } from './statement/names.js';
import type { AlterAction } from './statement/tables.js';
import { startNotes } from './traces/notes.js';
import type { Notes } from './traces/notes.js';

/** Something in the catalogue of a server that is otherwise after a script than it was before. */
export interface Trace extends Traced {
  readonly after: Presence;
  /** Absent where it may have been the same: `IF NOT EXISTS`. Then only its lack proves anything. */
  readonly before?: Presence;
}

export interface Traced {
  readonly kind: TracedKind;
  /** The relation or type that it belongs to; the schema is absent where none was written. */
  readonly of?: Name;
  readonly name: string;
  /** Of what belongs to no other. */
  readonly schema?: string;
  /** What a person calls a relation: `index`. */
  readonly noun?: string;
}

export type TracedKind =
  | 'relation' | 'type' | 'function' | 'schema' | 'extension'
  | 'column' | 'not null' | 'constraint' | 'valid constraint' | 'trigger' | 'policy' | 'value';

export type Presence = 'there' | 'gone';

/** What a server said of a trace: an index whose concurrent build has failed is there, and of no use. */
export type Found = Presence | 'invalid';

/** What the traces prove about the script. `partly`: neither all of it is in the database, nor none; `untold`: nothing. */
export type Proof = 'done' | 'undone' | 'partly' | 'untold';

/** What can be seen of a script. */
export interface Traces {
  /** Its net effect, as far as names tell it: what it makes and removes again leaves none. */
  readonly traces: readonly Trace[];
  /** It does more than that: rows, grants, what nobody can tell. */
  readonly blind: boolean;
}

export function tracesOf(script: Script): Traces {
  const notes = startNotes();
  let hidden = false;
  let blind = false;
  for (const piece of script.pieces) {
    if (piece.kind !== 'statement') {
      blind ||= piece.kind !== 'psql';
      continue;
    }
    const { statement } = piece;
    // What was undone on the way cannot be told from what was not.
    if (statement.kind === 'transaction' && (statement.action === 'rollback' || statement.action === 'rollback-to')) return { traces: [], blind: true };
    if (movesNames(statement)) hidden = true;
    const inner = plainly(statement);
    blind ||= inner === undefined;
    for (const it of inner ?? []) {
      const told = (!hidden || isQualified(it)) && note(it, notes);
      blind ||= !told && !IDLE.has(it.kind) && !(it.kind === 'select' && it.calls.length === 0 && it.writes === undefined) && !movesNames(it);
    }
  }
  return { traces: notes.traces(), blind };
}

/** They change nothing that stays. */
const IDLE: ReadonlySet<Statement['kind']> = new Set(['transaction', 'set', 'lock-table', 'analyze', 'vacuum', 'refresh-materialized-view', 'reindex']);

/** `found` in the order of `traces`. */
export function proofOf(traces: readonly Trace[], found: readonly Found[]): Proof {
  const done = traces.filter((it, i) => found[i] === it.after);
  if (traces.length === 0) return 'untold';
  if (found.includes('invalid')) return 'partly';
  if (done.length === traces.length) return done.some(it => it.before !== undefined) ? 'done' : 'untold';
  return done.some(it => it.before !== undefined) ? 'partly' : 'undone';
}

/** What it runs, once and for certain; `undefined` where there may be more. */
function plainly(statement: Statement): readonly Statement[] | undefined {
  if (statement.kind === 'create-schema') return [statement, ...statement.elements.map(it => inSchema(it, statement.name.name))];
  if (statement.kind !== 'do') return [statement];
  const inner = (statement.inner ?? []).map(it => (it.kind === 'statement' && it.certain ? plainly(it.statement) : undefined));
  return statement.inner === undefined || inner.includes(undefined) ? undefined : inner.flatMap(it => it!);
}

function inSchema(statement: Statement, schema: string): Statement {
  switch (statement.kind) {
    case 'create-table': return { ...statement, table: { schema, ...statement.table } };
    case 'create-view': return { ...statement, view: { schema, ...statement.view } };
    default: return statement;
  }
}

/** From here on a name without a schema leads elsewhere than at the script's beginning. */
function movesNames(statement: Statement): boolean {
  return (statement.kind === 'set' && (statement.name === 'search_path' || statement.name === 'all'))
    || (statement.kind === 'select' && statement.calls.some(it => it.name === 'set_config' && it.literal === 'search_path'));
}

function isQualified(statement: Statement): boolean {
  switch (statement.kind) {
    case 'create-table':
    case 'create-table-as':
    case 'alter-table':
    case 'create-trigger':
    case 'create-policy': return statement.table.schema !== undefined;
    case 'create-index': return statement.table.schema !== undefined;
    case 'create-view': return statement.view.schema !== undefined;
    case 'create-sequence': return statement.sequence.schema !== undefined;
    case 'create-type':
    case 'create-domain':
    case 'create-function':
    case 'rename':
    case 'set-schema':
    case 'alter-enum': return statement.name.schema !== undefined;
    case 'drop': return statement.names.every(it => it.schema !== undefined) && (statement.on?.schema !== undefined || statement.on === undefined);
    case 'create-schema':
    case 'create-extension': return true;
    default: return false;
  }
}

/** Whether all that the statement does is noted. */
function note(statement: Statement, notes: Notes): boolean {
  switch (statement.kind) {
    case 'create-table':
      notes.made(named('relation', statement.table, 'table'), statement.ifNotExists);
      if (statement.persistence === 'temporary') notes.removed(named('relation', statement.table, 'table'), false);
      return true;
    case 'create-table-as':
      notes.made(named('relation', statement.table, statement.of === 'table' ? 'table' : 'materialized view'), statement.ifNotExists);
      if (statement.persistence === 'temporary') notes.removed(named('relation', statement.table, 'table'), false);
      return true;
    case 'create-view':
      if (!statement.temporary) notes.made(named('relation', statement.view, 'view'), statement.orReplace);
      return true;
    case 'create-sequence':
      if (!statement.temporary) notes.made(named('relation', statement.sequence, 'sequence'), statement.ifNotExists, statement.ownedBy);
      return true;
    case 'create-index':
      // An index lies in the schema of its table.
      if (statement.name) notes.made(named('relation', { ...statement.table, name: statement.name.name }, 'index'), statement.ifNotExists, statement.table);
      return statement.name !== undefined;
    case 'create-type':
    case 'create-domain':
      notes.made(named('type', statement.name), false);
      return true;
    case 'create-function':
      // There may be others of this name.
      notes.made(named('function', statement.name), true);
      return true;
    case 'create-schema':
      notes.made({ kind: 'schema', name: statement.name.name }, statement.ifNotExists);
      return true;
    case 'create-extension':
      notes.made({ kind: 'extension', name: statement.name }, statement.ifNotExists);
      return true;
    case 'create-trigger':
      notes.made(partOf('trigger', statement.table, statement.name), statement.orReplace);
      return true;
    case 'create-policy':
      notes.made(partOf('policy', statement.table, statement.name), false);
      return true;
    case 'alter-enum':
      if (statement.from !== undefined) notes.removed(partOf('value', statement.name, statement.from), false);
      notes.made(partOf('value', statement.name, statement.value), statement.ifNotExists);
      return true;
    case 'alter-table': return statement.actions.map(it => noteAction(it, statement.table, statement.ifExists, notes)).every(it => it);
    case 'drop': {
      const kind = KINDS[statement.object];
      for (const name of kind ? statement.names : []) notes.removed(statement.on ? partOf(kind!, statement.on, name.name) : named(kind!, name, spoken(statement.object)), statement.ifExists || kind === 'function');
      if (statement.cascade) notes.forgetMade();
      return kind !== undefined;
    }
    case 'rename': return noteRename(statement, notes);
    case 'set-schema': {
      const kind = KINDS[statement.object];
      if (kind === undefined || kind === 'function') return false;
      moved(named(kind, statement.name, spoken(statement.object)), named(kind, { schema: statement.to, name: statement.name.name }, spoken(statement.object)), statement.ifExists === true, notes);
      return true;
    }
    default: return false;
  }
}

function noteAction(action: AlterAction, of: Name, unsure: boolean, notes: Notes): boolean {
  switch (action.kind) {
    case 'add-column':
      notes.made(partOf('column', of, action.column.name), unsure || action.ifNotExists);
      return true;
    case 'drop-column':
      notes.removed(partOf('column', of, action.column), unsure || action.ifExists);
      if (action.cascade) notes.forgetMade();
      return true;
    case 'set-not-null':
      notes.made(partOf('not null', of, action.column), true);
      return true;
    case 'drop-not-null':
      notes.removed(partOf('not null', of, action.column), true);
      return true;
    case 'add-constraint':
      if (action.constraint.name === undefined || action.constraint.kind === 'not-null') return false;
      notes.made(partOf('constraint', of, action.constraint.name), unsure);
      return true;
    case 'drop-constraint':
      notes.removed(partOf('constraint', of, action.name), unsure || action.ifExists);
      return true;
    case 'validate-constraint':
      notes.made(partOf('valid constraint', of, action.name), true);
      return true;
    default: return false;
  }
}

function noteRename({ object, name, from, to, ifExists }: Extract<Statement, { readonly kind: 'rename' }>, notes: Notes): boolean {
  if (from !== undefined) {
    const kind = object === 'column' || object === 'constraint' || object === 'trigger' || object === 'policy' ? object : undefined;
    if (kind) moved(partOf(kind, name, from), partOf(kind, name, to), ifExists, notes);
    return kind !== undefined;
  }
  const kind = KINDS[object];
  if (kind === undefined || kind === 'function') return false;
  moved(named(kind, name, spoken(object)), named(kind, { ...name, name: to }, spoken(object)), ifExists, notes);
  return true;
}

function moved(from: Traced, to: Traced, unsure: boolean, notes: Notes): void {
  notes.removed(from, unsure);
  notes.made(to, unsure);
}

const KINDS: Partial<Record<ObjectKind, TracedKind>> = {
  'table': 'relation', 'foreign-table': 'relation', 'index': 'relation', 'view': 'relation', 'materialized-view': 'relation', 'sequence': 'relation',
  'type': 'type', 'domain': 'type', 'schema': 'schema', 'extension': 'extension', 'function': 'function', 'procedure': 'function',
  'trigger': 'trigger', 'policy': 'policy',
};

function named(kind: TracedKind, { schema, name }: Name, noun?: string): Traced {
  return { kind, name, ...(schema !== undefined && { schema }), ...(noun !== undefined && { noun }) };
}

function spoken(object: ObjectKind): string {
  return object.replace('-', ' ');
}

function partOf(kind: TracedKind, { schema, name: relation }: Name, name: string): Traced {
  return { kind, of: { name: relation, ...(schema !== undefined && { schema }) }, name };
}
