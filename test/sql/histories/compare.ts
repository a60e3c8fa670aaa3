import type { Catalog, FullName, Table } from '../../../server/core/schema/catalog.js';
import { notNullNameOf } from '../../../server/core/schema/catalog/generated-names.js';
import type { Column, Constraint, Index, Relation, ServerSchema } from './server.js';

/** Each thing that can be said of a schema, by what it is said of. */
type Facts = Map<string, string>;

/** Where the two say something else. Of a table that is known in part, only what is known counts. */
export function differences(catalog: Catalog, server: ServerSchema, major: number): readonly string[] {
  const ours = replayed(catalog, major);
  const theirs = real(server, catalog, major);
  return [...new Set([...ours.keys(), ...theirs.keys()])].sort().flatMap(key => {
    const [said = 'nothing', true_ = 'nothing'] = [ours.get(key), theirs.get(key)];
    return said === true_ ? [] : [`${key}: ${said}, on the server ${true_}`];
  });
}

function full({ schema, name }: FullName): string {
  return `${schema}.${name}`;
}

const LETTERS: Readonly<Record<string, string>> = {
  r: 'table', p: 'partitioned table', f: 'foreign table', v: 'view', m: 'materialized-view', S: 'sequence', i: 'index', I: 'index', c: 'composite',
};
const CONSTRAINTS: Readonly<Record<string, string>> = { c: 'check', f: 'foreign-key', p: 'primary-key', u: 'unique', x: 'exclude' };
const ACTIONS: Readonly<Record<string, string>> = { a: 'no-action', r: 'restrict', c: 'cascade', n: 'set-null', d: 'set-default' };
const STRATEGIES: Readonly<Record<string, string>> = { r: 'range', l: 'list', h: 'hash' };
const COMMANDS: Readonly<Record<string, string>> = { r: 'select', a: 'insert', w: 'update', d: 'delete', '*': 'all' };
const IDENTITIES: Readonly<Record<string, string>> = { d: 'default', f: 'full', n: 'nothing', i: 'index' };

function real(server: ServerSchema, catalog: Catalog, major: number): Facts {
  const facts: Facts = new Map();
  for (const it of server.relations) {
    const name = full(it);
    facts.set(name, LETTERS[it.kind]!);
    if (it.kind === 'S') facts.set(`${name} is owned by`, it.owner ?? '');
    if ('rpf'.includes(it.kind)) realTable(it, catalog.table(it), facts, major);
    if ('rpm'.includes(it.kind)) for (const index of it.indexes) facts.set(`${name} index ${full(index)}`, realIndex(index));
    if ('vm'.includes(it.kind)) realView(it, catalog, facts);
  }
  for (const it of server.enums) facts.set(`enum ${full(it)}`, it.values.join());
  for (const it of server.domains) facts.set(`domain ${full(it)}`, [it.base, ...[...it.constraints, ...(it.notNull ? ['not-null'] : [])].sort()].join());
  for (const it of server.functions) facts.set(`${it.procedure ? 'procedure' : 'function'} ${full(it)}(${it.types.join()})`, '');
  for (const it of server.publications) facts.set(`publication ${it.name}`, `${it.all} ${[...it.tables].sort().join()}`);
  for (const it of server.statistics) facts.set(`statistics ${full(it)}`, it.table);
  for (const it of server.collations) facts.set(`collation ${full(it)}`, String(it.deterministic));
  return facts;
}

function realTable(table: Relation, known: Table | undefined, facts: Facts, major: number): void {
  const name = full(table);
  const partial = known?.partial === true;
  facts.set(`${name} persistence`, table.persistence);
  if (!partial) facts.set(`${name} columns`, table.columns.map(it => it.name).join());
  for (const column of table.columns) {
    const said = known?.columns.get(column.name);
    if (partial && said === undefined) continue;
    const notNull = table.constraints.find(it => it.kind === 'n' && it.columns[0] === column.name);
    // One that is not valid yet holds for new rows only, and what we say of a column is true of all.
    if (!partial || said!.notNull) facts.set(`${name}.${column.name} not null`, String(column.notNull && notNull?.validated !== false));
    if (major >= 18 && notNull && !partial) facts.set(`${name}.${column.name} not null by`, notNull.name);
    if (!partial || said!.type) facts.set(`${name}.${column.name} type`, typeOf(column));
    // The parser does not tell which NULLs are kept as defaults.
    // Before PostgreSQL 17 a partition has no part of its parent's identity.
    const draws = column.identity !== '' || (major < 17 && table.isPartition && said?.generated === 'identity');
    if (!partial && !said?.default?.isNull) facts.set(`${name}.${column.name} value`, draws ? 'identity' : column.generated === 's' ? 'stored' : column.generated === 'v' ? 'virtual' : column.hasDefault ? 'default' : '');
    if (!partial) facts.set(`${name}.${column.name} collation`, column.collation ?? '');
  }
  for (const it of table.constraints) {
    if (it.shadow || it.kind === 'n' || (partial && !known.constraints.some(other => other.name === it.name))) continue;
    facts.set(`${name} constraint ${it.name}`, realConstraint(it));
    if (it.references) facts.set(`${it.references} is referenced by ${name}`, '');
  }
  for (const parent of table.parents) {
    facts.set(`${name} is below ${parent}`, '');
    facts.set(`${parent} is above ${name}`, table.isPartition ? (table.isDefault ? 'default partition' : 'partition') : 'inheritance');
  }
  if (table.strategy) facts.set(`${name} key`, `${STRATEGIES[table.strategy]} ${table.keyColumns.map(it => it ?? '-').join()}`);
  for (const it of table.triggers) facts.set(`${name} trigger ${it.name}`, `${it.constraint} ${it.forEachRow} ${it.function}`);
  for (const it of table.policies) facts.set(`${name} policy ${it.name}`, `${it.restrictive} ${COMMANDS[it.command]}`);
  for (const it of table.rules) facts.set(`${name} rule ${it}`, '');
  if (!partial) facts.set(`${name} row security`, String(table.rowSecurity));
  if (!partial && table.kind !== 'f') facts.set(`${name} replica identity`, IDENTITIES[table.replicaIdentity]!);
}

