import { partOf, type Migration, type Source } from '../../migrations/migration.js';
import type { Project } from '../tool.js';
import { changesOf } from './changelog.js';
import { checksumV8, checksumV9, type HashedChange } from './checksum.js';
import { isForPostgres } from './contexts.js';
import { valueOf, type Node } from './document.js';
import { expandText, type Parameters } from './parameters.js';
import { partNode } from './part.js';
import { readFormatted } from './formatted.js';
import { parametersOf } from './settings.js';
import { changeCutting, cuttingFor, cuttingOf } from './torn.js';

/**
 * The checksum of a changeset, in the version of `like`, or the newest. `undefined` where Liquibase hashes more than SQL: the
 * objects that other changes are, or a file that stands elsewhere.
 */
export function sumOf(source: Source, migration: Migration, project: Project, like: string | undefined): string | undefined {
  const changes = hashedOf(source, migration, parametersFor(migration, project));
  if (changes === undefined) return undefined;
  const version = /^(\d+):/.exec(like ?? '9:')?.[1];
  return version === '9' ? checksumV9(changes) : version === '8' ? checksumV8(changes) : undefined;
}

/** Those of the project's configuration, and those of its changelogs that the text names. */
export function parametersFor({ options = {} }: Migration, project: Project): Parameters {
  const named = Object.entries(options).flatMap(([name, value]) => (name.startsWith('parameter:') ? [[name.slice('parameter:'.length), value] as const] : []));
  return named.length === 0 ? parametersOf(project) : new Map([...named, ...parametersOf(project)]);
}

function hashedOf(source: Source, { options = {} }: Migration, parameters: Parameters): readonly HashedChange[] | undefined {
  const text = partOf(source);
  if (options['format'] === 'raw') return [{ sql: expandText(text, parameters), splitStatements: false, stripComments: false }];
  if (options['format'] === 'file') return text.includes('${') ? undefined : [{ sql: text, ...cuttingFor(options) }];
  if (options['format'] === 'formatted') {
    const [changeset] = readFormatted(text).changesets;
    if (!changeset) return undefined;
    const sql = expandText(changeset.sql.text, parameters);
    return [{ sql, ...cuttingOf(changeset.attributes, sql) }];
  }
  const node = partNode(text, source.path);
  if (!node || node.children.some(it => it.name === 'modifySql')) return undefined;
  const changes = changesOf(node, /\.xml$/i.test(source.path));
  return changes.length === 0 || changes.some(it => it.name !== 'sql') ? undefined : changes.filter(it => isForPostgres(valueOf(it, 'dbms'))).map(it => hashed(it, parameters));
}

function hashed(node: Node, parameters: Parameters): HashedChange {
  const text = node.value?.text ?? valueOf(node, 'sql') ?? '';
  return { sql: expandText(text.trim(), parameters), ...changeCutting(node) };
}
