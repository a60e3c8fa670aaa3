import { displayVersion } from './version.js';

/** Flyway's naming settings, as `Project.settings` holds them. */
export type Settings = Readonly<Record<string, string>>;

export type FlywayName =
  | { readonly kind: 'versioned' | 'baseline' | 'undo'; readonly version: string; readonly description: string; readonly down: boolean }
  | { readonly kind: 'repeatable'; readonly description: string }
  | { readonly kind: 'callback'; readonly event: string }
  /** It has a migration's prefix, and Flyway skips it; the message is Flyway's. */
  | { readonly kind: 'invalid'; readonly message: string }
  | { readonly kind: 'unrecognised' };

/** Reads a file's name like `ResourceNameParser` of Flyway 13. `undefined`: no suffix of a migration. */
export function parseName(file: string, settings: Settings): FlywayName | undefined {
  const suffix = suffixesOf(settings).find(it => file.toLowerCase().endsWith(it.toLowerCase()));
  if (suffix === undefined) return undefined;
  const stem = file.slice(0, file.length - suffix.length);

  const prefix = prefixOf(stem, settings);
  if (!prefix) return { kind: 'unrecognised' };
  const [text, kind] = prefix;
  const rest = stem.slice(text.length);
  const cut = rest.indexOf(separatorOf(settings));
  const left = cut < 0 ? rest : rest.slice(0, cut);
  const raw = cut < 0 ? '' : rest.slice(cut + separatorOf(settings).length);
  const description = raw.replaceAll('_', ' ');

  if (kind === 'repeatable' || kind === 'callback') {
    if (left !== '') return { kind: 'invalid', message: `a ${kind === 'callback' ? 'callback' : 'repeatable migration'} has no version` };
    return kind === 'callback' ? { kind, event: text } : { kind, description };
  }
  if (left === '') return { kind: 'invalid', message: 'it has no version' };
  const version = displayVersion(left);
  if (version === undefined) {
    const single = cut < 0 && /^\d+(?:[._]\d+)*[-_ ]+\D/.test(left);
    return { kind: 'invalid', message: single ? `\`${separatorOf(settings)}\` stands between version and description` : `\`${left}\` is no version` };
  }
  return { kind, version, description, down: DOWN.test(raw) };
}

/** The name without what makes it a down file: `x__down`, `x.down`, `x__rollback`. */
const DOWN = /(?:^|__|\.)(?:down|undo|rollback)$/i;

export function suffixesOf(settings: Settings): readonly string[] {
  return settings['sqlMigrationSuffixes']!.split(',').map(it => it.trim()).filter(it => it !== '');
}

export function separatorOf(settings: Settings): string {
  return settings['sqlMigrationSeparator']!;
}

/**
 * The name that a file which Flyway skips was probably meant to have; `undefined` when it does not look like a
 * migration at all. `version` replaces the one it has.
 */
export function intendedName(file: string, settings: Settings, version?: string): string | undefined {
  const [prefix, separator, suffix] = [settings['sqlMigrationPrefix']!, separatorOf(settings), suffixesOf(settings)[0] ?? '.sql'];
  const repeatable = /^r\d*[-_ ]+(.+?)\.(?:sql|psql|pgsql|ddl)$/i.exec(file);
  if (repeatable && prefix !== '') return `${settings['repeatableSqlMigrationPrefix']!}${separator}${worded(repeatable[1]!)}${suffix}`;
  const versioned = /^([vub]?)[-_. ]*(\d[\d._]*?)[-_. ]+([^\d._-].*?)?\.(?:sql|psql|pgsql|ddl)$/i.exec(file);
  if (!versioned) return undefined;
  const [, letter, digits, words] = versioned;
  const kind = letter!.toLowerCase() === 'u' ? settings['undoSqlMigrationPrefix']! : letter!.toLowerCase() === 'b' ? settings['baselineMigrationPrefix']! : prefix;
  const description = words === undefined ? '' : worded(words);
  return `${kind}${version ?? digits!.replace(/[._]+$/, '')}${description === '' ? '' : separator + description}${suffix}`;
}

/** A description as file names spell it. */
export function worded(text: string): string {
  return text.trim().replace(/[^\p{L}\p{N}]+/gu, '_').replace(/^_+|_+$/g, '');
}

type PrefixKind = 'versioned' | 'baseline' | 'undo' | 'repeatable' | 'callback';

/** The longest prefix wins: an event's name before a prefix `b`. */
function prefixOf(stem: string, settings: Settings): readonly [string, PrefixKind] | undefined {
  let found: readonly [string, PrefixKind] | undefined;
  for (const [setting, kind] of PREFIXES) consider(settings[setting]!, kind);
  if (/^(?:before|after|create)/.test(stem)) for (const event of EVENTS) consider(event, 'callback');
  return found;

  function consider(prefix: string, kind: PrefixKind): void {
    if (stem.startsWith(prefix) && (!found || prefix.length > found[0].length)) found = [prefix, kind];
  }
}

const PREFIXES = [
  ['sqlMigrationPrefix', 'versioned'],
  ['repeatableSqlMigrationPrefix', 'repeatable'],
  ['baselineMigrationPrefix', 'baseline'],
  ['undoSqlMigrationPrefix', 'undo'],
] as const;

/** `CallbackEvent` of Flyway 13. */
const EVENTS: readonly string[] = [
  ...['Clean', 'Migrate', 'EachMigrate', 'EachMigrateStatement', 'Undo', 'EachUndo', 'EachUndoStatement', 'Validate', 'Baseline', 'Repair', 'Info']
    .flatMap(it => [`before${it}`, `after${it}`, `after${it}Error`]),
  ...['Migrate', 'Info', 'Clean', 'Validate', 'Undo', 'Repair', 'Baseline'].map(it => `after${it}OperationFinish`),
  'beforeRepeatables', 'afterVersioned', 'afterMigrateApplied', 'createSchema', 'beforeCreateSchema', 'beforeConnect', 'afterConnect',
];
