import { identifier } from '../../sql/identifier.js';
import { pathIn } from '../../text/paths.js';
import { compareIntegers } from '../numbering.js';
import type { Node } from '../ruby/node.js';
import type { Project, Tree } from '../tool/project.js';
import { nameOf, pairIn } from './arguments.js';
import { typeSql } from './columns.js';

/** The types of keys that nobody has written into the migration. */
export interface Keys {
  /** Of a table's own key, and of a reference; absent, Rails' own. */
  readonly own?: string;
  readonly reference?: string;
  /** Of one that is asked of the configuration when the migration runs, as those of Active Storage do. */
  readonly asked?: string;
}

/** The gem `ar-uuid` (0.2.3, `schema.rb`, `table_definition.rb`) makes each key a `uuid`; Rails' generators only write one into new files. */
export function keySettings(root: string, tree: Tree): Readonly<Record<string, string>> {
  const text = (file: string) => tree.config(pathIn(root, file))?.text ?? '';
  const files = tree.paths.filter(it => it.startsWith(root === '.' ? 'config/' : `${root}/config/`) && isOfKeys(it));
  const asked = files.flatMap(it => /^[^#\n]*\bprimary_key_type\b["'\]]*\s*(?:=>|:|=)\s*[:"'](\w+)/m.exec(tree.config(it)?.text ?? '')?.[1] ?? [])[0];
  return { ...(/^ {4}ar-uuid \(/m.test(text('Gemfile.lock')) && { keys: 'uuid' }), ...(asked !== undefined && { generatedKeys: asked }) };
}

/** Where an application tells its generators. */
export function isOfKeys(path: string): boolean {
  return /(?:^|\/)config\/(?:application|initializers\/\w*(?:generator|active_record|uuid|primary_key)\w*)\.rb$/.test(path);
}

/**
 * Rails has no type of its own for all keys: without one in the call they are whole numbers. A migration that the dump of the schema has was
 * run all the same; where new ones get `uuid`, its references were of it, by a library that is gone since.
 */
export function keysOf({ settings: { keys, generatedKeys, schemaVersion } }: Project, version: string | undefined): Keys {
  const hasRun = version !== undefined && schemaVersion !== undefined && compareIntegers(version, schemaVersion) <= 0;
  const reference = keys ?? (hasRun && generatedKeys === 'uuid' ? generatedKeys : undefined);
  const asked = generatedKeys ?? keys;
  return { ...(keys !== undefined && { own: keys }), ...(reference !== undefined && { reference }), ...(asked !== undefined && { asked }) };
}

/** The type of a reference: `bigint` since 5.1. */
export function keyType(node: Node | undefined, release: number, { reference, asked }: Keys): string {
  return nameOf(node) ?? (node ? asked : reference) ?? (release >= 5.1 ? 'bigint' : 'integer');
}

export function keyColumn(name: string, id: Node | undefined, release: number, keys: Keys): string | undefined {
  if (id?.kind === 'false') return undefined;
  const type = id?.kind === 'hash' ? nameOf(pairIn(id, 'type')) ?? 'primary_key' : nameOf(id) ?? (id ? keys.asked : keys.own) ?? 'primary_key';
  if (type === 'uuid') return `${identifier(name)} uuid DEFAULT ${release >= 5.1 ? 'gen_random_uuid()' : 'uuid_generate_v4()'} NOT NULL PRIMARY KEY`;
  if (type === 'primary_key') return `${identifier(name)} ${release >= 5.1 ? 'bigserial' : 'serial'} PRIMARY KEY`;
  const serial: Readonly<Record<string, string>> = { bigint: 'bigserial', integer: 'serial' };
  return `${identifier(name)} ${serial[type] ?? typeSql(type, id?.kind === 'hash' ? id : undefined, release)} PRIMARY KEY`;
}
