import { folderOf } from '../../text/paths.js';
import type { ConfigDocument, ConfigValue } from '../config.js';
import { isOfTests } from '../excluded.js';
import type { Tree } from '../tool/project.js';
import { gradleSettings } from './gradle.js';
import { settingOf } from './settings.js';

/** What one file says about Flyway. */
export interface Origin {
  readonly file: string;
  /** Where relative locations start: the module's folder. */
  readonly base: string;
  /** One of several in an application, each with a history of its own (Quarkus, Micronaut). */
  readonly datasource?: string;
  /** The profile that must be active. */
  readonly profile?: string;
  /** As written; absent where the file leaves the default. */
  readonly locations?: readonly string[];
  /** The default, where the file leaves it. */
  readonly fallback: string;
  readonly settings: Readonly<Record<string, string>>;
  readonly placeholders: Readonly<Record<string, string>>;
  readonly connections: readonly { readonly name: string; readonly url: string; readonly from: string }[];
}

export function configures(path: string): boolean {
  const name = nameOf(path);
  return /^flyway(?:\.user)?\.(?:toml|conf|properties)$/.test(name)
    || /^application(?:-[\w.-]+)?\.(?:properties|ya?ml)$/.test(name)
    || /^(?:pom\.xml|build\.gradle|build\.gradle\.kts)$/.test(name);
}

/** Every file that configures Flyway, those that overrule others behind them. */
export function originsOf(tree: Tree): readonly Origin[] {
  return tree.paths
    .filter(path => configures(path) && !isOfTests(path))
    .sort((a, b) => rank(a) - rank(b))
    .flatMap(path => {
      const document = tree.config(path);
      return document ? read(document) : [];
    });
}

/** Builds first, then frameworks, then Flyway's own files, the user's last. */
function rank(path: string): number {
  const name = nameOf(path);
  if (/^flyway\.user/.test(name)) return 4;
  if (/^flyway\.toml/.test(name)) return 3;
  if (/^flyway\./.test(name)) return 2;
  return name.startsWith('application') ? 1 : 0;
}

function read(document: ConfigDocument): readonly Origin[] {
  const name = nameOf(document.path);
  if (name.startsWith('flyway')) return [ownFile(document)];
  if (name.startsWith('application')) return framework(document);
  return name === 'pom.xml' ? maven(document) : gradle(document);
}

function ownFile(document: ConfigDocument): Origin {
  const folder = folderOf(document.path);
  const base = nameOf(folder) === 'conf' ? folderOf(folder) : folder;
  const own = new Map([...document.values].map(([key, value]) => [key.replace(/^flyway\./, ''), value]));
  const environments = [...document.values].flatMap(([key, { value }]) => {
    const name = /^environments\.([^.]+)\.url$/.exec(key)?.[1];
    return name === undefined ? [] : connection(name, String(value), document.values.get(`environments.${name}.user`), document.path);
  });
  // In TOML the schemas belong to the environment that is used.
  const schemas = document.values.get(`environments.${String(own.get('environment')?.value ?? 'default')}.schemas`);
  if (schemas) own.set('schemas', schemas);
  const single = own.get('url');
  return {
    ...origin(document.path, base, own, 'filesystem:sql'),
    connections: [...environments, ...(single ? connection('flyway', String(single.value), own.get('user'), document.path) : [])],
  };
}

