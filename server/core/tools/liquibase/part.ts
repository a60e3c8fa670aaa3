import type { Node } from './document.js';
import { xmlNode } from './document/xml.js';
import { yamlNodes } from './document/yaml.js';

/** The changeset that a part of a file holds, as `contents` cut it. Spans count in the part. */
export function partNode(text: string, path: string): Node | undefined {
  const node = /\.xml$/i.test(path) ? xmlNode(text) : yamlNodes(text)[0];
  return node?.name === 'changeSet' ? node : undefined;
}
