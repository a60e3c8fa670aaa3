import { fileOf, folderOf, resolved } from '../../text/paths.js';
import type { ConfigDocument } from '../config.js';
import type { Environment } from './environment.js';
import { connection, origin, type Origin } from './origin.js';

/** Whether Flyway reads it by itself, or may be told to by `FLYWAY_CONFIG_FILES`. */
export function mayBeOwn(path: string): boolean {
  return /(?:^|\/)(?:flyway[\w.-]*\.(?:toml|conf|properties)|conf\/[^/]+\.(?:toml|conf))$/.test(path);
}

/**
 * Flyway's own files, folder by folder, those that overrule others behind them. Beside a TOML file, `.conf` files count for
 * nothing, unless the files that `FLYWAY_CONFIG_FILES` adds are such (observed with 11.8.2, as is that `FLYWAY_ENVIRONMENT` says nothing).
 */
export function ownOrigins(documents: readonly ConfigDocument[], environment: Environment): readonly Origin[] {
  const named = (environment['FLYWAY_CONFIG_FILES'] ?? '').split(',').flatMap(it => resolved('.', it.trim()) ?? []);
  const bases = new Map<string, ConfigDocument[]>();
  for (const document of documents) {
    const base = named.includes(document.path) ? '.' : STANDARD.test(document.path) ? baseOf(document.path) : undefined;
    if (base !== undefined) bases.set(base, [...bases.get(base) ?? [], document]);
  }
  return [...bases].flatMap(([base, all]) => {
    const rank = (path: string) => named.includes(path) ? 2 + named.indexOf(path) : Number(fileOf(path).startsWith('flyway.user'));
    const ordered = [...all].sort((a, b) => rank(a.path) - rank(b.path));
    const told = ordered.filter(it => named.includes(it.path));
    const toml = (told.length > 0 ? told : ordered).some(isToml);
    const read = ordered.filter(it => isToml(it) === toml);
    return [...read.map(it => ofFile(it, base)), ...ofEnvironment(read, base)];
  });
}

const STANDARD = /(?:^|\/)flyway(?:\.user)?\.(?:toml|conf|properties)$/;

function baseOf(path: string): string {
  const folder = folderOf(path);
  // Among a module's resources it is copied to where they are the class path.
  const module = /^(?:(.*)\/)?src\/main\/resources(?:\/|$)/.exec(folder);
  if (module) return module[1] ?? '.';
  return fileOf(folder) === 'conf' ? folderOf(folder) : folder;
}

function isToml({ path }: ConfigDocument): boolean {
  return path.endsWith('.toml');
}

function ofFile({ path, values }: ConfigDocument, base: string): Origin {
  const own = new Map([...values].map(([key, value]) => [key.replace(/^flyway\./, ''), value]));
  const environments = [...values].flatMap(([key, { value }]) => {
    const name = /^environments\.([^.]+)\.url$/.exec(key)?.[1];
    return name === undefined ? [] : connection(name, String(value), values.get(`environments.${name}.user`), path);
  });
  const single = own.get('url');
  return {
    ...origin(path, base, own, 'filesystem:sql'),
    connections: [...environments, ...(single ? connection('flyway', String(single.value), own.get('user'), path) : [])],
  };
}

/** Of the environment that is used, its schemas, and settings of its own, which stand above those of all files. */
function ofEnvironment(documents: readonly ConfigDocument[], base: string): readonly Origin[] {
  const name = documents.findLast(it => it.values.has('flyway.environment'))?.values.get('flyway.environment')?.value ?? 'default';
  const prefix = `environments.${String(name)}.`;
  return documents.flatMap(({ path, values }) => {
    const own = [...values].flatMap(([key, value]) => (key.startsWith(prefix) ? [[key.slice(prefix.length).replace(/^flyway\./, ''), value] as const] : []));
    return own.length === 0 ? [] : [origin(path, base, new Map(own), 'filesystem:sql')];
  });
}
