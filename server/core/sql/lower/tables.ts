import type { Span } from '../../text/span.js';
import type { KnownSpans, RawNode } from '../raw.js';
import type { ColumnDefinition, Constraint, Identity, ReferentialAction } from '../statement/definitions.js';
import type { Bound, Bounds, CreateTable, LikeSource, PartitionKey } from '../statement/tables.js';
import { constant } from './constants.js';
import { expression } from './expression.js';
import { defined, nameOf, optionValues, persistenceOf, relation, relationAt, strings, typeName } from './names.js';
import type { Place } from './place.js';

type Body<T> = Omit<T, 'keyword'>;

export function createTable(raw: RawNode, place: Place, spans: KnownSpans, foreign: boolean): Body<CreateTable> {
  const elements = (raw['tableElts'] ?? []) as readonly RawNode[];
  const columns = elements.flatMap(it => (it['ColumnDef'] ? [it['ColumnDef'] as RawNode] : []));
  const parents = ((raw['inhRelations'] ?? []) as readonly RawNode[]).map(it => it['RangeVar'] as RawNode);
  const bound = raw['partbound'] as RawNode | undefined;
  return defined<Body<CreateTable>>({
    kind: 'create-table',
    table: relationAt(raw['relation'], place),
    persistence: persistenceOf(raw['relation']),
    ifNotExists: raw['if_not_exists'] === true,
    columns: columns.map((it, i) => column(it, place, spans.columns?.length === columns.length ? spans.columns[i] : undefined)),
    constraints: elements.flatMap(it => (it['Constraint'] ? [constraint(it['Constraint'], place)] : [])),
    like: elements.flatMap((it, i) => (it['TableLikeClause'] ? [like(it['TableLikeClause'], elements.slice(0, i).filter(other => other['ColumnDef']).length, place)] : [])),
    inherits: bound === undefined ? parents.map(relation) : [],
    partitionOf: bound === undefined ? undefined : { parent: relationAt(parents[0], place), ...partitionBounds(bound) },
    partitionedBy: raw['partspec'] !== undefined,
    partitionKey: raw['partspec'] === undefined ? undefined : partitionKey(raw['partspec']),
    foreign: foreign || undefined,
    ofType: raw['ofTypename'] === undefined ? undefined : nameOf(strings(raw['ofTypename'].names)),
    tablespace: raw['tablespacename'] as string | undefined,
    options: raw['options'] === undefined || foreign ? undefined : optionValues(raw['options']),
  });
}

const CONSTRAINTS: Readonly<Record<string, Constraint['kind']>> = {
  CONSTR_CHECK: 'check', CONSTR_FOREIGN: 'foreign-key', CONSTR_UNIQUE: 'unique', CONSTR_PRIMARY: 'primary-key', CONSTR_EXCLUSION: 'exclude', CONSTR_NOTNULL: 'not-null',
};

export function column(raw: RawNode, place: Place, known?: Span): ColumnDefinition {
  const parts = ((raw['constraints'] ?? []) as readonly RawNode[]).map(it => it['Constraint'] as RawNode);
  const start = place.offset(raw['location']);
  const named = (type: string): RawNode | undefined => parts.find(it => it['contype'] === type);
  const given = named('CONSTR_DEFAULT')?.['raw_expr'] as RawNode | undefined;
  const generated = named('CONSTR_GENERATED');
  const numbered = named('CONSTR_IDENTITY');
  return defined<ColumnDefinition>({
    name: raw['colname'] as string,
    type: raw['typeName'] === undefined ? undefined : typeName(raw['typeName'], place),
    span: known ?? { start, end: itemEnd(place, start) },
    notNull: named('CONSTR_NOTNULL') !== undefined,
    notNullName: named('CONSTR_NOTNULL')?.['conname'] as string | undefined,
    default: given === undefined ? undefined : expression(given, place),
    generated: numbered
      ? { as: 'identity', identity: identityOf(numbered) }
      : generated && { as: generated['generated_kind'] === 'v' ? 'virtual' : 'stored', expression: expression(generated['raw_expr'], place) },
    collation: raw['collClause'] === undefined ? undefined : nameOf(strings(raw['collClause'].collname)),
    constraints: withAttributes(parts)
      .filter(it => it['contype'] !== 'CONSTR_NOTNULL' && CONSTRAINTS[it['contype']] !== undefined)
      .map(it => constraint(it, place, raw['colname'] as string)),
  });
}

/** `REFERENCES a DEFERRABLE` in a column is two constraints in a row to the parser. */
function withAttributes(parts: readonly RawNode[]): readonly RawNode[] {
  return parts.map((part, i) => {
    const attributes: RawNode[] = [];
    for (let j = i + 1; parts[j]?.['contype']?.startsWith('CONSTR_ATTR_'); j++) attributes.push(parts[j]!);
    const has = (name: string): boolean => attributes.some(it => it['contype'] === `CONSTR_ATTR_${name}`);
    return has('DEFERRABLE') || has('DEFERRED') || has('NOT_ENFORCED')
      ? { ...part, deferrable: has('DEFERRABLE') || has('DEFERRED'), ...(has('NOT_ENFORCED') && { is_enforced: false }) }
      : part;
  });
}

const REFERENTIAL: Readonly<Record<string, ReferentialAction>> = { a: 'no-action', r: 'restrict', c: 'cascade', n: 'set-null', d: 'set-default' };

