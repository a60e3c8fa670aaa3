import * as vscode from 'vscode';
import type { ProjectInfo } from '../server/protocol.js';
import type { Connection, Connections } from './connections.js';
import type { Projects } from './projects.js';
import type { Server } from './server.js';
import type { Statuses } from './statuses.js';
import type { Verdicts } from './verdicts.js';
import { itemOf, tooltipOf } from './tree/items.js';
import type { Node } from './tree/nodes.js';
import { groupsOf, idOf, PAGE } from './tree/nodes.js';

/** The view asks, draws and forgets; what is true lives in the server. A database is read when its node is expanded. */
export class MigrationTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly #listeners: readonly vscode.Disposable[];
  /** The nodes that are on the screen, to redraw one of them. */
  readonly #shown = new Map<string, Node>();
  /** Lists that the person asked to see more of, by the node's id. */
  readonly #lengths = new Map<string, number>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    private readonly server: Server,
    private readonly projects: Projects,
    private readonly connections: Connections,
    private readonly statuses: Statuses,
    private readonly verdicts: Verdicts,
  ) {
    this.#listeners = [
      projects.onDidChange(() => this.#changed.fire(undefined)),
      connections.onDidChange(() => this.#changed.fire(undefined)),
      statuses.onDidChange(({ project, connection }) => this.#redraw(connectionNode(project, connection, connections, statuses))),
      verdicts.onDidChange(() => this.#changed.fire(undefined)),
      vscode.workspace.onDidGrantWorkspaceTrust(() => this.#changed.fire(undefined)),
    ];
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return itemOf(node);
  }

  resolveTreeItem(item: vscode.TreeItem, node: Node): vscode.TreeItem {
    const id = node.kind === 'row' ? node.row.id : node.kind === 'file' ? node.migration.id : undefined;
    const tooltip = tooltipOf(node, id !== undefined && 'project' in node ? this.verdicts.of(node.project.id, id) : undefined);
    if (tooltip) item.tooltip = tooltip;
    return item;
  }

  async getChildren(parent?: Node): Promise<Node[]> {
    const children = await this.#children(parent);
    for (const child of children) this.#shown.set(idOf(child), child);
    return children;
  }

  showMore(node: Extract<Node, { kind: 'more' }>): void {
    this.#lengths.set(node.of, (this.#lengths.get(node.of) ?? PAGE) + PAGE);
    this.#changed.fire(this.#shown.get(node.of));
  }

  dispose(): void {
    this.#listeners.forEach(it => it.dispose());
    this.#changed.dispose();
  }

  async #children(parent: Node | undefined): Promise<Node[]> {
    switch (parent?.kind) {
      case undefined: return this.projects.all.map(project => ({ kind: 'project', project }));
      case 'project': return this.#places(parent.project);
      case 'connection': return this.#groups(parent.project, parent.connection);
      case 'group': {
        const { project, connection } = parent;
        const active = this.connections.active(project)?.name === connection.name;
        return this.#page(parent, parent.rows.map(row => ({ kind: 'row', project, connection, active, row })));
      }
      case 'files': {
        const migrations = await this.server.ask('migrations/list', { project: parent.project.id });
        return this.#page(parent, [...migrations].reverse().map(migration => ({ kind: 'file', project: parent.project, migration })));
      }
      default: return [];
    }
  }

  #places(project: ProjectInfo): Node[] {
    const trusted = vscode.workspace.isTrusted;
    const connections = trusted ? this.connections.of(project) : [];
    const known = new Set(connections.map(it => it.url));
    const suggestions = trusted ? project.suggestions.filter(it => !known.has(it.url)) : [];
    return [
      ...connections.map(connection => connectionNode(project, connection, this.connections, this.statuses)),
      ...suggestions.map(suggestion => ({ kind: 'suggestion' as const, project, suggestion })),
      ...(connections.length === 0 ? [{ kind: 'unconnected' as const, project, trusted }, { kind: 'files' as const, project }] : []),
    ];
  }

  async #groups(project: ProjectInfo, connection: Connection): Promise<Node[]> {
    if (!this.connections.active(project)) await this.connections.activate(project, connection);
    const status = this.statuses.get(project, connection) ?? await this.statuses.read(project, connection);
    if (status.kind === 'refused') return [{ kind: 'refusal', project, connection, refusal: status }];
    const { lock, rows } = status;
    return [...(lock ? [{ kind: 'lock' as const, project, connection, lock }] : []), ...groupsOf(rows).map(it => ({ kind: 'group' as const, project, connection, ...it }))];
  }

  #page(parent: Node, all: Node[]): Node[] {
    const of = idOf(parent);
    const length = this.#lengths.get(of) ?? PAGE;
    const left = all.length - length;
    return left > 0 ? [...all.slice(0, length), { kind: 'more', of, left }] : all;
  }

  /** The item that is drawn keeps its identity, and takes what the new node says. */
  #redraw(node: Node): void {
    const shown = this.#shown.get(idOf(node));
    if (!shown) return;
    Object.assign(shown, node);
    this.#changed.fire(shown);
  }
}

function connectionNode(project: ProjectInfo, connection: Connection, connections: Connections, statuses: Statuses): Node {
  const status = statuses.get(project, connection);
  const active = connections.active(project)?.name === connection.name;
  return { kind: 'connection', project, connection, active, several: connections.of(project).length > 1, status };
}
