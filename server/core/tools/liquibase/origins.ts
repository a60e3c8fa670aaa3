import { fileOf, folderOf } from '../../text/paths.js';
import type { ConfigDocument, ConfigValue } from '../config.js';
import { isOfTests } from '../excluded.js';
import type { Tree } from '../tool/project.js';

/** What one file says about Liquibase. */
export interface Origin {
  readonly file: string;
  /** Where relative paths start. */
  readonly base: string;
  /** As written, or the default; absent where only other settings are said. */
  readonly changelog?: string;
  /** The file names it itself. */
  readonly certain: boolean;
  readonly searchPath: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
  readonly parameters: Readonly<Record<string, string>>;
  readonly connections: readonly { readonly name: string; readonly url: string; readonly from: string }[];
}

/** Its configuration, and changelogs that others may be included by. */
export function configures(path: string): boolean {
  const name = fileOf(path);
  return /^liquibase[\w.-]*\.(?:properties|ya?ml)$/i.test(name)
    || /^application(?:-[\w.-]+)?\.(?:properties|ya?ml)$/.test(name)
    || /^(?:pom\.xml|build\.gradle|build\.gradle\.kts)$/.test(name)
    || (/\.(?:xml|ya?ml|json)$/i.test(name) && (/change-?(?:log|set)|liquibase|master|migration/i.test(name) || /(?:^|\/)(?:db|database|liquibase|change-?logs?|change-?sets?|migrations?)\/(?:[^/]+\/)?[^/]+$/i.test(path)));
}

/** In the order in which they overrule each other: builds, frameworks, Liquibase's own files, the local one last. */
export function originsOf(tree: Tree): readonly Origin[] {
  return tree.paths
    .filter(path => rank(path) >= 0 && !isOfTests(path))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .flatMap(path => {
      const document = tree.config(path);
      return document ? originsIn(document) : [];
    });
}

/** Nothing, where the file is no configuration. */
export function originsIn(document: ConfigDocument): readonly Origin[] {
  return rank(document.path) < 0 ? [] : read(document);
}

/** Whether a file of this name says where Liquibase is to begin. */
export function isOrigin(path: string): boolean {
  return rank(path) >= 0;
}

function rank(path: string): number {
  const name = fileOf(path);
  if (/^liquibase\.local\.properties$/i.test(name)) return 3;
  if (/^liquibase[\w.-]*\.properties$/i.test(name)) return 2;
  if (/^application(?:-[\w.-]+)?\.(?:properties|ya?ml)$/.test(name)) return 1;
  return /^(?:pom\.xml|build\.gradle|build\.gradle\.kts)$/.test(name) ? 0 : -1;
}

function read(document: ConfigDocument): readonly Origin[] {
  switch (rank(document.path)) {
    case 0: return document.path.endsWith('.xml') ? maven(document) : gradle(document);
    case 1: return framework(document);
    default: return [ofValues(document, folderOf(document.path), new Map([...document.values].map(([key, it]) => [key.replace(/^liquibase\.(?:command\.)?/, ''), it])), undefined)];
  }
}