function realConstraint(it: Constraint): string {
  return constraintText({
    kind: CONSTRAINTS[it.kind]!, columns: it.columns, validated: it.validated, enforced: it.enforced, deferrable: it.deferrable,
    ...(it.references && { references: `${it.references}(${it.referenced.join()}) ${ACTIONS[it.onDelete]} ${ACTIONS[it.onUpdate]}` }),
  });
}

function constraintText(it: { readonly kind: string; readonly columns: readonly string[]; readonly validated: boolean; readonly enforced: boolean; readonly deferrable: boolean; readonly references?: string }): string {
  const columns = it.kind === 'check' ? [...new Set(it.columns)].sort() : it.columns;
  return [it.kind, `(${columns.join()})`, it.validated ? '' : 'not valid', it.enforced ? '' : 'not enforced', it.deferrable ? 'deferrable' : '', it.references ?? ''].filter(part => part !== '').join(' ');
}

function realIndex(it: Index): string {
  return indexText({ ...it, where: it.partial });
}

interface IndexFacts {
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly (string | null | undefined)[];
  readonly include: readonly string[];
  readonly where: boolean;
  readonly nullsNotDistinct: boolean;
  readonly constraint: string | null | undefined;
  readonly parent: string | null | undefined;
  readonly valid: boolean;
}

function indexText(it: IndexFacts): string {
  return [
    it.unique ? 'unique' : '', it.method, `(${it.keys.map(key => key ?? '-').join()})`, it.include.length > 0 ? `include (${it.include.join()})` : '', it.where ? 'where' : '',
    it.nullsNotDistinct ? 'nulls not distinct' : '', it.constraint ? `for ${it.constraint}` : '', it.parent ? `part of ${it.parent}` : '', it.valid ? '' : 'invalid',
  ].filter(part => part !== '').join(' ');
}

function realView(view: Relation, catalog: Catalog, facts: Facts): void {
  const name = full(view);
  const known = catalog.view(view);
  facts.set(`${name} populated`, String(view.populated));
  for (const it of view.reads) facts.set(`${name} reads ${it.relation}`, '');
  if (known?.columns) facts.set(`${name} columns`, view.columns.map(it => it.name).join());
  if (known?.columnsRead === undefined) return;
  const read = view.reads.flatMap(it => it.column ?? []);
  for (const it of read) if (!known.columnsRead.includes(it)) facts.set(`${name} reads column ${it}`, '');
  for (const it of known.columnsRead) if (known.reads.length === 1 && !read.includes(it) && !known.given?.includes(it)) facts.set(`${name} reads column ${it}`, 'no');
}

function typeOf({ type, modifier, array }: Column): string {
  const numbers = modifier < 0 || type === 'interval' ? [] : type === 'numeric' ? [((modifier - 4) >> 16) & 0xffff, (modifier - 4) & 0x7ff] : type === 'varchar' || type === 'bpchar' ? [modifier - 4] : [modifier];
  return typeText(type, numbers, array);
}

function typeText(name: string, modifiers: readonly number[], array: boolean): string {
  return `${name}${modifiers.length > 0 ? `(${modifiers.join()})` : ''}${array ? '[]' : ''}`;
}

