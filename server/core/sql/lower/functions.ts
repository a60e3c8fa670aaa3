import type { RawNode } from '../raw.js';
import type { AlterFunction, CreateFunction, FunctionCode, Signature } from '../statement/functions.js';
import { named, optionsOf } from './definitions.js';
import { defined, parameterType, strings } from './names.js';
import type { Place } from './place.js';

type Body<T> = Omit<T, 'keyword'>;

export function createFunction(raw: RawNode, place: Place): Body<CreateFunction> {
  const options = optionsOf(raw);
  const option = (name: string): RawNode | undefined => options.find(it => it['defname'] === name);
  const volatility = option('volatility')?.['arg']?.String?.sval as string | undefined;
  const language = ((option('language')?.['arg']?.String?.sval as string | undefined) ?? 'sql').toLowerCase();
  const body = option('as');
  const settings = settingsOf(options);
  return defined<Body<CreateFunction>>({
    kind: 'create-function',
    name: named(strings(raw['funcname']), place),
    orReplace: raw['replace'] === true,
    procedure: raw['is_procedure'] === true,
    signature: signatureOf(raw, place),
    language,
    volatility: volatility === 'immutable' || volatility === 'stable' ? volatility : 'volatile',
    securityDefiner: option('security')?.['arg']?.Boolean?.boolval === true || undefined,
    settings: settings.length > 0 ? settings : undefined,
    forTriggers: strings(raw['returnType']?.names).at(-1) === 'trigger' || undefined,
    body: body === undefined ? undefined : bodySpan(place, place.offset(body['location'])),
    code: body === undefined ? undefined : codeOf(raw, language, body),
  });
}

function signatureOf(raw: RawNode, place: Place): Signature | undefined {
  const all = ((raw['parameters'] ?? []) as readonly RawNode[]).map(it => it['FunctionParameter'] as RawNode);
  const returns = raw['returnType'] as RawNode | undefined;
  if ([returns, ...all.map(it => it['argType'] as RawNode)].some(it => it?.['pct_type'] === true)) return undefined;
  const typeOf = (it: RawNode): string => parameterType(it, place);
  const outs = all.filter(it => ['FUNC_PARAM_OUT', 'FUNC_PARAM_INOUT', 'FUNC_PARAM_TABLE'].includes(it['mode']));
  // One that comes out is what is returned; several are a row, of which the names count as well.
  const row = outs.length < 2 ? '' : `(${outs.map((it, i) => `${it['name'] ?? `column${i + 1}`} ${typeOf(it['argType'])}`).join(', ')})`;
  const own = outs.length === 1 ? typeOf(outs[0]!['argType']) : outs.length > 1 ? 'record' : returns === undefined ? 'void' : typeOf(returns);
  return {
    parameters: all.filter(it => it['mode'] !== 'FUNC_PARAM_OUT' && it['mode'] !== 'FUNC_PARAM_TABLE')
      .map(it => ({ name: it['name'] as string | undefined, type: typeOf(it['argType']), hasDefault: it['defexpr'] !== undefined })),
    result: raw['is_procedure'] === true ? '' : `${returns?.['setof'] === true ? 'setof ' : ''}${own}${row}`,
  };
}

function codeOf(raw: RawNode, language: string, body: RawNode): FunctionCode | undefined {
  const [text] = strings(body['arg']?.List?.items);
  if ((language !== 'sql' && language !== 'plpgsql') || text === undefined) return undefined;
  const parameters = ((raw['parameters'] ?? []) as readonly RawNode[]).flatMap(it => (it['FunctionParameter']?.name as string | undefined) ?? []);
  return { language, text, parameters };
}

export function alterFunction(raw: RawNode, place: Place): Body<AlterFunction> {
  const actions = ((raw['actions'] ?? []) as readonly RawNode[]).map(it => it['DefElem'] as RawNode);
  const security = actions.findLast(it => it['defname'] === 'security')?.['arg']?.Boolean as RawNode | undefined;
  return defined<Body<AlterFunction>>({
    kind: 'alter-function',
    name: named(strings(raw['func']?.objname), place),
    securityDefiner: security === undefined ? undefined : security['boolval'] === true,
    settings: settingsOf(actions),
  });
}

/** The names of the variables that `SET name …` in it sets. */
function settingsOf(options: readonly RawNode[]): readonly string[] {
  return options.filter(it => it['defname'] === 'set').map(it => it['arg']?.VariableSetStmt as RawNode).filter(it => it['kind'] === 'VAR_SET_VALUE' || it['kind'] === 'VAR_SET_CURRENT').map(it => it['name'] as string);
}

/** What stands between the quotes of the first string at or after `from`. */
export function bodySpan(place: Place, from: number): { readonly start: number; readonly end: number } | undefined {
  const token = place.tokens().slice(place.indexAt(from)).find(it => it.kind === 'string');
  if (token === undefined) return undefined;
  const text = place.text.slice(token.span.start, token.span.end);
  const quotes = /^\$[^$]*\$/.exec(text)?.[0].length ?? 1;
  const prefix = /^(?:[eEnN]|[uU]&)(?=')/.exec(text)?.[0].length ?? 0;
  return { start: token.span.start + prefix + quotes, end: token.span.end - quotes };
}