/** Spring, Quarkus and Micronaut, whose defaults hold wherever Liquibase is not switched off. */
function framework(document: ConfigDocument): readonly Origin[] {
  const module = /^(?:(.*)\/)?src\/main\/resources(?:\/config)?\/[^/]+$/.exec(document.path);
  const base = module ? module[1] ?? '.' : folderOf(document.path).replace(/(?:^|\/)config$/, '') || '.';
  const values = new Map([...document.values].map(([key, it]) => [key.replace(/^#\d+\./, '').replace(/^"?%[\w-]+"?\./, ''), it]));
  const below = (prefix: string): ReadonlyMap<string, ConfigValue> => new Map([...values].flatMap(([key, it]) => (key.startsWith(prefix) ? [[key.slice(prefix.length), it] as const] : [])));
  const url = (...keys: readonly string[]): string | undefined => keys.map(it => values.get(it)?.value).find((it): it is string => typeof it === 'string');
  const user = values.get('spring.datasource.username') ?? values.get('quarkus.datasource.username');
  const connections = connectionOf(fileOf(base === '.' ? 'application' : base), url('spring.liquibase.url', 'spring.datasource.url', 'quarkus.datasource.jdbc.url'), user, document.path);
  const spring = below('spring.liquibase.');
  const quarkus = below('quarkus.liquibase.');
  const micronaut = below('liquibase.datasources.default.');
  const isSpring = [...values.keys()].some(it => it.startsWith('spring.'));
  const of = (own: ReadonlyMap<string, ConfigValue>, fallback: string | undefined): readonly Origin[] => (own.get('enabled')?.value === 'false' && !own.has('change-log') && !own.has('changeLog') ? [] : [{ ...ofValues(document, base, own, fallback), connections }]);
  return [
    ...(spring.size > 0 || isSpring ? of(spring, 'db/changelog/db.changelog-master.yaml') : []),
    ...(quarkus.size > 0 ? of(quarkus, 'db/changeLog.xml') : []),
    ...(micronaut.size > 0 ? of(micronaut, undefined) : []),
  ];
}

function maven(document: ConfigDocument): readonly Origin[] {
  const texts = [...document.values];
  return texts.flatMap(([key, { value }]) => {
    const plugin = /^(.*\.plugin(?:#\d+)?)\.artifactId$/.exec(key)?.[1];
    if (plugin === undefined || value !== 'liquibase-maven-plugin') return [];
    const own = new Map(texts.flatMap(([inner, it]) => {
      const name = inner.startsWith(`${plugin}.`) ? /\.configuration\.(\w+)$/.exec(inner)?.[1] : undefined;
      return name === undefined ? [] : [[name, it] as const];
    }));
    return [ofValues(document, folderOf(document.path), own, undefined)];
  });
}

/** As far as a reader can tell who does not run it. */
function gradle(document: ConfigDocument): readonly Origin[] {
  const code = document.text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[^]*?\*\//g, it => (it.startsWith('/') ? ' ' : it));
  if (!/\bliquibase\b/.test(code)) return [];
  const own = new Map<string, ConfigValue>();
  for (const [, name, value] of code.matchAll(/["']?\b(changelogFile|changeLogFile|searchPath|defaultSchemaName|liquibaseSchemaName|url|username|contexts)\b["']?\s*(?:[:=(]|to)?\s*["']([^"'\n]+)["']/g)) {
    if (!own.has(name!)) own.set(name!, { value: value!, span: { start: 0, end: 0 } });
  }
  return own.has('changelogFile') || own.has('changeLogFile') ? [ofValues(document, folderOf(document.path), own, undefined)] : [];
}

function ofValues({ path }: ConfigDocument, base: string, own: ReadonlyMap<string, ConfigValue>, fallback: string | undefined): Origin {
  const plain = new Map([...own].map(([key, { value }]) => [key.replace(/[-_]/g, '').toLowerCase(), typeof value === 'string' ? value : value.join(',')]));
  const changelog = plain.get('changelogfile') ?? plain.get('changelog') ?? fallback;
  const settings = Object.fromEntries(Object.entries(SETTINGS).flatMap(([name, keys]) => {
    const value = keys.map(it => plain.get(it)).find(it => it !== undefined && it !== '');
    return value === undefined ? [] : [[name, value] as const];
  }));
  const parameters = Object.fromEntries([...own].flatMap(([key, { value }]) => {
    const name = /^(?:parameters?[.:]|changelogparameters[.:])(.+)$/i.exec(key)?.[1];
    return name === undefined ? [] : [[name, String(value)] as const];
  }));
  return {
    file: path, base, certain: changelog !== undefined && changelog !== fallback, searchPath: (plain.get('searchpath') ?? plain.get('classpath') ?? '').split(/[,;:]/).map(it => it.trim()).filter(it => it !== '' && !/\.jar$/i.test(it)),
    ...(changelog !== undefined && { changelog }), settings, parameters,
    connections: connectionOf('liquibase', plain.get('url'), own.get('username'), path),
  };
}

const SETTINGS: Readonly<Record<string, readonly string[]>> = {
  table: ['databasechangelogtablename', 'databasechangelogtable'], lockTable: ['databasechangeloglocktablename', 'databasechangeloglocktable'],
  liquibaseSchemaName: ['liquibaseschemaname', 'liquibaseschema'], defaultSchemaName: ['defaultschemaname', 'defaultschema'],
  contexts: ['contexts', 'contextfilter'], labelFilter: ['labelfilter', 'labels'],
};

/** A JDBC address as libpq spells it, without a password; Spring's `${NAME:default}` becomes its default. */
function connectionOf(name: string, url: string | undefined, user: ConfigValue | undefined, from: string): Origin['connections'] {
  const plain = (text: string): string => text.replace(/\$\{([\w.-]+)(?::([^{}]*))?\}/g, (_, variable: string, fallback: string | undefined) => fallback ?? `\${env:${variable}}`);
  const parts = /^jdbc:(?:[a-z-]+:)?postgresql:(?:\/\/([^/?]*)\/?)?([^?]*)/.exec(plain(url ?? ''));
  if (!parts) return [];
  const who = user ? plain(String(user.value)) : '';
  return [{ name, url: `postgres://${who === '' ? '' : `${who}@`}${parts[1] ?? 'localhost'}/${parts[2]!}`, from }];
}