/** Spring, Quarkus, Micronaut: one origin for the file, and one for each profile that it sets apart. */
function framework(document: ConfigDocument): readonly Origin[] {
  const module = /^(?:(.*)\/)?src\/main\/resources(?:\/config)?\/[^/]+$/.exec(document.path);
  const base = module ? module[1] ?? '.' : folderOf(document.path).replace(/(?:^|\/)config$/, '') || '.';
  const fromName = /^application-([\w.-]+)\.\w+$/.exec(nameOf(document.path))?.[1];
  const sections = new Map<string | undefined, Map<string, ConfigValue>>();
  const activations = new Map<string, string>();
  for (const [key, { value }] of document.values) {
    const activation = /^(#\d+\.)?spring\.(?:config\.activate\.on-profile|profiles)$/.exec(key);
    if (activation) activations.set(activation[1] ?? '', String(value));
  }
  for (const [key, value] of document.values) {
    const number = /^#\d+\./.exec(key)?.[0] ?? '';
    const quarkus = /^%([\w-]+)\./.exec(key.slice(number.length))?.[1];
    const bare = key.slice(number.length).replace(/^%[\w-]+\./, '').replace(/^"%[\w-]+"\./, '');
    const profile = quarkus ?? activations.get(number) ?? fromName;
    if (!sections.has(profile)) sections.set(profile, new Map());
    sections.get(profile)!.set(bare, value);
  }
  return [...sections].flatMap(([profile, values]) => {
    const datasources = new Map<string | undefined, Map<string, ConfigValue>>();
    for (const [key, value] of values) {
      const flyway = flywayKey(key);
      if (!flyway || flyway.setting === 'enabled') continue;
      const own = datasources.get(flyway.datasource) ?? new Map<string, ConfigValue>();
      datasources.set(flyway.datasource, own.set(flyway.setting, merged(own.get(flyway.setting), value)));
    }
    const url = values.get('spring.flyway.url') ?? values.get('spring.datasource.url') ?? values.get('quarkus.datasource.jdbc.url');
    const user = values.get('spring.flyway.user') ?? values.get('spring.datasource.username') ?? values.get('quarkus.datasource.username');
    const connections = url ? connection(profile ?? nameOf(base === '.' ? 'application' : base), String(url.value), user, document.path) : [];
    return [...datasources].map(([datasource, own]) => ({
      ...origin(document.path, base, own, 'classpath:db/migration'),
      ...(datasource !== undefined && { datasource }), ...(profile !== undefined && { profile }), connections: datasource === undefined ? connections : [],
    }));
  });

  function merged(before: ConfigValue | undefined, { value, span }: ConfigValue): ConfigValue {
    return before ? { value: [...listOf(before.value), ...listOf(value)], span } : { value, span };
  }
}

/** What a key of a framework says of Flyway; an element of a list (`locations[0]`, `locations.0`) is the list's. */
function flywayKey(key: string): { readonly datasource: string | undefined; readonly setting: string } | undefined {
  const found = /^(?:spring\.flyway\.|quarkus\.flyway\.|flyway\.datasources\.(?<micronaut>[\w-]+)\.)(?<rest>.+?)(?:\[\d+\]|\.\d+)?$/.exec(key);
  if (!found) return undefined;
  const { micronaut, rest } = found.groups as { micronaut?: string; rest: string };
  const named = key.startsWith('quarkus') ? /^"?([\w-]+)"?\.(\w[\w-]*)$/.exec(rest) : undefined;
  if (named && settingOf(named[2]!) === undefined && named[2] !== 'locations') return { datasource: undefined, setting: rest };
  if (named && named[1] !== 'placeholders') return { datasource: named[1], setting: named[2]! };
  return { datasource: micronaut === 'default' ? undefined : micronaut, setting: rest };
}

function maven(document: ConfigDocument): readonly Origin[] {
  const texts = [...document.values];
  if (!texts.some(([key, { value }]) => /\.(?:artifactId|groupId)$/.test(key) && /flyway/.test(String(value)))) return [];
  const own = new Map<string, ConfigValue>();
  for (const [key, { value }] of texts) {
    const plugin = /^(.*\.plugin(?:#\d+)?)\.artifactId$/.exec(key);
    if (!plugin || value !== 'flyway-maven-plugin') continue;
    for (const [inner, it] of texts) {
      if (!inner.startsWith(`${plugin[1]!}.`)) continue;
      const setting = /\.configuration\.(\w+(?:\.\w+)?)(?:#\d+)?$/.exec(inner)?.[1];
      if (setting === undefined) continue;
      const name = setting.replace(/\.(?:location|schema|sqlMigrationSuffix)$/, '');
      const before = own.get(name);
      own.set(name, before ? { ...it, value: [...listOf(before.value), ...listOf(it.value)] } : it);
    }
  }
  return [origin(document.path, folderOf(document.path), own, 'classpath:db/migration')];
}

function gradle(document: ConfigDocument): readonly Origin[] {
  const read = gradleSettings(document.text);
  if (!read) return [];
  const own = new Map([...read.values].map(([key, value]) => [key, { value, span: { start: 0, end: 0 } }]));
  return [{ ...origin(document.path, folderOf(document.path), own, 'classpath:db/migration'), placeholders: read.placeholders }];
}

function origin(file: string, base: string, own: ReadonlyMap<string, ConfigValue>, fallback: string): Origin {
  const settings: Record<string, string> = {};
  const placeholders: Record<string, string> = {};
  for (const [key, { value }] of own) {
    const placeholder = /^placeholders\.(.+)$/.exec(key)?.[1];
    const setting = settingOf(key);
    if (placeholder !== undefined) placeholders[placeholder] = String(value);
    else if (setting !== undefined) settings[setting] = listOf(value).join(',');
  }
  const locations = own.get('locations');
  return { file, base, ...(locations && { locations: listOf(locations.value) }), fallback, settings, placeholders, connections: [] };
}

/** A JDBC address as libpq spells it, without a password: `jdbc:postgresql://h:5432/d?user=u`. */
function connection(name: string, url: string, user: ConfigValue | undefined, from: string): Origin['connections'] {
  const parts = /^jdbc:(?:[a-z-]+:)?postgresql:(?:\/\/([^/?]*)\/?)?([^?]*)(\?.*)?$/.exec(withDefaults(url));
  if (!parts) return [];
  const [, host, database, query] = parts;
  const who = user ? withDefaults(String(user.value)) : /[?&]user=([^&]*)/.exec(query ?? '')?.[1] ?? '';
  const ssl = /[?&](sslmode=[\w-]+)/.exec(query ?? '')?.[1];
  return [{ name, url: `postgres://${who === '' ? '' : `${who}@`}${host ?? 'localhost'}/${database ?? ''}${ssl === undefined ? '' : `?${ssl}`}`, from }];
}

/** Spring's `${NAME:default}` becomes its default, `${NAME}` our own spelling of an environment variable. */
function withDefaults(text: string): string {
  return text.replace(/\$\{([\w.-]+)(?::([^{}]*))?\}/g, (_, name: string, fallback: string | undefined) => fallback ?? `\${env:${name}}`);
}

function listOf(value: string | readonly string[]): readonly string[] {
  return (typeof value === 'string' ? value.split(',') : value).map(it => it.trim()).filter(it => it !== '');
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
