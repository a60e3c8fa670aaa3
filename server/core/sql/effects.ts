import type { Catalog } from '../schema/catalog.js';
import { ranBy } from '../schema/catalog/functions.js';
import { keyOf } from './identifier.js';
import type { Name } from './identifier.js';
import type { Lock } from './locks.js';
import { alterTable } from './effects/alter-table.js';
import { createIndex, createTable, createTableAs, createView } from './effects/create.js';
import { copy, dml } from './effects/data.js';
import { drop } from './effects/drop.js';
import { cluster, lockTable, refresh, reindex, truncate, vacuum } from './effects/maintenance.js';
import { alterDomain, alterSequence, comment, createRule, createSequence, createTrigger, grant, owner, policy, publication, rename, setSchema } from './effects/objects.js';
import { sceneOf, type Scene } from './effects/touched.js';
import type { Statement } from './statement.js';
import type { InnerStatement } from './statement/functions.js';

/** What one statement does to the relations that existed before it. */
export interface Effects {
  readonly relations: readonly RelationEffect[];
  /** Postgres refuses it inside a transaction block (25001). */
  readonly outsideTransactionOnly: boolean;
}

export interface RelationEffect {
  /** With its schema; one that nothing names is taken to be in `public`. */
  readonly relation: Required<Name>;
  /** The strongest lock that it takes on the relation. */
  readonly lock: Lock;
  /** Every row is written anew: the relation's file changes. */
  readonly rewrite: boolean;
  /** Every row is read while the lock is held. */
  readonly scan: boolean;
  /** An index on it is built, or built again. */
  readonly indexBuild: boolean;
  /**
   * The lock is certain; the rewrite, the scan or the index build is feared, not known: it hangs on a type, a function
   * or a time zone of which no migration says anything.
   */
  readonly feared?: true;
}

/**
 * The one place that knows what DDL locks, rewrites and scans; rules, hovers, the plan and the
 * command line read it. `postgres` is the major version of the server.
 * Held against `test/sql/locks.json`, which was observed on running servers.
 */
export function effectsOf(statement: Statement, catalog: Catalog, postgres: number): Effects {
  return effectsWithin(statement, sceneOf(catalog, postgres));
}

function effectsWithin(statement: Statement, scene: Scene): Effects {
  apply(statement, scene);
  return scene.effects(refusesTransaction(statement, scene.postgres));
}

function apply(statement: Statement, scene: Scene): void {
  switch (statement.kind) {
    case 'alter-table': return alterTable(statement, scene);
    case 'create-table': return createTable(statement, scene);
    case 'create-table-as': return createTableAs(statement, scene);
    case 'create-view': return createView(statement, scene);
    case 'create-index': return createIndex(statement, scene);
    case 'create-trigger': return createTrigger(statement, scene);
    case 'create-policy':
    case 'alter-policy': return policy(statement, scene);
    case 'create-rule': return createRule(statement, scene);
    case 'create-sequence': return createSequence(statement, scene);
    case 'alter-sequence': return alterSequence(statement, scene);
    case 'alter-domain': return alterDomain(statement, scene);
    case 'create-statistics':
      for (const it of statement.tables) scene.touch(it, 'ShareUpdateExclusiveLock');
      return;
    case 'create-publication':
    case 'alter-publication': return publication(statement, scene);
    case 'create-schema':
      for (const it of statement.elements) apply(it, scene);
      return;
    case 'drop': return drop(statement, scene);
    case 'rename': return rename(statement, scene);
    case 'set-schema': return setSchema(statement, scene);
    case 'alter-owner': return owner(statement, scene);
    case 'comment': return comment(statement, scene);
    case 'grant':
    case 'revoke': return grant(statement, scene);
    case 'reindex': return reindex(statement, scene);
    case 'refresh-materialized-view': return refresh(statement, scene);
    case 'truncate': return truncate(statement, scene);
    case 'lock-table': return lockTable(statement, scene);
    case 'vacuum':
    case 'analyze': return vacuum(statement, scene);
    case 'cluster': return cluster(statement, scene);
    case 'copy': return copy(statement, scene);
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'select':
      dml(statement, scene);
      for (const it of statement.calls) callFunction(it, it.arguments, scene);
      return;
    case 'do': return run(statement.inner ?? [], scene);
    case 'call': return callFunction(statement.name, undefined, scene);
    case 'create-type':
    case 'alter-enum':
    case 'create-domain':
    case 'create-collation':
    case 'create-function':
    case 'alter-function':
    case 'create-extension':
    case 'transaction':
    case 'set':
    case 'other': return;
  }
}

/** Of a function that migrations have made, what its body may run; of what it puts together itself nobody sees anything here. */
function callFunction(name: Name, count: number | undefined, scene: Scene): void {
  const called = scene.catalog.function(name);
  if (called === undefined || scene.within.includes(called)) return;
  run(ranBy(called, count) ?? [], { ...scene, within: [...scene.within, called] });
}

/** Whatever it may run, one after the other; what it makes itself was not there before. */
function run(inner: readonly InnerStatement[], scene: Scene): void {
  const made = new Set<string>();
  let { catalog } = scene;
  for (const it of inner) {
    if (it.kind !== 'statement' || it.statement.kind === 'do') continue;
    for (const { relation, lock, ...work } of effectsWithin(it.statement, sceneOf(catalog, scene.postgres, scene.within)).relations) if (!made.has(keyOf(relation))) scene.touch(relation, lock, work);
    const before = catalog;
    catalog = catalog.after(it.statement);
    const name = madeBy(it.statement);
    if (name && before.relation(name) === undefined) made.add(keyOf(catalog.fullName(name)));
  }
}

function madeBy(statement: Statement): Name | undefined {
  switch (statement.kind) {
    case 'create-table':
    case 'create-table-as': return statement.table;
    case 'create-view': return statement.view;
    case 'create-sequence': return statement.sequence;
    default: return undefined;
  }
}

/** `PreventInTransactionBlock` in Postgres's sources: error 25001. */
function refusesTransaction(statement: Statement, postgres: number): boolean {
  switch (statement.kind) {
    case 'create-index': return statement.concurrently;
    case 'drop': return statement.concurrently || ['database', 'tablespace'].includes(statement.object);
    case 'reindex': return statement.concurrently || ['schema', 'system', 'database'].includes(statement.of);
    case 'vacuum': return true;
    case 'cluster': return statement.table === undefined;
    case 'alter-table': return statement.actions.some(it => it.kind === 'detach-partition' && it.concurrently);
    case 'alter-enum': return statement.action === 'add-value' && postgres < 12;
    case 'other': return statement.outsideTransactionOnly;
    default: return false;
  }
}
