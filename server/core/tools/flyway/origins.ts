import { fileOf, folderOf } from '../../text/paths.js';
import type { ConfigDocument, ConfigValue } from '../config.js';
import { isOfTests } from '../excluded.js';
import type { Tree } from '../tool/project.js';
import { gradleSettings } from './gradle.js';
import { connection, listOf, origin, type Origin } from './origin.js';
import { mayBeOwn, ownOrigins } from './own-files.js';
import { settingOf } from './settings.js';

export function configures(path: string): boolean {
  return mayBeOwn(path) || isOfBuild(path) || isOfFramework(path);
}

/** Every file that configures Flyway, those that overrule others behind them: builds first, then frameworks, then Flyway's own. */
export function originsOf(tree: Tree): readonly Origin[] {
  const documents = (those: (path: string) => boolean) => tree.paths.filter(it => those(it) && !isOfTests(it)).flatMap(it => tree.config(it) ?? []);
  return [
    ...documents(isOfBuild).flatMap(it => (fileOf(it.path) === 'pom.xml' ? maven(it) : fileOf(it.path) === 'gradle.properties' ? gradleProperties(it) : gradle(it))),
    ...documents(isOfFramework).flatMap(framework),
    ...ownOrigins(documents(mayBeOwn), tree.environment ?? {}),
  ];
}

function isOfBuild(path: string): boolean {
  return /^(?:pom\.xml|build\.gradle|build\.gradle\.kts|gradle\.properties)$/.test(fileOf(path));
}

function isOfFramework(path: string): boolean {
  return /^application(?:-[\w.-]+)?\.(?:properties|ya?ml)$/.test(fileOf(path));
}

/** Spring, Quarkus, Micronaut: one origin for the file, and one for each profile that it sets apart. */
function framework(document: ConfigDocument): readonly Origin[] {
  const module = /^(?:(.*)\/)?src\/main\/resources(?:\/config)?\/[^/]+$/.exec(document.path);
  const base = module ? module[1] ?? '.' : folderOf(document.path).replace(/(?:^|\/)config$/, '') || '.';
  const fromName = /^application-([\w.-]+)\.\w+$/.exec(fileOf(document.path))?.[1];
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
    const connections = url ? connection(profile ?? fileOf(base === '.' ? 'application' : base), String(url.value), user, document.path) : [];
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
  const executions = new Map<string, Map<string, ConfigValue>>();
  for (const [key, { value }] of texts) {
    const plugin = /^(.*\.plugin(?:#\d+)?)\.artifactId$/.exec(key);
    if (!plugin || value !== 'flyway-maven-plugin') continue;
    for (const [inner, it] of texts) {
      if (!inner.startsWith(`${plugin[1]!}.`)) continue;
      const setting = /\.configuration\.(\w+(?:\.\w+)?)(?:#\d+)?$/.exec(inner)?.[1];
      if (setting === undefined) continue;
      const execution = /\.executions\.execution(?:#\d+)?/.exec(inner)?.[0];
      if (execution !== undefined && !executions.has(execution)) executions.set(execution, new Map());
      const into = execution === undefined ? own : executions.get(execution)!;
      const name = setting.replace(/\.(?:location|schema|sqlMigrationSuffix)$/, '');
      const before = into.get(name);
      into.set(name, before ? { ...it, value: [...listOf(before.value), ...listOf(it.value)] } : it);
    }
  }
  const of = (settings: ReadonlyMap<string, ConfigValue>) => origin(document.path, folderOf(document.path), settings, 'classpath:db/migration');
  // Executions with locations of their own are so many databases or schemas, each with a history.
  const apart = [...executions].filter(([, it]) => it.has('locations'));
  if (apart.length > 1) return apart.map(([datasource, it]) => ({ ...of(new Map([...own, ...it])), datasource }));
  return [of(new Map([...own, ...[...executions.values()].flatMap(it => [...it])]))];
}

function gradle(document: ConfigDocument): readonly Origin[] {
  const read = gradleSettings(document.text);
  if (!read) return [];
  const own = new Map([...read.values].map(([key, value]) => [key, { value, span: { start: 0, end: 0 } }]));
  return [{ ...origin(document.path, folderOf(document.path), own, 'classpath:db/migration'), placeholders: read.placeholders }];
}

/** The plugin takes the project's properties over what the build says (`AbstractFlywayTask`). */
function gradleProperties({ path, values }: ConfigDocument): readonly Origin[] {
  const own = new Map([...values].flatMap(([key, value]) => (key.startsWith('flyway.') ? [[key.slice('flyway.'.length), value] as const] : [])));
  return own.size === 0 ? [] : [origin(path, folderOf(path), own, 'classpath:db/migration')];
}
