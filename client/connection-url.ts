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

/**
 * Takes the password out of a URL that a person pasted; `${env:NAME}` in its place is no secret and stays.
 * `undefined`: not a URL of PostgreSQL.
 */
export function withoutPassword(pasted: string): { readonly url: string; readonly password?: string } | undefined {
  const text = pasted.trim().replace(/^jdbc:(?=postgres)/, '');
  const parts = /^(postgres(?:ql)?:\/\/)(?:((?:\$\{[^}]*\}|[^@/:])*)(?::([^@/]*))?@)?([^?]*)(?:\?(.*))?$/s.exec(text);
  if (!parts) return undefined;
  const [, scheme, user = '', inline, address, query = ''] = parts;
  if (inline !== undefined && /^\$\{env:\w+\}$/.test(inline)) return { url: text };

  const parameters = query.split('&').filter(it => it !== '');
  const password = inline ?? parameters.find(isPassword)?.slice('password='.length);
  const kept = parameters.filter(it => !isPassword(it)).join('&');
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

function isPassword(parameter: string): boolean {
  return parameter.startsWith('password=');
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
