import type { Name } from './identifier.js';
import type { Script } from './script.js';
import type { AlterAction, ObjectKind, Statement } from './statement.js';
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

/** The net effect of a script, as far as names tell it: what it makes and removes again leaves none. Rows leave none. */
export function tracesOf(script: Script): readonly Trace[] {
  const notes = startNotes();
  let hidden = false;
  for (const piece of script.pieces) {
    if (piece.kind !== 'statement') continue;
    const { statement } = piece;
    // What was undone on the way cannot be told from what was not.
    if (statement.kind === 'transaction' && (statement.action === 'rollback' || statement.action === 'rollback-to')) return [];
    if (movesNames(statement)) hidden = true;
    for (const it of plainly(statement)) if (!hidden || isQualified(it)) note(it, notes);
  }
  return notes.traces();
}

/** `found` in the order of `traces`. */
export function proofOf(traces: readonly Trace[], found: readonly Found[]): Proof {
  const done = traces.filter((it, i) => found[i] === it.after);
  if (traces.length === 0) return 'untold';
  if (found.includes('invalid')) return 'partly';
  if (done.length === traces.length) return done.some(it => it.before !== undefined) ? 'done' : 'untold';
  return done.some(it => it.before !== undefined) ? 'partly' : 'undone';
}

/** Those that run, and once. */
function plainly(statement: Statement): readonly Statement[] {
  if (statement.kind === 'do') return (statement.inner ?? []).flatMap(it => (it.kind === 'statement' && it.certain ? plainly(it.statement) : []));
  if (statement.kind === 'create-schema') return [statement, ...statement.elements.map(it => inSchema(it, statement.name.name))];
  return [statement];
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

function note(statement: Statement, notes: Notes): void {
  switch (statement.kind) {
    case 'create-table':
    case 'create-table-as':
      if (statement.persistence !== 'temporary') notes.made(named('relation', statement.table, 'of' in statement && statement.of === 'materialized-view' ? 'materialized view' : 'table'), statement.ifNotExists);
      return;
    case 'create-view':
      if (!statement.temporary) notes.made(named('relation', statement.view, 'view'), statement.orReplace);
      return;
    case 'create-sequence':
      if (!statement.temporary) notes.made(named('relation', statement.sequence, 'sequence'), statement.ifNotExists, statement.ownedBy);
      return;
    case 'create-index':
      // An index lies in the schema of its table.
      if (statement.name) notes.made(named('relation', { ...statement.table, name: statement.name.name }, 'index'), statement.ifNotExists, statement.table);
      return;
    case 'create-type':
    case 'create-domain': return notes.made(named('type', statement.name), false);
    // There may be others of this name.
    case 'create-function': return notes.made(named('function', statement.name), true);
    case 'create-schema': return notes.made({ kind: 'schema', name: statement.name.name }, statement.ifNotExists);
    case 'create-extension': return notes.made({ kind: 'extension', name: statement.name }, statement.ifNotExists);
    case 'create-trigger': return notes.made(partOf('trigger', statement.table, statement.name), statement.orReplace);
    case 'create-policy': return notes.made(partOf('policy', statement.table, statement.name), false);
    case 'alter-enum':
      if (statement.from !== undefined) notes.removed(partOf('value', statement.name, statement.from), false);
      return notes.made(partOf('value', statement.name, statement.value), statement.ifNotExists);
    case 'alter-table': return statement.actions.forEach(it => noteAction(it, statement.table, statement.ifExists, notes));
    case 'drop': {
      const kind = KINDS[statement.object];
      for (const name of kind ? statement.names : []) notes.removed(statement.on ? partOf(kind!, statement.on, name.name) : named(kind!, name, spoken(statement.object)), statement.ifExists || kind === 'function');
      if (statement.cascade) notes.forgetMade();
      return;
    }
    case 'rename': return noteRename(statement, notes);
    case 'set-schema': {
      const kind = KINDS[statement.object];
      if (kind !== undefined && kind !== 'function') moved(named(kind, statement.name, spoken(statement.object)), named(kind, { schema: statement.to, name: statement.name.name }, spoken(statement.object)), statement.ifExists === true, notes);
      return;
    }
    default:
  }
}

function noteAction(action: AlterAction, of: Name, unsure: boolean, notes: Notes): void {
  switch (action.kind) {
    case 'add-column': return notes.made(partOf('column', of, action.column.name), unsure || action.ifNotExists);
    case 'drop-column':
      notes.removed(partOf('column', of, action.column), unsure || action.ifExists);
      if (action.cascade) notes.forgetMade();
      return;
    case 'set-not-null': return notes.made(partOf('not null', of, action.column), true);
    case 'drop-not-null': return notes.removed(partOf('not null', of, action.column), true);
    case 'add-constraint':
      if (action.constraint.name !== undefined && action.constraint.kind !== 'not-null') notes.made(partOf('constraint', of, action.constraint.name), unsure);
      return;
    case 'drop-constraint': return notes.removed(partOf('constraint', of, action.name), unsure || action.ifExists);
    case 'validate-constraint': return notes.made(partOf('valid constraint', of, action.name), true);
    default:
  }
}

function noteRename({ object, name, from, to, ifExists }: Extract<Statement, { readonly kind: 'rename' }>, notes: Notes): void {
  if (from !== undefined) {
    const kind = object === 'column' || object === 'constraint' || object === 'trigger' || object === 'policy' ? object : undefined;
    if (kind) moved(partOf(kind, name, from), partOf(kind, name, to), ifExists, notes);
    return;
  }
  const kind = KINDS[object];
  if (kind !== undefined && kind !== 'function') moved(named(kind, name, spoken(object)), named(kind, { ...name, name: to }, spoken(object)), ifExists, notes);
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
