import type { Name } from '../identifier.js';
import type { RawNode } from '../raw.js';
import type { TypeName } from '../statement/expression.js';
import type { CreateIndex, IndexKey } from '../statement/indexes.js';
import type { NameAt } from '../statement/names.js';
import type { AlterDomain, AlterEnum, AlterSequence, CreateCollation, CreateDomain, CreateExtension, CreateSequence, CreateStatistics, CreateType, Publication } from '../statement/objects.js';
import type { CreatePolicy, CreateRule, CreateTrigger } from '../statement/views.js';
import { expression } from './expression.js';
import { labelOf } from './label.js';
import { mentions } from './mentions.js';
import { defined, nameOf, persistenceOf, relation, relationAt, rolesOf, strings, targetAt, typeName } from './names.js';
import { keywordOf, nameSpan, type Place } from './place.js';
import { constraint } from './tables.js';

type Body<T> = Omit<T, 'keyword'>;

export function createIndex(raw: RawNode, place: Place): Body<CreateIndex> {
  const keys = ((raw['indexParams'] ?? []) as readonly RawNode[]).map(it => indexKey(it['IndexElem'], place));
  const name = raw['idxname'] as string | undefined;
  return defined<Body<CreateIndex>>({
    kind: 'create-index',
    name: name === undefined ? undefined : { name, ...spanAfterKeyword(place) },
    table: relationAt(raw['relation'], place),
    unique: raw['unique'] === true,
    concurrently: raw['concurrent'] === true,
    ifNotExists: raw['if_not_exists'] === true,
    only: raw['relation']?.inh !== true,
    method: (raw['accessMethod'] as string | undefined) ?? 'btree',
    columns: keys.map(it => it.column),
    include: ((raw['indexIncludingParams'] ?? []) as readonly RawNode[]).map(it => it['IndexElem']?.name as string | undefined).filter(it => it !== undefined),
    where: raw['whereClause'] === undefined ? undefined : expression(raw['whereClause'], place),
    keys,
    nullsNotDistinct: raw['nulls_not_distinct'] === true || undefined,
  });
}

function indexKey(raw: RawNode, place: Place): IndexKey {
  const descending = raw['ordering'] === 'SORTBY_DESC';
  // A column in parentheses is a column: `ComputeIndexAttrs` in `src/backend/commands/indexcmds.c`.
  const collated = raw['expr']?.CollateClause as RawNode | undefined;
  const [bare, ...more] = strings((collated?.['arg'] ?? raw['expr'])?.ColumnRef?.fields);
  const column = (raw['name'] as string | undefined) ?? (more.length === 0 ? bare : undefined);
  const collation = (collated?.['collname'] ?? raw['collation']) as RawNode | undefined;
  return defined<IndexKey>({
    column,
    expression: column !== undefined ? undefined : expression(raw['expr'], place),
    label: column !== undefined ? undefined : labelOf(raw['expr']),
    collation: collation === undefined ? undefined : nameOf(strings(collation)),
    operatorClass: raw['opclass'] === undefined ? undefined : nameOf(strings(raw['opclass'])),
    descending,
    // Nulls sort as if larger than everything.
    nullsFirst: raw['nulls_ordering'] === 'SORTBY_NULLS_FIRST' || (descending && raw['nulls_ordering'] !== 'SORTBY_NULLS_LAST'),
  });
}

/** The name that stands behind `CREATE … [CONCURRENTLY] [IF NOT EXISTS]`. */
function spanAfterKeyword(place: Place): { readonly span: NonNullable<NameAt['span']> } {
  let i = place.indexAt(keywordOf(place.text).end);
  if (place.say(i) === 'concurrently') i++;
  if (place.say(i) === 'if') i += place.say(i + 1) === 'not' ? 3 : 2;
  return { span: nameSpan(place.text, place.tokens()[i]?.span.start ?? place.text.length) };
}

export function named(parts: readonly string[], place: Place): NameAt {
  return { ...nameOf(parts), ...spanAfterKeyword(place) };
}

export function createTrigger(raw: RawNode, place: Place): Body<CreateTrigger> {
  return defined<Body<CreateTrigger>>({
    kind: 'create-trigger',
    name: raw['trigname'] as string,
    table: relationAt(raw['relation'], place),
    orReplace: raw['replace'] === true,
    constraint: raw['isconstraint'] === true,
    function: nameOf(strings(raw['funcname'])),
    forEachRow: raw['row'] === true,
    columns: triggerColumns(raw),
    from: raw['constrrel'] === undefined ? undefined : relationAt(raw['constrrel'], place),
  });
}

