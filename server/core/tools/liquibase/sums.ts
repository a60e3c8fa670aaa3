import { partOf, type Migration, type Source } from '../../migrations/migration.js';
import type { Project } from '../tool/project.js';
import { changesOf } from './changelog.js';
import { checksumV8, checksumV9, type HashedChange } from './checksum.js';
import { isForPostgres } from './contexts.js';
import { valueOf, type Node } from './document.js';
import { expandText, type Parameters } from './parameters.js';
import { partNode } from './part.js';
import { readFormatted } from './formatted.js';
import { serialised } from './serialised.js';
import { parametersOf } from './settings.js';
import { changeCutting, cuttingFor, cuttingOf } from './torn.js';

/**
 * The checksum of a changeset, in the version of `like`, or the newest. `undefined` where Liquibase hashes what only it knows:
 * changes that run classes or read other files, and values that are no plain texts.
 */
export function sumOf(source: Source, migration: Migration, project: Project, like: string | undefined): string | undefined {
  const version = /^(\d+):/.exec(like ?? '9:')?.[1];
  const changes = hashedOf(source, migration, parametersFor(migration, project), version);
  if (changes === undefined) return undefined;
  return version === '9' ? checksumV9(changes) : version === '8' ? checksumV8(changes) : undefined;
}

/** Those of the project's configuration, and those of its changelogs that the text names. */
export function parametersFor({ options = {} }: Migration, project: Project): Parameters {
  const named = Object.entries(options).flatMap(([name, value]) => (name.startsWith('parameter:') ? [[name.slice('parameter:'.length), value] as const] : []));
  return named.length === 0 ? parametersOf(project) : new Map([...named, ...parametersOf(project)]);
}

function hashedOf(source: Source, { options = {} }: Migration, parameters: Parameters, version: string | undefined): readonly HashedChange[] | undefined {
  const text = partOf(source);
  if (options['format'] === 'raw') return [{ kind: 'sql', sql: expandText(text, parameters), splitStatements: false, stripComments: false }];
  if (options['format'] === 'file') return text.includes('${') ? undefined : [{ kind: 'sql', sql: text, ...cuttingFor(options) }];
  if (options['format'] === 'formatted') {
    const [changeset] = readFormatted(text).changesets;
    if (!changeset) return undefined;
    const sql = expandText(changeset.sql.text, parameters);
    return [{ kind: 'sql', sql, ...cuttingOf(changeset.attributes, sql) }];
  }
  const node = partNode(text, source.path);
  if (!node || node.children.some(it => it.name === 'modifySql')) return undefined;
  const isXml = /\.xml$/i.test(source.path);
  // Only version 9 leaves out what is for other databases.
  const changes = changesOf(node, isXml).filter(it => it.name !== 'sql' || version === '8' || isForPostgres(valueOf(it, 'dbms')));
  const hashes = changes.map(it => (it.name === 'sql' ? hashed(it, parameters) : objectOf(it, isXml, parameters, version)));
  return hashes.length === 0 || hashes.some(it => it === undefined) ? undefined : hashes as HashedChange[];
}

function objectOf(change: Node, isXml: boolean, parameters: Parameters, version: string | undefined): HashedChange | undefined {
  const expand = (text: string): string => expandText(text, parameters);
  if (change.name !== 'createView' || version !== '9') {
    const text = serialised(change, isXml, expand);
    return text === undefined ? undefined : { kind: 'object', text };
  }
  const { value, ...rest } = change;
  const text = serialised({ ...rest, children: change.children.filter(it => it.name !== 'selectQuery') }, isXml, expand);
  const query = expand(valueOf(change, 'selectQuery') ?? value?.text ?? '');
  return text === undefined || query === '' || query.includes('${') ? undefined : { kind: 'object', text, query };
}

function hashed(node: Node, parameters: Parameters): HashedChange {
  const text = node.value?.text ?? valueOf(node, 'sql') ?? '';
  return { kind: 'sql', sql: expandText(text.trim(), parameters), ...changeCutting(node) };
}
