import type { Name } from '../identifier.js';
import type { Presence, Trace, Traced } from '../traces.js';

/** Collects what a script makes and removes, statement by statement. */
export interface Notes {
  /** `unsure`: it may have been there before. `goesWith`: the relation that takes it along, where it is not told as the one it is of. */
  made(it: Traced, unsure: boolean, goesWith?: Name): void;
  /** `unsure`: it may not have been there before. What goes with it is no longer told. */
  removed(it: Traced, unsure: boolean): void;
  /** Something may have taken along what was made so far. */
  forgetMade(): void;
  traces(): readonly Trace[];
}

interface Entry {
  readonly it: Traced;
  readonly before: Presence | undefined;
  readonly after: Presence;
}

export function startNotes(): Notes {
  const entries = new Map<string, Entry>();
  /** Keys of what goes with a relation or type, by its name. */
  const belongings = new Map<string, Set<string>>();
  /** Relations that have lost a part, or were lost: an index or a constraint that is made now may have gone with it. */
  const changed = new Set<string>();
  /** Relations that were not there before under this name: nothing of them was. */
  const fresh = new Set<string>();

  return {
    made(it, unsure, goesWith = it.of) {
      const owner = goesWith && nameKey(goesWith);
      note(it, 'there', unsure || (owner !== undefined && changed.has(owner) && (it.kind === 'relation' || it.kind === 'constraint')));
      if (it.of === undefined && !unsure && !changed.has(nameKey(it))) fresh.add(nameKey(it));
      if (owner === undefined) return;
      if (!belongings.has(owner)) belongings.set(owner, new Set());
      belongings.get(owner)!.add(keyOf(it));
    },

    removed(it, unsure) {
      const owner = nameKey(it.of ?? it);
      for (const key of belongings.get(owner) ?? []) {
        const kind = entries.get(key)?.it.kind;
        // Indexes and constraints may be of the column.
        if (it.of === undefined || (it.kind === 'column' && kind !== 'column' && kind !== 'trigger' && kind !== 'policy')) entries.delete(key);
      }
      changed.add(owner);
      note(it, 'gone', unsure);
    },

    forgetMade() {
      for (const [key, { after }] of entries) if (after === 'there') entries.delete(key);
    },

    traces: () => [...entries.values()].flatMap(({ it, before, after }) => (before === after ? [] : [{ ...it, after, ...(before && { before }) }])),
  };

  function note(it: Traced, after: Presence, unsure: boolean): void {
    const key = keyOf(it);
    const known = entries.get(key);
    const isOfFresh = it.of !== undefined && fresh.has(nameKey(it.of));
    const before = known ? known.before : isOfFresh ? 'gone' : unsure ? undefined : after === 'there' ? 'gone' : 'there';
    entries.set(key, { it, before, after });
  }
}

function keyOf({ kind, of, name, schema }: Traced): string {
  return JSON.stringify([kind, of?.schema, of?.name, schema, name]);
}

function nameKey({ schema, name }: Name): string {
  return JSON.stringify([schema, name]);
}
