import type { Binding, Node } from './node.js';

/** What a pattern binds, which is read as the expression that it looks like. */
export function bindingsOf(pattern: Node, path: Binding['path'] = [], otherwise?: Node): readonly Binding[] {
  switch (pattern.kind) {
    case 'name':
      return [{ name: pattern.name, path, ...(otherwise && { otherwise }) }];
    case 'assignment':
      return bindingsOf(pattern.target, path, pattern.value);
    case 'dictionary':
      return pattern.entries.flatMap(({ key, value }) => (key === undefined ? [] : bindingsOf(value, [...path, key])));
    case 'array':
      return pattern.items.flatMap((it, i) => bindingsOf(it, [...path, i]));
    default:
      return [];
  }
}