/** A condition names them of NEW or OLD, or has none of them and is of the whole row. */
function triggerColumns(raw: RawNode): readonly string[] | undefined {
  const columns = new Set([...strings(raw['columns']), ...mentions(raw['whenClause']).columns.filter(it => it !== 'new' && it !== 'old')]);
  return columns.size > 0 ? [...columns] : undefined;
}

export function policy(kind: CreatePolicy['kind'], raw: RawNode, place: Place): Body<CreatePolicy> {
  const { columns, reads } = mentions(raw['qual'], raw['with_check']);
  const roles = rolesOf(raw['roles']);
  return defined<Body<CreatePolicy>>({
    kind,
    name: raw['policy_name'] as string,
    table: relationAt(raw['table'], place),
    columns,
    reads,
    restrictive: kind === 'create-policy' && raw['permissive'] !== true ? true : undefined,
    command: raw['cmd_name'] as CreatePolicy['command'],
    roles: roles.length > 0 ? roles : undefined,
    using: raw['qual'] === undefined ? undefined : expression(raw['qual'], place),
    check: raw['with_check'] === undefined ? undefined : expression(raw['with_check'], place),
  });
}

export function createRule(raw: RawNode, place: Place): Body<CreateRule> {
  const inside = mentions(raw['whereClause'], raw['actions']);
  const reads = [...inside.reads, ...inside.writes.flatMap(it => mentions(it.node).reads)].filter(it => it.schema !== undefined || (it.name !== 'new' && it.name !== 'old'));
  const writes = inside.writes.map(it => relation(it.node['relation']));
  return { kind: 'create-rule', name: raw['rulename'] as string, table: relationAt(raw['relation'], place), reads, writes };
}

export function createType(of: CreateType['of'], name: readonly string[], values: readonly string[], place: Place): Body<CreateType> {
  return { kind: 'create-type', of, name: named(name, place), values };
}

export function alterEnum(raw: RawNode, place: Place): Body<AlterEnum> {
  const from = raw['oldVal'] as string | undefined;
  const neighbour = raw['newValNeighbor'] as string | undefined;
  return defined<Body<AlterEnum>>({
    kind: 'alter-enum',
    name: named(strings(raw['typeName']), place),
    action: from === undefined ? 'add-value' : 'rename-value',
    value: (raw['newVal'] as string | undefined) ?? '',
    ifNotExists: raw['skipIfNewValExists'] === true,
    from,
    neighbour: neighbour === undefined ? undefined : { side: raw['newValIsAfter'] === true ? 'after' : 'before', value: neighbour },
  });
}

export function createDomain(raw: RawNode, place: Place): Body<CreateDomain> {
  const parts = ((raw['constraints'] ?? []) as readonly RawNode[]).map(it => it['Constraint'] as RawNode);
  const given = parts.find(it => it['contype'] === 'CONSTR_DEFAULT')?.['raw_expr'] as RawNode | undefined;
  const constraints = parts.filter(it => it['contype'] === 'CONSTR_CHECK' || it['contype'] === 'CONSTR_NOTNULL').map(it => constraint(it, place));
  return defined<Body<CreateDomain>>({
    kind: 'create-domain',
    name: named(strings(raw['domainname']), place),
    type: typeName(raw['typeName'], place),
    constrained: constraints.length > 0,
    default: given === undefined ? undefined : expression(given, place),
    constraints,
  });
}

const DOMAIN_ACTIONS: Readonly<Record<string, AlterDomain['action']>> = {
  C: 'add-constraint', X: 'drop-constraint', V: 'validate-constraint', O: 'set-not-null', N: 'drop-not-null', T: 'default',
};

export function alterDomain(raw: RawNode, place: Place): Body<AlterDomain> {
  const added = raw['def']?.Constraint as RawNode | undefined;
  return defined<Body<AlterDomain>>({
    kind: 'alter-domain',
    name: named(strings(raw['typeName']), place),
    action: DOMAIN_ACTIONS[raw['subtype']] ?? 'default',
    notValid: added?.['skip_validation'] === true,
    constraint: (raw['name'] ?? added?.['conname']) as string | undefined,
    expression: added?.['raw_expr'] === undefined ? undefined : expression(added['raw_expr'], place),
  });
}

export function createSequence(raw: RawNode, place: Place): Body<CreateSequence> {
  return defined<Body<CreateSequence>>({
    kind: 'create-sequence',
    sequence: relationAt(raw['sequence'], place),
    temporary: persistenceOf(raw['sequence']) === 'temporary',
    ifNotExists: raw['if_not_exists'] === true,
    ...ownerOf(raw),
    type: sequenceType(raw, place),
    cycles: optionsOf(raw).some(it => it['defname'] === 'cycle' && it['arg']?.Boolean?.boolval === true) || undefined,
  });
}

