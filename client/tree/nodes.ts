import type { HeldLock, MigrationInfo, ProjectInfo, Refusal, StatusReply, StatusRow } from '../../server/protocol.js';
import type { Connection } from '../connections.js';

/** What the view shows, as data. Project → connection → group → migration. */
export type Node =
  | { readonly kind: 'project'; readonly project: ProjectInfo }
  | { readonly kind: 'connection'; readonly project: ProjectInfo; readonly connection: Connection; readonly active: boolean; /** The project has others, too. */ readonly several: boolean; readonly status: StatusReply | undefined }
  | { readonly kind: 'suggestion'; readonly project: ProjectInfo; readonly suggestion: ProjectInfo['suggestions'][number] }
  /** Where a connection would be if there were one. */
  | { readonly kind: 'unconnected'; readonly project: ProjectInfo; readonly trusted: boolean }
  /** Somebody holds the tool's lock. */
  | { readonly kind: 'lock'; readonly project: ProjectInfo; readonly connection: Connection; readonly lock: HeldLock }
  | { readonly kind: 'group'; readonly project: ProjectInfo; readonly connection: Connection; readonly group: Group; readonly rows: readonly StatusRow[] }
  | { readonly kind: 'row'; readonly project: ProjectInfo; readonly connection: Connection; /** Its connection is. */ readonly active: boolean; readonly row: StatusRow }
  | { readonly kind: 'files'; readonly project: ProjectInfo }
  | { readonly kind: 'file'; readonly project: ProjectInfo; readonly migration: MigrationInfo }
  | { readonly kind: 'more'; readonly of: string; readonly left: number }
  | { readonly kind: 'refusal'; readonly project: ProjectInfo; readonly connection: Connection; readonly refusal: Refusal };

export type Group = 'attention' | 'pending' | 'applied';

/** Rows that are shown at once in a long list. */
export const PAGE = 50;

/** A `Record`, so that a new state fails to compile until it has a place. `ignored` and `superseded` will never run and need nobody. */
export const GROUP: Record<StatusRow['state'], Group> = {
  pending: 'pending',
  outdated: 'pending',
  applied: 'applied',
  baseline: 'applied',
  ignored: 'applied',
  superseded: 'applied',
  undone: 'pending',
  modified: 'attention',
  outOfOrder: 'attention',
  failed: 'attention',
  missing: 'attention',
};

/** Groups that have rows: pending in the order in which they will run, applied with the newest first. */
export function groupsOf(rows: readonly StatusRow[]): readonly { readonly group: Group; readonly rows: readonly StatusRow[] }[] {
  const of = (group: Group) => rows.filter(row => GROUP[row.state] === group);
  return [
    { group: 'attention' as const, rows: of('attention') },
    { group: 'pending' as const, rows: of('pending') },
    { group: 'applied' as const, rows: of('applied').reverse() },
  ].filter(it => it.rows.length > 0);
}

/** How many would run now. */
export function pendingIn(status: StatusReply | undefined): number {
  if (status?.kind !== 'status') return 0;
  return status.rows.filter(willRun).length;
}

export function failedIn(status: StatusReply | undefined): number {
  return status?.kind === 'status' ? status.rows.filter(it => it.state === 'failed').length : 0;
}

export function willRun(row: StatusRow): boolean {
  return GROUP[row.state] === 'pending' || (row.state === 'outOfOrder' && row.willRun === 'run');
}

/** Stable while the person looks at it: what is expanded stays so over a refresh. */
export function idOf(node: Node): string {
  switch (node.kind) {
    case 'project': return node.project.id;
    case 'connection': return key(node, 'on', node.connection.name);
    case 'suggestion': return key(node, 'suggestion', node.suggestion.name, node.suggestion.url);
    case 'unconnected': return key(node, 'unconnected');
    case 'lock': return key(node, 'on', node.connection.name, 'lock');
    case 'group': return key(node, 'on', node.connection.name, node.group);
    case 'row': return key(node, 'on', node.connection.name, GROUP[node.row.state], node.row.id);
    case 'files': return key(node, 'files');
    case 'file': return key(node, 'files', node.migration.id);
    case 'more': return `${node.of}/more`;
    case 'refusal': return key(node, 'on', node.connection.name, 'refusal');
  }
}

function key({ project }: { readonly project: ProjectInfo }, ...parts: readonly string[]): string {
  return JSON.stringify([project.id, ...parts]);
}
