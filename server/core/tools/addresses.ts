import { isBelow } from '../text/paths.js';
import type { Project, Tree } from './tool/project.js';

/**
 * Where a variable that a tool reads leads: of the environment by its name alone, which whoever connects replaces; of a file `.env`
 * without its password.
 */
export function addressesOf({ folder }: Project, names: readonly string[], { paths, config, environment = {} }: Tree): Project['connections'] {
  const file = paths.filter(it => /(?:^|\/)\.env$/.test(it)).findLast(it => isBelow(folder, it));
  return names.flatMap(name => {
    const written = file === undefined ? undefined : config(file)?.values.get(name)?.value;
    const found = typeof written === 'string' ? withoutPassword(written.replace(/^(["'])(.*)\1$/, '$2')) : undefined;
    return [
      ...(isPostgres(environment[name] ?? '') ? [{ name, url: `\${env:${name}}`, from: name }] : []),
      ...(found === undefined ? [] : [{ name, url: found, from: file! }]),
    ];
  });
}

function isPostgres(address: string): boolean {
  return /^(?:jdbc:)?(?:postgres|postgresql|pgx5?):/.test(address);
}

/** `undefined` where it is no URL, or one that takes its parts from elsewhere. */
function withoutPassword(url: string): string | undefined {
  const parts = /^(?:postgres|postgresql):\/\/(?:([^:@/?#]*)(?::.*)?@)?([^@/?#]*)(\/[^@?#]*)?(\?[^#]*)?$/.exec(url);
  if (!parts || url.includes('$')) return undefined;
  const [, user, host, database = '', query = ''] = parts;
  const kept = query.slice(1).split('&').filter(it => /^(?:host|port|sslmode|user|search_path|x-[\w-]+)=/.test(it)).join('&');
  return `postgres://${user === undefined ? '' : `${user}@`}${host}${database}${kept === '' ? '' : `?${kept}`}`;
}
