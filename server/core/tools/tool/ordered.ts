import type { Migration } from '../../migrations/migration.js';

/**
 * The migrations of a project as its tool orders them. What the order is made by (a graph, a walk through includes) stands
 * beside them: a tool adds what it wants to know of all migrations at once, and finds it out once for each set of them.
 */
export interface Ordered {
  readonly migrations: readonly Migration[];
}
