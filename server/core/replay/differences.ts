import type { SchemaObject, Snapshot } from './snapshot.js';

/** What one schema has and another has not, at the level of objects: a table that is missing says nothing of its columns. */
export interface Difference {
  readonly change: 'added' | 'removed' | 'changed';
  /** `column users.phone`. */
  readonly object: string;
  /** Of `changed`: what of it, with its value on both sides; absent where it has none. */
  readonly fact?: string;
  readonly was?: string | boolean;
  readonly is?: string | boolean;
}

export interface Comparing {
  /** Facts that are no difference: an owner, between two servers. */
  readonly ignoring?: readonly string[];
  /** Objects of these kinds are none of anybody's business either. */
  readonly kinds?: readonly string[];
  /** Relations, as SQL names them with their schema, that are nobody's business, with all that belongs to them. */
  readonly without?: readonly string[];
  /** Schemas that are not looked into. */
  readonly outside?: readonly string[];
}

/** The order of columns is none: what comes back comes back last. */
export function differencesOf(before: Snapshot, after: Snapshot, { ignoring = [], kinds = [], without = [], outside = [] }: Comparing = {}): readonly Difference[] {
  const [old, now] = [sideOf(before), sideOf(after)];
  const keys = [...new Set([...old.objects.keys(), ...now.objects.keys()])].sort();
  return keys.flatMap((key): readonly Difference[] => {
    const [was, is] = [old.objects.get(key), now.objects.get(key)];
    const object = (was ?? is)!;
    const name = object.of ?? object.name;
    if (kinds.includes(object.kind) || without.includes(name) || outside.some(it => name.startsWith(`${it}.`) || (object.kind === 'schema' && name === it))) return [];
    const change = { object: display(object) };
    if (was && is) return changesOf(was, is, ignoring).map(it => ({ change: 'changed', ...change, ...it }));
    // What goes with its table needs no word.
    const other = was ? now : old;
    return object.of === undefined || other.names.has(object.of) ? [{ change: was ? 'removed' : 'added', ...change }] : [];
  });
}

function changesOf(was: SchemaObject, is: SchemaObject, ignoring: readonly string[]): readonly Pick<Difference, 'fact' | 'was' | 'is'>[] {
  const facts = [...new Set([...Object.keys(was.facts), ...Object.keys(is.facts)])].sort();
  return facts.filter(fact => !ignoring.includes(fact) && meaning(was.facts[fact]) !== meaning(is.facts[fact])).map(fact => ({
    fact, ...(was.facts[fact] !== undefined && { was: was.facts[fact] }), ...(is.facts[fact] !== undefined && { is: is.facts[fact] }),
  }));
}

/** Nobody minds how a function's body is indented. */
function meaning(fact: string | boolean | undefined): string | boolean | undefined {
  return typeof fact === 'string' ? fact.replace(/\s+/g, ' ').trim() : fact;
}

interface Side {
  readonly objects: ReadonlyMap<string, SchemaObject>;
  /** Of what others belong to. */
  readonly names: ReadonlySet<string>;
}

function sideOf(snapshot: Snapshot): Side {
  return {
    objects: new Map(snapshot.map(it => [[it.of ?? it.name, it.of === undefined ? '' : it.kind, it.of === undefined ? it.kind : it.name].join('\0'), it])),
    names: new Set(snapshot.filter(it => it.of === undefined || it.kind === 'sequence').map(it => it.name)),
  };
}

function display({ kind, name, of }: SchemaObject): string {
  if (of === undefined || kind === 'sequence' || kind === 'index') return `${kind} ${short(name)}`;
  return kind === 'column' ? `${kind} ${short(of)}.${name}` : `${kind} ${short(name)} on ${short(of)}`;
}

/** As it is called where `public` is what unqualified names mean. */
function short(name: string): string {
  return name.replace(/^public\./, '');
}

/** How the two sides are called: `is still there`, `is gone`; `is on the database only`, `is missing`. */
export interface Sides {
  readonly added: string;
  readonly removed: string;
}

/** Of a database that a down has left, beside the one before its up. */
export const AFTER_DOWN: Sides = { added: 'is still there', removed: 'is gone' };

/** Of a database, beside what its migrations make. */
export const ON_DATABASE: Sides = { added: 'is on the database only', removed: 'is missing' };

export function inWords({ change, object, fact, was, is }: Difference, sides: Sides): string {
  switch (change) {
    case 'added': return `${object} ${sides.added}`;
    case 'removed': return `${object} ${sides.removed}`;
    case 'changed': {
      const [before, now] = [valueOf(was), valueOf(is)];
      if (was === undefined) return `${object}: with ${fact}${now}`;
      if (is === undefined) return `${object}: without ${fact}${before}`;
      return before === '' || now === '' ? `${object}: another ${fact}` : `${object}: ${fact}${now}, not${before}`;
    }
  }
}

/** What fits into a sentence. */
function valueOf(fact: string | boolean | undefined): string {
  return typeof fact === 'string' && fact.length <= LONGEST && !fact.includes('\n') ? ` ${fact}` : '';
}

const LONGEST = 100;
