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

  return {
    made(it, unsure, goesWith = it.of) {
      note(it, 'there', unsure);
      if (goesWith === undefined) return;
      const owner = nameKey(goesWith);
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
    const before = known ? known.before : unsure ? undefined : after === 'there' ? 'gone' : 'there';
    entries.set(key, { it, before, after });
  }
}

function keyOf({ kind, of, name, schema }: Traced): string {
  return JSON.stringify([kind, of?.schema, of?.name, schema, name]);
}

function nameKey({ schema, name }: Name): string {
  return JSON.stringify([schema, name]);
}
