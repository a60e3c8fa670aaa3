import { keyOf, pathOf } from '../migrations/migration.js';
import type { Migration, Source } from '../migrations/migration.js';
import type { ProjectIndex } from '../migrations/project-index.js';
import type { Row } from '../migrations/status.js';
import { statementsOf } from '../sql/script.js';
import type { Piece, Script } from '../sql/script.js';

/** One migration at its place in the order in which the tool would run them on an empty database. */
export type Turn =
  | { readonly kind: 'run'; readonly migration: Migration; /** Why its tool will not start with it there. */ readonly refused?: string }
  /** It does not run: the tool would pass over it, or only the tool can run it. */
  | { readonly kind: 'skip'; readonly id: string; readonly version: string | undefined; readonly path: string; readonly reason: string; /** What follows may need what it would have made. */ readonly missed: boolean };

/** `rows`: the folder, compared with a history that is empty. */
export function turnsOf({ tool, project, parts }: ProjectIndex, rows: readonly Row[]): readonly Turn[] {
  const refusals = new Map(parts.set.duplicates.flatMap(([first, ...others]) => others.flatMap(it => {
    const refused = tool.duplicate(first!, it, project);
    return refused === undefined ? [] : [[keyOf(it), refused] as const];
  })));
  const turns = rows.flatMap(({ migration, state, willRun, reason }): readonly Turn[] => {
    if (!migration?.up) return [];
    const runs = state === 'pending' || state === 'outdated' || (state === 'outOfOrder' && willRun === 'run');
    const refused = refusals.get(keyOf(migration));
    if (runs) return [{ kind: 'run', migration, ...(refused !== undefined && { refused }) }];
    return [{ kind: 'skip', id: migration.id, version: migration.version, path: pathOf(migration), reason: reason ?? `${tool.title} does not run it on an empty database`, missed: false }];
  });
  for (const { path, reading } of parts.entries) {
    if (reading.kind !== 'companion' || reading.of?.direction !== 'up') continue;
    const program: Migration = { id: reading.of.id, kind: 'versioned', version: reading.of.id, name: '' };
    const next = turns.findIndex(it => it.kind === 'run' && tool.compare(program, it.migration) < 0);
    const skip: Turn = { kind: 'skip', id: reading.of.id, version: reading.of.id, path, reason: `It is a program, which only ${tool.title} itself can run`, missed: true };
    turns.splice(next < 0 ? turns.length : next, 0, skip);
  }
  return withoutOrphans(turns, project.folder);
}

/** What depends on a migration that no file has cannot be told from here. */
function withoutOrphans(turns: readonly Turn[], folder: string): readonly Turn[] {
  const here = new Set(turns.flatMap(it => it.kind === 'run' ? [it.migration.id] : []));
  return turns.map(it => {
    const absent = it.kind === 'run' ? it.migration.after?.find(id => !here.has(id)) : undefined;
    if (it.kind === 'skip' || absent === undefined) return it;
    here.delete(it.migration.id);
    return { kind: 'skip', id: it.migration.id, version: it.migration.version, path: pathOf(it.migration), reason: `It comes after ${absent}, which is not in ${folder}, or is not replayed`, missed: true };
  });
}

/** Why a script cannot be sent by us as its tool, or its program, would; in a sentence. `shared`: the server has other databases. */
export function unsendable(read: Script, sent: Script, source: Source, shared: boolean): string | undefined {
  if (source.malformed) return 'Its bytes are no UTF-8';
  for (const [i, piece] of sent.pieces.entries()) {
    const reason = unsendablePiece(piece, sent) ?? (shared ? reachingOut(piece, sent) : undefined) ?? (read.pieces.length === sent.pieces.length && piece.kind === 'error' && read.pieces[i]!.kind === 'statement'
      ? `${lineOf(sent, piece)} has a placeholder, which a program fills in` : undefined);
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function unsendablePiece(piece: Piece, script: Script): string | undefined {
  switch (piece.kind) {
    case 'opaque':
      return piece.keyword === '' ? `${lineOf(script, piece)} cannot be told without running the project's code` : undefined;
    case 'psql':
      return IDLE.test(script.text.slice(piece.span.start, piece.span.end)) ? undefined : `${lineOf(script, piece)} is a command of psql, which is not there`;
    case 'statement':
      return piece.statement.kind === 'copy' && piece.statement.onServer !== undefined
        ? `${lineOf(script, piece)} copies ${piece.statement.from ? 'from' : 'to'} a ${piece.statement.onServer} of the server, of which there is none` : undefined;
    case 'error':
    case 'copy-data':
      return undefined;
  }
}

/** What would not stay in the database: roles, databases and tablespaces belong to the whole server, and so does its configuration. */
function reachingOut(piece: Piece, script: Script): string | undefined {
  if (piece.kind !== 'statement') return undefined;
  const all = statementsOf({ ...script, pieces: [piece] });
  const out = all.some(it => (it.kind === 'other' ? OF_THE_SERVER.test(it.node) : 'object' in it && typeof it.object === 'string' && /^(?:database|role|tablespace)$/.test(it.object)));
  return out ? `${lineOf(script, piece)} changes more than one database, on a server that has others` : undefined;
}

/** Names of the parser's. */
const OF_THE_SERVER = /(?:Createdb|Dropdb|AlterDatabase\w*|\w*Role\w*|\w*TableSpace\w*|AlterSystem|\w*Subscription|DropOwned|ReassignOwned|Load|SecLabel)(?:Stmt)?$/;

/** Commands of psql that change nothing but its own ways. */
const IDLE = /^\\(?:set\s+(?:ON_ERROR_\w+|QUIET|ECHO\w*|VERBOSITY|AUTOCOMMIT\s+on)|q?echo|warn|timing|pset|x\b|a\b|t\b|restrict|unrestrict|encoding\s+utf-?8)/i;

function lineOf({ text }: Script, { span }: Piece): string {
  let line = 1;
  for (let at = text.indexOf('\n'); at >= 0 && at < span.start; at = text.indexOf('\n', at + 1)) line++;
  return `Line ${line}`;
}

/** Extensions that scripts create, by name. */
export function extensionsIn(scripts: Iterable<Script>): readonly string[] {
  const names = new Set<string>();
  for (const script of scripts) for (const it of statementsOf(script)) if (it.kind === 'create-extension') names.add(it.name);
  return [...names];
}
