import type { ConnectionProblem } from '../connections.js';

/** libpq's keywords and their values. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-PARAMKEYWORDS */
export type Parameters = Readonly<Record<string, string>>;

export interface Given {
  readonly parameters: Parameters;
  readonly runtime: Parameters;
  readonly tool: Parameters;
}

/** Replaces `${env:NAME}`. Inside a URL the value is encoded, so that a password may hold any character. */
export function expandEnvironment(
  text: string,
  env: Readonly<Record<string, string | undefined>>,
): { readonly kind: 'text'; readonly text: string } | ConnectionProblem {
  const missing = [...text.matchAll(REFERENCE)].map(([, name]) => name!).find(name => env[name] === undefined);
  if (missing !== undefined) return { kind: 'problem', message: `The environment variable ${missing} is not set` };
  return {
    kind: 'text',
    text: text.replace(REFERENCE, (_, name: string, at: number) =>
      text.lastIndexOf('://', at) >= 0 ? encodeURIComponent(env[name]!) : env[name]!),
  };
}

const REFERENCE = /\$\{env:([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** `undefined` where the text is neither a URL nor a list of keywords. An empty text gives nothing, validly. */
export function parametersOf(text: string): Given | undefined {
  const pairs = text === '' ? [] : (urlPairs(text) ?? wordPairs(text));
  if (pairs === undefined) return undefined;

  const parameters: Record<string, string> = {};
  const runtime: Record<string, string> = {};
  const tool: Record<string, string> = {};
  for (const [name, value] of pairs) {
    if (name.toLowerCase().startsWith('x-')) tool[name.toLowerCase()] = value;
    else if (name === 'options') Object.assign(runtime, optionsOf(value));
    else if (name === 'currentSchema') runtime['search_path'] = value;
    // Prisma's word for it, which it quotes.
    else if (name === 'schema') runtime['search_path'] = `"${value.replaceAll('"', '""')}"`;
    else if (RUNTIME.has(name.toLowerCase())) {
      runtime[name.toLowerCase()] = value;
      // Atlas keeps its history there.
      if (name.toLowerCase() === 'search_path') tool['search_path'] = value;
    }
    // The JDBC driver verifies what `ssl=true` asks for. https://jdbc.postgresql.org/documentation/ssl/
    else if (name === 'ssl') parameters['sslmode'] ??= value === 'false' ? 'disable' : 'verify-full';
    else parameters[name === 'database' ? 'dbname' : name] = value;
  }
  return { parameters, runtime, tool };
}

/** Run-time parameters as libpq's `options` has them. https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNECT-OPTIONS */
export function writtenOptions(runtime: Parameters): string {
  return Object.entries(runtime).map(([name, value]) => `-c ${`${name}=${value}`.replace(/[\\\s]/g, '\\$&')}`).join(' ');
}

/** Run-time parameters that drivers pass on from a URL and that change what a migration means. */
const RUNTIME = new Set(['search_path', 'timezone', 'statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout']);

type Pair = readonly [name: string, value: string];

const URL_SHAPE = /^(?:jdbc:)?(?:postgres|postgresql|pgx|pgx4|pgx5):(?:\/\/(?:([^:@/?]*)(?::([^@/?]*))?@)?([^/?]*)\/?|(?!\/\/))([^?]*)(?:\?(.*))?$/s;

/** By libpq's rules, not by WHATWG's: a `#` is a character like any other. */
function urlPairs(text: string): readonly Pair[] | undefined {
  const shape = URL_SHAPE.exec(text.trim());
  if (!shape) return undefined;
  const [, user, password, place = '', dbname, query = ''] = shape;
  const hosts = place.split(',').map(it => /^(\[[^\]]*\]|[^:]*)(?::(\d*))?$/.exec(it));
  if (hosts.includes(null)) return undefined;
  const asked = query.split('&').filter(it => it !== '').map((it): Pair => {
    const cut = it.indexOf('=');
    return cut < 0 ? [it, ''] : [it.slice(0, cut), it.slice(cut + 1)];
  });
  const pairs: readonly Pair[] = [
    ['user', user ?? ''],
    ['password', password ?? ''],
    ['host', hosts.map(it => it![1]!.replace(/^\[|\]$/g, '')).join(',')],
    ['port', hosts[0]![2] ?? ''],
    ['dbname', dbname ?? ''],
    ...asked,
  ];
  try {
    return pairs.filter(([, value]) => value !== '').map(([name, value]) => [decodeURIComponent(name), decodeURIComponent(value)]);
  } catch {
    return undefined;
  }
}

/** `host=db dbname='my app'` */
function wordPairs(text: string): readonly Pair[] | undefined {
  const words = [...text.matchAll(/\s*([a-z_]+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'|((?:[^\s'\\]|\\.)*))(?=\s|$)/gsy)];
  const read = words.reduce((length, [all]) => length + all.length, 0);
  if (words.length === 0 || text.slice(read).trim() !== '') return undefined;
  return words.map(([, name, quoted, bare]) => [name!, (quoted ?? bare!).replace(/\\(.)/gs, '$1')]);
}

/** `-c search_path=app -c lock_timeout=2s`; a backslash keeps a blank. */
function optionsOf(text: string): Parameters {
  const words = (text.match(/(?:\\.|[^\s\\])+/gs) ?? []).map(it => it.replace(/\\(.)/gs, '$1'));
  const settings = words.flatMap((word, i) => (word === '-c' ? [words[i + 1] ?? ''] : word.startsWith('-c') ? [word.slice(2)] : word.startsWith('--') ? [word.slice(2)] : []));
  return Object.fromEntries(settings.filter(it => it.includes('=')).map(it => [it.slice(0, it.indexOf('=')), it.slice(it.indexOf('=') + 1)]));
}
