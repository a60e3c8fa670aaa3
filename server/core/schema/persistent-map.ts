/**
 * A map that never changes: `with` and `without` give the next one and share all that they leave alone, so that
 * ten thousand of them, one after each migration, cost what they differ by. A trie over the hash of the key.
 */
export interface PersistentMap<V> {
  readonly size: number;
  get(key: string): V | undefined;
  with(key: string, value: V): PersistentMap<V>;
  without(key: string): PersistentMap<V>;
  /** In no particular order, the same for the same content made the same way. */
  values(): Iterable<V>;
}

export function emptyMap<V>(): PersistentMap<V> {
  return EMPTY as PersistentMap<V>;
}

type Node<V> = Leaf<V> | Branch<V>;

/** Entries of one hash: more than one only where two keys collide. */
interface Leaf<V> {
  readonly hash: number;
  readonly entries: readonly (readonly [key: string, value: V])[];
}

/** `children` holds only those whose bit is set in `bits`. */
interface Branch<V> {
  readonly bits: number;
  readonly children: readonly Node<V>[];
}

/** A class, because a schema makes a map for each relation that changes. */
class Trie<V> implements PersistentMap<V> {
  constructor(
    private readonly root: Node<V> | undefined,
    readonly size: number,
  ) {}

  get(key: string): V | undefined {
    return this.root && lookUp(this.root, key, hashOf(key));
  }

  with(key: string, value: V): PersistentMap<V> {
    const leaf = { hash: hashOf(key), entries: [[key, value]] } as const;
    const isKnown = this.root !== undefined && lookUp(this.root, key, leaf.hash) !== undefined;
    return new Trie(insert(this.root, 0, leaf), isKnown ? this.size : this.size + 1);
  }

  without(key: string): PersistentMap<V> {
    const hash = hashOf(key);
    if (this.root === undefined || lookUp(this.root, key, hash) === undefined) return this;
    return new Trie(remove(this.root, 0, key, hash), this.size - 1);
  }

  values(): Iterable<V> {
    return valuesOf(this.root);
  }
}

const EMPTY = new Trie<unknown>(undefined, 0);

function lookUp<V>(root: Node<V>, key: string, hash: number): V | undefined {
  let node: Node<V> | undefined = root;
  for (let shift = 0; node !== undefined && 'bits' in node; shift += BITS) node = node.children[slot(node, hash, shift)];
  if (node?.hash !== hash) return undefined;
  for (const entry of node.entries) if (entry[0] === key) return entry[1];
  return undefined;
}

function insert<V>(node: Node<V> | undefined, shift: number, leaf: Leaf<V>): Node<V> {
  if (node === undefined) return leaf;
  if ('bits' in node) {
    const at = position(node, leaf.hash, shift);
    const child = node.children[slot(node, leaf.hash, shift)];
    return child === undefined
      ? { bits: node.bits | bit(leaf.hash, shift), children: node.children.toSpliced(at, 0, leaf) }
      : { bits: node.bits, children: node.children.with(at, insert(child, shift + BITS, leaf)) };
  }
  if (node.hash === leaf.hash) {
    const [key] = leaf.entries[0]!;
    return { hash: node.hash, entries: [...node.entries.filter(([it]) => it !== key), ...leaf.entries] };
  }
  return insert(insert({ bits: 0, children: [] }, shift, node), shift, leaf);
}

function remove<V>(node: Node<V>, shift: number, key: string, hash: number): Node<V> | undefined {
  if (!('bits' in node)) {
    const entries = node.entries.filter(([it]) => it !== key);
    return entries.length === 0 ? undefined : { hash, entries };
  }
  const at = position(node, hash, shift);
  const child = remove(node.children[at]!, shift + BITS, key, hash);
  if (child !== undefined) return { bits: node.bits, children: node.children.with(at, child) };
  return node.children.length === 1 ? undefined : { bits: node.bits & ~bit(hash, shift), children: node.children.toSpliced(at, 1) };
}

function* valuesOf<V>(node: Node<V> | undefined): Iterable<V> {
  if (node === undefined) return;
  if ('bits' in node) for (const child of node.children) yield* valuesOf(child);
  else for (const [, value] of node.entries) yield value;
}

/** How much of the hash each level looks at. */
const BITS = 5;

function bit(hash: number, shift: number): number {
  return 1 << ((hash >>> shift) & 31);
}

/** Where the child for this hash is, or would be. */
function position(node: Branch<unknown>, hash: number, shift: number): number {
  return ones(node.bits & (bit(hash, shift) - 1));
}

/** -1 where there is no child. */
function slot(node: Branch<unknown>, hash: number, shift: number): number {
  return (node.bits & bit(hash, shift)) === 0 ? -1 : position(node, hash, shift);
}

function ones(bits: number): number {
  let rest = bits - ((bits >>> 1) & 0x55555555);
  rest = (rest & 0x33333333) + ((rest >>> 2) & 0x33333333);
  return (((rest + (rest >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** FNV-1a. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
