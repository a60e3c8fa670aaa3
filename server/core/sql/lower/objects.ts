import type { Span } from '../../text/span.js';
import type { KnownSpans, RawNode } from '../raw.js';
import type { NameAt, ObjectKind } from '../statement/names.js';
import type { AlterOwner, Comment, Drop, Grant, Rename, SetSchema } from '../statement/objects.js';
import { defined, nameOf, objectKind, parameterType, relationAt, rolesOf, strings } from './names.js';
import { keywordOf, nameSpan, type Place } from './place.js';
import { itemEnd } from './tables.js';

type Body<T> = Omit<T, 'keyword'>;

/** Objects that belong to a relation: their name comes last, the relation's before it. */
const OF_RELATION: ReadonlySet<ObjectKind> = new Set<ObjectKind>(['trigger', 'policy', 'rule', 'constraint', 'column']);

export function drop(raw: RawNode, place: Place, spans: KnownSpans): Body<Drop> {
  const object = objectKind(raw['removeType']);
  const objects = (raw['objects'] ?? []) as readonly RawNode[];
  const at = spans.names?.length === objects.length ? spans.names : targetSpans(place);
  const owned = OF_RELATION.has(object);
  const first = objects.length === 1 ? partsOf(objects[0]!) : [];
  return defined<Body<Drop>>({
    kind: 'drop',
    object,
    names: objects.map((it, i) => ({ ...(owned ? { name: partsOf(it).at(-1) ?? '' } : nameOf(partsOf(it))), ...(at[i] && { span: at[i] }) })),
    on: owned ? { ...nameOf(first.slice(0, -1)), ...spanOfOn(place) } : undefined,
    parameters: object === 'function' || object === 'procedure' ? objects.map(it => parametersOf(it, place)) : undefined,
    ifExists: raw['missing_ok'] === true,
    cascade: raw['behavior'] === 'DROP_CASCADE',
    concurrently: raw['concurrent'] === true,
  });
}

/** Of `DROP SCHEMA`'s like, a `String`; of types and functions their own nodes; else a list. */
function partsOf(raw: RawNode): readonly string[] {
  if (raw['String']) return [raw['String'].sval as string];
  if (raw['TypeName']) return strings(raw['TypeName'].names);
  if (raw['ObjectWithArgs']) return strings(raw['ObjectWithArgs'].objname);
  const items = (raw['List']?.items ?? []) as readonly RawNode[];
  return items.flatMap(it => (it['TypeName'] ? strings(it['TypeName'].names) : strings([it] as unknown as RawNode)));
}

/** Of an `ObjectWithArgs`: what comes in, or undefined where it is named alone. */
function parametersOf(raw: RawNode | undefined, place: Place): readonly string[] | undefined {
  const named = raw?.['ObjectWithArgs'] as RawNode | undefined;
  if (named === undefined || named['args_unspecified'] === true) return undefined;
  const all = named['objfuncargs'] as readonly RawNode[] | undefined;
  const types = all
    ? all.map(it => it['FunctionParameter'] as RawNode).filter(it => it['mode'] !== 'FUNC_PARAM_OUT' && it['mode'] !== 'FUNC_PARAM_TABLE').map(it => it['argType'] as RawNode)
    : ((named['objargs'] ?? []) as readonly RawNode[]).map(it => it['TypeName'] as RawNode);
  return types.map(it => parameterType(it, place));
}

/** The names behind `DROP TABLE [CONCURRENTLY] [IF EXISTS]`, with commas between them. */
function targetSpans(place: Place): readonly Span[] {
  let i = place.indexAt(keywordOf(place.text).end);
  if (place.say(i) === 'concurrently') i++;
  if (place.say(i) === 'if' && place.say(i + 1) === 'exists') i += 2;
  const spans: Span[] = [];
  for (let start = place.tokens()[i]?.span.start; start !== undefined; ) {
    spans.push(nameSpan(place.text, start));
    const after = place.indexAt(itemEnd(place, start));
    start = place.say(after) === ',' ? place.tokens()[after + 1]?.span.start : undefined;
  }
  return spans;
}