/** `of` is the column that it is written on. */
export function constraint(raw: RawNode, place: Place, of?: string): Constraint {
  const kind = CONSTRAINTS[raw['contype']] ?? 'check';
  const body = raw['raw_expr'] === undefined ? undefined : expression(raw['raw_expr'], place);
  const start = place.offset(raw['location']);
  const named = strings(kind === 'foreign-key' ? raw['fk_attrs'] : raw['keys']);
  const excluded = ((raw['exclusions'] ?? []) as readonly RawNode[]).map(it => it['List']?.items?.[0]?.IndexElem?.name).filter(it => it !== undefined);
  return defined<Constraint>({
    kind,
    name: raw['conname'] as string | undefined,
    span: { start, end: of === undefined ? itemEnd(place, start) : columnConstraintEnd(place, start) },
    columns: kind === 'check' ? (body?.columns ?? []) : kind === 'exclude' ? excluded : named.length === 0 && of !== undefined ? [of] : named,
    notValid: raw['skip_validation'] === true,
    // The parser says so only of the two kinds that can be.
    notEnforced: (kind === 'check' || kind === 'foreign-key') && raw['is_enforced'] !== true,
    deferrable: raw['deferrable'] === true,
    expression: body,
    references: raw['pktable'] === undefined ? undefined : {
      table: relationAt(raw['pktable'], place),
      columns: strings(raw['pk_attrs']),
      onDelete: REFERENTIAL[raw['fk_del_action']] ?? 'no-action',
      onUpdate: REFERENTIAL[raw['fk_upd_action']] ?? 'no-action',
    },
    usingIndex: raw['indexname'] as string | undefined,
    include: raw['including'] === undefined ? undefined : strings(raw['including']),
    method: raw['access_method'] as string | undefined,
    where: raw['where_clause'] === undefined ? undefined : expression(raw['where_clause'], place),
    noInherit: raw['is_no_inherit'] === true || undefined,
    nullsNotDistinct: raw['nulls_not_distinct'] === true || undefined,
  });
}

export function partitionBounds(raw: RawNode): { readonly isDefault: boolean; readonly bounds?: Bounds } {
  if (raw['is_default'] === true) return { isDefault: true };
  const list = (of: unknown): readonly RawNode[] => (of ?? []) as readonly RawNode[];
  switch (raw['strategy']) {
    case 'r':
      return { isDefault: false, bounds: { kind: 'range', from: list(raw['lowerdatums']).map(bound), to: list(raw['upperdatums']).map(bound) } };
    case 'l':
      return { isDefault: false, bounds: { kind: 'list', values: list(raw['listdatums']).map(it => constant(it) ?? null) } };
    case 'h':
      return { isDefault: false, bounds: { kind: 'hash', modulus: raw['modulus'] ?? 0, remainder: raw['remainder'] ?? 0 } };
    default:
      return { isDefault: false };
  }
}

function bound(raw: RawNode): Bound {
  const word = strings(raw['ColumnRef']?.fields).at(-1);
  return word === 'minvalue' || word === 'maxvalue' ? word : { value: constant(raw) ?? '' };
}

const STRATEGIES: Readonly<Record<string, PartitionKey['strategy']>> = {
  PARTITION_STRATEGY_RANGE: 'range', PARTITION_STRATEGY_LIST: 'list', PARTITION_STRATEGY_HASH: 'hash',
};

function partitionKey(raw: RawNode): PartitionKey {
  return {
    strategy: STRATEGIES[raw['strategy']] ?? 'range',
    columns: ((raw['partParams'] ?? []) as readonly RawNode[]).map(it => it['PartitionElem']?.name as string | undefined),
  };
}

/** Of a constraint's node: `generated_when` is `a` or `d`. */
export function identityOf(raw: RawNode): Identity {
  return { always: raw['generated_when'] === 'a', options: ((raw['options'] ?? []) as readonly RawNode[]).length > 0 };
}

/** The bits of `TableLikeOption` in `src/include/nodes/parsenodes.h`. */
const LIKE_OPTIONS = ['comments', 'compression', 'constraints', 'defaults', 'generated', 'identity', 'indexes', 'statistics', 'storage'] as const;

function like(raw: RawNode, before: number, place: Place): LikeSource {
  const options = (raw['options'] as number | undefined) ?? 0;
  return { ...relationAt(raw['relation'], place), before, including: LIKE_OPTIONS.filter((_, bit) => (options & (1 << bit)) !== 0) };
}

/** Where an element of a list ends: before the comma or the parenthesis that is not its own. */
export function itemEnd(place: Place, start: number): number {
  let depth = 0;
  let end = start;
  for (let i = place.indexAt(start); i < place.tokens().length; i++) {
    const said = place.say(i);
    if (depth === 0 && (said === ',' || said === ')' || said === ';')) break;
    if (said === '(' || said === '[') depth++;
    if (said === ')' || said === ']') depth--;
    end = place.tokens()[i]!.span.end;
  }
  return end;
}

const STARTS_CONSTRAINT = new Set(['constraint', 'check', 'primary', 'unique', 'references', 'default', 'generated', 'collate']);

/** Where a constraint that is written on a column ends: the next one, or the column's end. */
function columnConstraintEnd(place: Place, start: number): number {
  const last = itemEnd(place, start);
  let depth = 0;
  let end = start;
  const first = place.indexAt(start);
  // `CONSTRAINT name` belongs to the kind that follows it.
  const body = place.say(first) === 'constraint' ? first + 2 : first;
  for (let i = first; i < place.tokens().length && place.tokens()[i]!.span.end <= last; i++) {
    const said = place.say(i);
    if (depth === 0 && i > body) {
      if (STARTS_CONSTRAINT.has(said) && !(said === 'default' && place.say(i - 1) === 'set')) break;
      if ((said === 'not' && place.say(i + 1) === 'null') || (said === 'null' && !['set', 'not'].includes(place.say(i - 1)))) break;
    }
    if (said === '(' || said === '[') depth++;
    if (said === ')' || said === ']') depth--;
    end = place.tokens()[i]!.span.end;
  }
  return end;
}
