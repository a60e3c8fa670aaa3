import type { Relation, ServerSchema } from '../server.js';

/** What a statement is made of: chance, and what there is on the server. */
export class Dice {
  constructor(
    private readonly random: () => number,
    readonly schema: ServerSchema,
    readonly major: number,
  ) {}

  below(limit: number): number {
    return Math.floor(this.random() * limit);
  }

  odds(chance: number): boolean {
    return this.random() < chance;
  }

  /** Sometimes a text, else nothing. */
  maybe(chance: number, text: string): string {
    return this.odds(chance) ? text : '';
  }

  one<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  any<T>(from: readonly T[]): T | undefined {
    return from.length === 0 ? undefined : this.one(from);
  }

  /** One or more, each once. */
  some<T>(from: readonly T[], most = 3): readonly T[] {
    const left = [...from];
    const count = 1 + this.below(Math.min(most, left.length));
    return Array.from({ length: count }, () => left.splice(this.below(left.length), 1)[0]!);
  }

  /** By weight; what is not possible now is nothing. */
  among<T>(all: readonly (readonly [weight: number, make: () => T | undefined])[]): T | undefined {
    let at = this.random() * all.reduce((sum, [weight]) => sum + weight, 0);
    for (const [weight, make] of all) if ((at -= weight) < 0) return make();
    return undefined;
  }

  relations(kinds: string): readonly Relation[] {
    return this.schema.relations.filter(it => kinds.includes(it.kind));
  }

  relation(kinds: string): Relation | undefined {
    return this.any(this.relations(kinds));
  }

  /** As short as it can be or, sometimes, in full. */
  named(it: { readonly schema: string; readonly name: string }): string {
    const path = ['pg_temp', ...this.path()];
    const first = path.find(schema => this.schema.relations.some(other => other.schema === schema && other.name === it.name));
    return first === it.schema && !this.odds(0.2) ? quoted(it.name) : `${quoted(it.schema)}.${quoted(it.name)}`;
  }

  /** A type, function or statistics object. */
  object(it: { readonly schema: string; readonly name: string }): string {
    return it.schema === this.path()[0] && this.odds(0.7) ? quoted(it.name) : `${quoted(it.schema)}.${quoted(it.name)}`;
  }

  newName(from: readonly string[], taken: readonly { readonly name: string }[]): string {
    const free = from.filter(name => !taken.some(it => it.name === name));
    return this.one(free.length > 0 && this.odds(0.9) ? free : from);
  }

  private path(): readonly string[] {
    return this.schema.searchPath.split(',').map(it => it.trim().replace(/^"(.*)"$/, '$1')).filter(it => it !== '$user');
  }
}

const RESERVED = new Set(['order', 'user']);

export function quoted(name: string): string {
  return /^[a-z_][a-z0-9_]*$/.test(name) && !RESERVED.has(name) ? name : `"${name.replaceAll('"', '""')}"`;
}