function replayed(catalog: Catalog, major: number): Facts {
  const facts: Facts = new Map();
  for (const it of catalog.relations()) {
    const name = full(it.name);
    facts.set(name, it.kind === 'table' ? (it.foreign ? 'foreign table' : it.partitioned ? 'partitioned table' : 'table') : it.kind);
    if (it.kind === 'sequence') facts.set(`${name} is owned by`, it.ownedBy ? `${full(it.ownedBy.table)}.${it.ownedBy.column}` : '');
    if (it.kind === 'table') replayedTable(it, catalog, facts, major);
    if ('indexes' in it) {
      for (const index of it.indexes) {
        facts.set(`${name} index ${full(index.name)}`, indexText({
          ...index, keys: index.columns, where: index.where !== undefined, nullsNotDistinct: index.nullsNotDistinct === true, constraint: index.constraint, parent: index.parent && full(index.parent), valid: !index.only,
        }));
      }
    }
    if (it.kind === 'view' || it.kind === 'materialized-view') {
      facts.set(`${name} populated`, String(it.populated));
      if (it.columns) facts.set(`${name} columns`, it.columns.join());
      for (const read of it.reads) facts.set(`${name} reads ${full(read)}`, '');
    }
  }
  const { types, functions, publications, statistics, collations } = catalog.state;
  for (const it of types.values()) facts.set(`${it.kind} ${full(it.name)}`, it.kind === 'enum' ? it.values.join() : [`${it.type.array ? '_' : ''}${it.type.name}`, ...[...it.constraints].sort()].join());
  for (const { name, overloads } of functions.values()) for (const it of overloads) facts.set(`${it.procedure ? 'procedure' : 'function'} ${full(name)}(${it.signature?.parameters.map(({ type }) => type).join() ?? '?'})`, '');
  for (const it of publications.values()) facts.set(`publication ${it.name}`, `${it.allTables} ${it.tables.map(full).sort().join()}`);
  for (const it of statistics.values()) facts.set(`statistics ${full(it.name)}`, full(it.table));
  for (const it of collations.values()) facts.set(`collation ${full(it.name)}`, String(it.deterministic));
  return facts;
}

function replayedTable(table: Table, catalog: Catalog, facts: Facts, major: number): void {
  const name = full(table.name);
  const { partial } = table;
  facts.set(`${name} persistence`, { permanent: 'p', temporary: 't', unlogged: 'u' }[table.persistence]);
  if (!partial) facts.set(`${name} columns`, [...table.columns.keys()].join());
  for (const column of table.columns.values()) {
    const { type } = column;
    if (!partial || column.notNull) facts.set(`${name}.${column.name} not null`, String(column.notNull));
    const isNamed = column.notNull || table.constraints.some(it => it.kind === 'not-null' && it.columns[0] === column.name);
    if (major >= 18 && isNamed && !partial) facts.set(`${name}.${column.name} not null by`, notNullNameOf(table, column));
    const modifiers = type?.name === 'interval' ? [] : type?.name === 'numeric' && type.modifiers.length === 1 ? [type.modifiers[0]!, 0] : (type?.modifiers ?? []);
    if (!partial || type) facts.set(`${name}.${column.name} type`, type ? typeText(type.name, modifiers, type.array) : 'unknown');
    if (!partial && !column.default?.isNull) facts.set(`${name}.${column.name} value`, column.generated ?? (column.default || type?.serial ? 'default' : ''));
    if (!partial) facts.set(`${name}.${column.name} collation`, column.collation?.name ?? '');
  }
  for (const { references, ...it } of table.constraints) {
    if (it.kind === 'not-null') continue;
    facts.set(`${name} constraint ${it.name}`, constraintText({ ...it, ...(references && { references: `${full(references.table)}(${references.columns.join()}) ${references.onDelete} ${references.onUpdate}` }) }));
  }
  for (const it of table.referencedBy) facts.set(`${name} is referenced by ${full(it)}`, '');
  for (const it of [...table.inherits, ...(table.partitionOf ? [table.partitionOf.parent] : [])]) facts.set(`${name} is below ${full(it)}`, '');
  for (const it of table.children) {
    const bound = catalog.table(it)?.partitionOf;
    facts.set(`${name} is above ${full(it)}`, bound === undefined ? 'inheritance' : bound.isDefault ? 'default partition' : 'partition');
  }
  if (table.partitionKey) facts.set(`${name} key`, `${table.partitionKey.strategy} ${table.partitionKey.columns.map(it => it ?? '-').join()}`);
  for (const it of table.triggers) facts.set(`${name} trigger ${it.name}`, `${it.constraint} ${it.forEachRow} ${it.function?.name ?? ''}`);
  for (const it of table.policies) facts.set(`${name} policy ${it.name}`, `${it.restrictive} ${it.command}`);
  for (const it of table.rules) facts.set(`${name} rule ${it.name}`, '');
  if (!partial) facts.set(`${name} row security`, String(table.rowSecurity ?? false));
  if (!partial && !table.foreign) facts.set(`${name} replica identity`, table.replicaIdentity ?? 'default');
}