export function alterSequence(raw: RawNode, place: Place): Body<AlterSequence> {
  const options = optionsOf(raw).map(it => it['defname'] as string);
  return defined<Body<AlterSequence>>({
    kind: 'alter-sequence',
    sequence: relationAt(raw['sequence'], place),
    ifExists: raw['missing_ok'] === true,
    ...ownerOf(raw),
    restart: options.includes('restart'),
    options,
    type: sequenceType(raw, place),
  });
}

export function optionsOf(raw: RawNode): readonly RawNode[] {
  return ((raw['options'] ?? []) as readonly RawNode[]).map(it => it['DefElem'] as RawNode);
}

function sequenceType(raw: RawNode, place: Place): TypeName | undefined {
  const type = optionsOf(raw).find(it => it['defname'] === 'as')?.['arg']?.TypeName as RawNode | undefined;
  return type && typeName(type, place);
}

/** `OWNED BY table.column`; `OWNED BY NONE` owns nothing. */
function ownerOf(raw: RawNode): { readonly ownedBy: Name | undefined; readonly ownedColumn: string | undefined } {
  const parts = strings(optionsOf(raw).find(it => it['defname'] === 'owned_by')?.['arg']?.List?.items);
  return parts.length < 2 ? { ownedBy: undefined, ownedColumn: undefined } : { ownedBy: nameOf(parts.slice(0, -1)), ownedColumn: parts.at(-1) };
}

export function createStatistics(raw: RawNode, place: Place): Body<CreateStatistics> {
  const name = strings(raw['defnames']);
  const parts = ((raw['exprs'] ?? []) as readonly RawNode[]).map(it => it['StatsElem'] as RawNode);
  return defined<Body<CreateStatistics>>({
    kind: 'create-statistics',
    name: name.length === 0 ? undefined : named(name, place),
    tables: ((raw['relations'] ?? []) as readonly RawNode[]).flatMap(it => (it['RangeVar'] ? [relationAt(it['RangeVar'], place)] : [])),
    columns: parts.map(it => it['name'] as string | undefined),
    reads: mentions(parts.map(it => it['expr'])).columns,
    ifNotExists: raw['if_not_exists'] === true || undefined,
  });
}

export function createCollation(raw: RawNode, place: Place): Body<CreateCollation> {
  const parts = ((raw['definition'] ?? []) as readonly RawNode[]).map(it => it['DefElem'] as RawNode);
  const given = parts.find(it => it['defname'] === 'deterministic')?.['arg']?.String?.sval as string | undefined;
  return { kind: 'create-collation', name: named(strings(raw['defnames']), place), deterministic: given === undefined || !['false', 'off', '0', 'no'].includes(given.toLowerCase()) };
}

const PUBLICATION_ACTIONS = { AP_AddObjects: 'add', AP_DropObjects: 'drop', AP_SetObjects: 'set' } as const;

export function publication(kind: Publication['kind'], raw: RawNode, place: Place): Body<Publication> {
  const objects = ((raw['pubobjects'] ?? []) as readonly RawNode[]).map(it => it['PublicationObjSpec'] as RawNode);
  const alter = objects.length > 0 ? (PUBLICATION_ACTIONS[raw['action'] as keyof typeof PUBLICATION_ACTIONS] ?? 'options') : 'options';
  return {
    kind,
    name: raw['pubname'] as string,
    allTables: raw['for_all_tables'] === true,
    action: kind === 'create-publication' ? 'create' : alter,
    tables: objects.flatMap(it => (it['pubtable'] ? [targetAt(it['pubtable'].relation, place)] : [])),
    schemas: objects.flatMap(it => (it['pubobjtype'] === 'PUBLICATIONOBJ_TABLES_IN_SCHEMA' ? [it['name'] as string] : [])),
  };
}

export function createExtension(raw: RawNode): Body<CreateExtension> {
  return defined<Body<CreateExtension>>({
    kind: 'create-extension',
    name: raw['extname'] as string,
    ifNotExists: raw['if_not_exists'] === true,
    schema: optionsOf(raw).find(it => it['defname'] === 'schema')?.['arg']?.String?.sval as string | undefined,
    version: optionsOf(raw).find(it => it['defname'] === 'new_version')?.['arg']?.String?.sval as string | undefined,
  });
}
