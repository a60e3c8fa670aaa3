import type { Name } from '../sql/identifier.js';
import type { Statement } from '../sql/statement.js';
import type { TypeName } from '../sql/statement/expression.js';
import { after } from './catalog/after.js';
import { answersAlike, following, observed, type Footprint } from './catalog/footprint.js';
import { dependentsOf, emptyState, incomplete, newSession, type State } from './catalog/state.js';
import { columnsOfType, defaultPartition, inPath, partitionedAbove, resolve, resolveType, type Resolved } from './catalog/look-up.js';
import type { Collation, Column, Domain, FullName, Index, Relation, StatisticsObject, PublishedTables, Table, Type, UserFunction, View } from './relations.js';

/**
 * The schema as the migrations so far have made it: an immutable value; `after` gives the next.
 * What no migration mentions is unknown, not absent, unless `complete`.
 * Names are looked up as the session's `search_path` says; one that is nowhere is taken to be in its first schema.
 */
export interface Catalog {
  /** Everything so far was understood, from an empty database on: what is not here does not exist. */
  readonly complete: boolean;
  /** The session's `TimeZone`, where a script has set it. */
  readonly timeZone: string | undefined;
  /** The rank of the next relation that is made. */
  readonly created: number;
  /** With the schema that it has or, if it is not there, would get. */
  fullName(name: Name): FullName;
  relation(name: Name): Relation | undefined;
  table(name: Name): Table | undefined;
  /** Of a table that has one among its partitions. */
  defaultPartition(of: Name): Table | undefined;
  /** The tables that it is a partition of, the nearest first. */
  partitionedAbove(table: Table): readonly Table[];
  view(name: Name): View | undefined;
  index(name: Name): Index | undefined;
  type(name: Name): Type | undefined;
  domain(name: Name): Domain | undefined;
  function(name: Name): UserFunction | undefined;
  publication(name: string): PublishedTables | undefined;
  statistics(name: Name): StatisticsObject | undefined;
  collation(name: Name): Collation | undefined;
  /** Columns whose type is this enum or domain, or a domain made of it. */
  columnsOfType(name: Name): readonly { readonly table: Table; readonly column: Column }[];
  functions(): Iterable<UserFunction>;
  relations(): Iterable<Relation>;
  /** What would go with a relation: views that read it, sequences it owns, tables whose policies read it or that are of this type. */
  dependents(name: FullName): readonly Relation[];
  after(statement: Statement): Catalog;
  /** What `work` makes of this catalog, which meanwhile remembers what `after` gave last: several rules ask it of the same statement. */
  forOneStatement(work: (catalog: Catalog) => Catalog): Catalog;
  /** Something ran that nobody understood. What is known stays; what is not known may exist. */
  afterUnknown(): Catalog;
  /** The tool begins the next migration: what `SET` changed is as it was. */
  inNewSession(): Catalog;
  /** Gives this catalog to `work`, and notes what is asked of it and how the one differs that `work` returns. `known`: what the same work looked at before it. */
  observed(work: (catalog: Catalog) => Catalog, known?: Footprint): Footprint;
  /** Whether the work of a footprint would do the same with this one. */
  answersAlike(footprint: Footprint): boolean;
  /** What the work would make of this one, if it answers alike. */
  following(footprint: Footprint): Catalog;
  /** What it is made of: of no interest to others. */
  readonly state: State;
}

export type { Column, Domain, Footprint, FullName, Index, Relation, Table, Type, TypeName, UserFunction, View };

/** Of a database where nothing is. `searchPath` is what the connection begins with. */
export function emptyCatalog(searchPath: readonly string[] = ['public']): Catalog {
  return catalogOf(emptyState(searchPath));
}

function catalogOf(state: State, remembers = false): Catalog {
  return new KnownSchema(state, remembers);
}

