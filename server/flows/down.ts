import { inverseOf } from '../core/editor/inverse.js';
import type { Undo } from '../core/editor/inverse/undo.js';
import type { Catalog } from '../core/schema/catalog.js';
import type { Script } from '../core/sql/script.js';
import type { Parser } from './ports.js';

/**
 * The text of a down migration for an up script. Each statement was printed from a tree and read back;
 * one that did not come back as it was is said in a comment instead. `catalog` is the schema before the up.
 */
export async function downText(script: Script, catalog: Catalog, parser: Parser): Promise<string> {
  const undos = inverseOf(script, catalog);
  if (undos.length === 0) return '-- There is nothing to undo.\n';
  const texts = await Promise.all(undos.map(it => textOf(it, parser)));
  return texts.join('\n');
}

async function textOf(undo: Undo, parser: Parser): Promise<string> {
  switch (undo.kind) {
    case 'node': {
      const printed = await parser.print([undo.node]);
      return printed === undefined ? BY_HAND : `${printed.replace(/;?\s*$/, '')};\n`;
    }
    case 'sql': {
      const parsed = await parser.parse([undo.plain, undo.quoted]);
      const text = [undo.plain, undo.quoted].find((_, i) => parsed[i]?.kind === 'statement');
      return text === undefined ? BY_HAND : `${text};\n`;
    }
    case 'comment':
      return commented(undo.proposal === undefined ? undo.why : `${undo.why}\n${undo.proposal}`);
  }
}

const BY_HAND = '-- Cannot be undone here: undo this by hand.\n';

function commented(text: string): string {
  return text.split('\n').map(it => `-- ${it}`.trimEnd()).join('\n') + '\n';
}
