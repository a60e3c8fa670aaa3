import type { Span } from '../../text/span.js';

/**
 * A node of a changelog, whichever of its formats the file is in: an element or an attribute of XML, a pair of YAML or JSON.
 * Liquibase's own `ParsedNode` makes no difference between them either.
 */
export interface Node {
  /** Without a prefix of a namespace; empty for a scalar in a list. The pairs of an item of a list are the list's own. */
  readonly name: string;
  /** The element with all that is in it, or the pair. */
  readonly span: Span;
  /** Where the name is written. */
  readonly key: Span;
  readonly value?: Text;
  readonly children: readonly Node[];
}

/** A scalar as its format means it, with escapes replaced and indents taken away. */
export interface Text {
  readonly text: string;
  readonly span: Span;
  /**
   * From the offset `text` of the text on, each unit stands at `file` and behind, until the next run. In order, the first
   * at 0; one run alone says that the text stands in the file as it is.
   */
  readonly runs: readonly Run[];
}

export interface Run {
  readonly text: number;
  readonly file: number;
}

export interface Document {
  /** `databaseChangeLog`, where the file has one. */
  readonly root?: Node;
  /** Why the file cannot be read to its end. */
  readonly broken?: { readonly message: string; readonly span: Span };
}

/** The scalar of a child, as an attribute or as an element. */
export function valueOf(node: Node, name: string): string | undefined {
  return childOf(node, name)?.value?.text;
}

export function childOf(node: Node, name: string): Node | undefined {
  return node.children.find(it => it.name === name);
}

/** Children of one name, whether they stand in the node itself (XML) or in a list of it: `columns: [{column: …}, …]`. */
export function childrenOf(node: Node, name: string, list = `${name}s`): readonly Node[] {
  return node.children.flatMap(it => (it.name === name ? [it] : it.name === list ? it.children.filter(child => child.name === name) : []));
}

/** As Java's `Boolean.parseBoolean`; `undefined` where nothing is written. */
export function flagOf(node: Node, name: string): boolean | undefined {
  const value = valueOf(node, name);
  return value === undefined ? undefined : value.trim().toLowerCase() === 'true';
}

/** The file's offset of each unit of the text, and one more for its end. */
export function offsetsOf({ text, span, runs }: Text): readonly number[] {
  const offsets: number[] = [];
  for (const [i, run] of runs.entries()) {
    const end = runs[i + 1]?.text ?? text.length;
    for (let at = run.text; at < end; at++) offsets.push(run.file + at - run.text);
  }
  const last = runs.at(-1);
  offsets.push(last ? last.file + text.length - last.text : span.end);
  return offsets;
}
