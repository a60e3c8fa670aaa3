/** Where a password is kept: a repository that renames or redirects a connection does not get the secret of another database. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
}

export function secretKey({ host, port, database, user }: Address): string {
  return `password:${JSON.stringify([host, port, database, user])}`;
}

/** Takes the password out of a URL that a person pasted. `undefined`: not a URL of PostgreSQL. */
export function withoutPassword(pasted: string): { readonly url: string; readonly password?: string } | undefined {
  const text = pasted.trim().replace(/^jdbc:(?=postgres)/, '');
  const parts = /^(postgres(?:ql)?:\/\/)(?:([^@/]*)@)?(.*)$/s.exec(text);
  if (!parts) return undefined;
  const [, scheme, authority = '', rest = ''] = parts;
  const [address = '', query = ''] = split(rest, '?');
  const parameters = query.split('&').filter(it => it !== '');
  const secret = (it: string) => it.startsWith('password=');
  const [user = '', inline] = split(authority, ':');
  const password = inline ?? parameters.find(secret)?.slice('password='.length);
  const kept = parameters.filter(it => !secret(it)).join('&');
  const url = `${scheme}${user ? `${user}@` : ''}${address}${kept ? `?${kept}` : ''}`;
  return password ? { url, password: decoded(password) } : { url };
}

/** A short name that nobody has yet: the database's. */
export function nameFor(url: string, taken: readonly string[]): string {
  const database = /^[a-z]+:\/\/[^/]*\/([^?]+)/.exec(url)?.[1];
  const host = /^[a-z]+:\/\/(?:[^@/]*@)?([^/:?]+)/.exec(url)?.[1];
  const base = /^(localhost|127\.|\[::1\])/.test(host ?? '') ? 'local' : decoded(database ?? host ?? 'database');
  for (let i = 1; ; i++) {
    const name = i === 1 ? base : `${base} ${i}`;
    if (!taken.includes(name)) return name;
  }
}

function split(text: string, separator: string): [string, string?] {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