/** `DROP TRIGGER t ON app.orders`: where the relation's name stands. */
function spanOfOn(place: Place): { readonly span?: Span } {
  const on = place.tokens().findIndex((_, i) => i > 1 && place.say(i) === 'on');
  const start = place.tokens()[on + 1]?.span.start;
  return on === -1 || start === undefined ? {} : { span: nameSpan(place.text, start) };
}

export function rename(raw: RawNode, place: Place): Body<Rename> {
  const type = raw['renameType'] as string;
  const object = type === 'OBJECT_ATTRIBUTE' ? 'column' : type === 'OBJECT_DOMCONSTRAINT' ? 'constraint' : objectKind(type);
  const named = object === 'trigger' || object === 'policy' || object === 'rule' || object === 'column' || object === 'constraint';
  const related = raw['relationType'] === undefined || raw['relationType'] === 'OBJECT_ACCESS_METHOD' ? undefined : objectKind(raw['relationType']);
  return defined<Body<Rename>>({
    kind: 'rename',
    object,
    of: object === 'column' ? related : type === 'OBJECT_DOMCONSTRAINT' ? 'domain' : undefined,
    parameters: parametersOf(raw['object'], place),
    name: raw['relation'] === undefined ? objectName(raw, place) : relationAt(raw['relation'], place),
    from: named ? (raw['subname'] as string | undefined) : undefined,
    to: raw['newname'] as string,
    ifExists: raw['missing_ok'] === true,
  });
}

export function setSchema(raw: RawNode, place: Place): Body<SetSchema> {
  return defined<Body<SetSchema>>({
    kind: 'set-schema',
    object: objectKind(raw['objectType']),
    name: raw['relation'] === undefined ? objectName(raw, place) : relationAt(raw['relation'], place),
    to: raw['newschema'] as string,
    ...(raw['missing_ok'] === true && { ifExists: true }),
    parameters: parametersOf(raw['object'], place),
  });
}

/** What is no relation stands right behind the keyword; a schema or a role only as `subname`. */
function objectName(raw: RawNode, place: Place): NameAt {
  const parts = raw['object'] === undefined ? [(raw['subname'] as string | undefined) ?? ''] : partsOf(raw['object']);
  const span = targetSpans(place)[0];
  return { ...nameOf(parts), ...(span && { span }) };
}

export function owner(raw: RawNode, place: Place): Body<AlterOwner> {
  return { kind: 'alter-owner', object: objectKind(raw['objectType']), name: objectName(raw, place) };
}

export function comment(raw: RawNode, place: Place): Body<Comment> {
  const object = objectKind(raw['objtype']);
  const parts = raw['object'] === undefined ? [] : partsOf(raw['object']);
  const owned = OF_RELATION.has(object);
  const span = targetSpans(place)[0];
  // A column is written `table.column`, the others `name ON table`.
  const on = object === 'column' ? span : spanOfOn({ ...place }).span;
  return defined<Body<Comment>>({
    kind: 'comment',
    object,
    name: owned ? { name: parts.at(-1) ?? '', ...(object !== 'column' && span && { span }) } : { ...nameOf(parts), ...(span && { span }) },
    on: owned ? { ...nameOf(parts.slice(0, -1)), ...(on && { span: on }) } : undefined,
  });
}

export function grant(raw: RawNode, place: Place): Body<Grant> {
  const objects = (raw['objects'] ?? []) as readonly RawNode[];
  const inSchemas = raw['targtype'] === 'ACL_TARGET_ALL_IN_SCHEMA';
  return defined<Body<Grant>>({
    kind: raw['is_grant'] === true ? 'grant' : 'revoke',
    object: objectKind(raw['objtype']),
    names: inSchemas ? [] : objects.map(it => (it['RangeVar'] ? relationAt(it['RangeVar'], place) : nameOf(partsOf(it)))),
    allIn: inSchemas ? objects.flatMap(it => strings([it] as unknown as RawNode)) : undefined,
    future: raw['targtype'] === 'ACL_TARGET_DEFAULTS' || undefined,
    privileges: (raw['privileges'] as readonly RawNode[] | undefined)?.map(it => String(it['AccessPriv'].priv_name ?? 'all').toLowerCase()),
    roles: rolesOf(raw['grantees']),
  });
}