/** A class, because there is one after each statement. */
class KnownSchema implements Catalog {
  private lastName: Name | undefined;
  private lastResolved: Resolved | undefined;
  private last: { readonly statement: Statement; readonly next: Catalog } | undefined;

  constructor(
    readonly state: State,
    private readonly remembers: boolean,
  ) {}

  get complete(): boolean {
    return this.state.complete;
  }

  get timeZone(): string | undefined {
    return this.state.timeZone;
  }

  get created(): number {
    return this.state.created;
  }

  fullName(name: Name): FullName {
    return this.resolve(name).name;
  }

  relation(name: Name): Relation | undefined {
    return this.resolve(name).relation;
  }

  table(name: Name): Table | undefined {
    return of(this.relation(name), 'table');
  }

  defaultPartition(name: Name): Table | undefined {
    return defaultPartition(this.state, name);
  }

  partitionedAbove(table: Table): readonly Table[] {
    return partitionedAbove(this.state, table);
  }

  view(name: Name): View | undefined {
    const found = this.relation(name);
    return of(found, 'view') ?? of(found, 'materialized-view');
  }

  index(name: Name): Index | undefined {
    const found = of(this.relation(name), 'index');
    const owner = found && this.relation(found.table);
    return owner && 'indexes' in owner ? owner.indexes.find(it => it.name.name === found!.name.name && it.name.schema === found!.name.schema) : undefined;
  }

  type(name: Name): Type | undefined {
    return resolveType(this.state, name);
  }

  domain(name: Name): Domain | undefined {
    return of(this.type(name), 'domain');
  }

  function(name: Name): UserFunction | undefined {
    return inPath(this.state, this.state.functions, name);
  }

  publication(name: string): PublishedTables | undefined {
    return this.state.publications.get(name);
  }

  statistics(name: Name): StatisticsObject | undefined {
    return inPath(this.state, this.state.statistics, name);
  }

  collation(name: Name): Collation | undefined {
    return inPath(this.state, this.state.collations, name);
  }

  columnsOfType(name: Name): readonly { readonly table: Table; readonly column: Column }[] {
    return columnsOfType(this.state, name);
  }

  functions(): Iterable<UserFunction> {
    return this.state.functions.values();
  }

  relations(): Iterable<Relation> {
    return this.state.relations.values();
  }

  dependents(name: FullName): readonly Relation[] {
    return dependentsOf(this.state, name);
  }

  after(statement: Statement): Catalog {
    if (this.last?.statement === statement) return this.last.next;
    const made = after(this.state, statement);
    const next = made === this.state ? this : catalogOf(made);
    if (this.remembers) this.last = { statement, next };
    return next;
  }

  forOneStatement(work: (catalog: Catalog) => Catalog): Catalog {
    const made = work(catalogOf(this.state, true));
    return made.state === this.state ? this : made;
  }

  afterUnknown(): Catalog {
    return catalogOf(incomplete(this.state));
  }

  inNewSession(): Catalog {
    return catalogOf(newSession(this.state));
  }

  observed(work: (catalog: Catalog) => Catalog, known?: Footprint): Footprint {
    return observed(this.state, watched => work(catalogOf(watched, true)).state, known);
  }

  answersAlike(footprint: Footprint): boolean {
    return answersAlike(this.state, footprint);
  }

  following(footprint: Footprint): Catalog {
    const next = following(this.state, footprint);
    return next === this.state ? this : catalogOf(next);
  }

  /** Dozens of rules ask for the table that a statement is about. */
  private resolve(name: Name): Resolved {
    if (this.lastName !== name || this.lastResolved === undefined) {
      this.lastName = name;
      this.lastResolved = resolve(this.state, name);
    }
    return this.lastResolved;
  }
}

function of<T extends { readonly kind: string }, K extends T['kind']>(value: T | undefined, kind: K): Extract<T, { readonly kind: K }> | undefined {
  return value?.kind === kind ? (value as Extract<T, { readonly kind: K }>) : undefined;
}
