import type { Migration } from '../../migrations/migration.js';
import { pathOf } from '../../migrations/migration.js';
import type { MaskStyle } from '../../sql/mask.js';
import type { Place } from '../tool/history.js';
import type { Project } from '../tool/project.js';
import { settledSchema } from './settings.js';

export type Expanded = { readonly text: string } | { readonly problem: string; readonly at: number };

/**
 * The text as Flyway sends it (`PlaceholderReplacingReader`, 13.0.0): placeholders are replaced everywhere, in comments and
 * strings too; names do not mind their case; an unknown one is an error. The reader takes characters in pairs where a prefix
 * might begin, so that `$${x}` stays as it is and `$$${x}` does not (observed with Flyway 11.8.2 and 13.12.0).
 */
export function expand(text: string, migration: Migration, project: Project): Expanded {
  const { placeholderPrefix: prefix = '${', placeholderSuffix: suffix = '}' } = project.settings;
  if ((migration.options?.['placeholderReplacement'] ?? project.settings['placeholderReplacement']) === 'false') return { text };
  const values = known(migration, project);
  let expanded = '';
  let at = 0;
  for (let from = 0; ;) {
    const start = text.indexOf(prefix, from);
    if (start < 0) return { text: expanded + text.slice(at) };
    if (isPassedOver(text, start, at, prefix)) {
      from = start + prefix.length;
      continue;
    }
    const end = text.indexOf(suffix, start + prefix.length);
    const name = text.slice(start + prefix.length, end < 0 ? text.length : end);
    const value = end < 0 ? undefined : values.get(name.toLowerCase());
    if (value === undefined) return { problem: `No value provided for placeholder: ${prefix}${name}${suffix}`, at: start };
    expanded += text.slice(at, start) + value;
    from = at = end + suffix.length;
  }
}

/** How they look. A prefix with a blank in it is nobody's. */
export function styleOf({ placeholderPrefix: prefix = '${', placeholderSuffix: suffix = '}' }: Project['settings']): MaskStyle {
  return (prefix === '${' && suffix === '}') || /^$|\s/.test(prefix) || /^$|\s/.test(suffix) ? 'dollar-brace' : `between ${prefix} ${suffix}`;
}

/** The project with the placeholders that only a session knows. */
export function connected(project: Project, _parameters: unknown, place: Place): Project {
  const separator = project.settings['placeholderSeparator']!;
  const own = Object.entries({ defaultSchema: place.schema, user: place.user, database: place.database }).map(([name, value]) => [`flyway${separator}${name}`, value]);
  return { ...project, placeholders: { ...project.placeholders, ...Object.fromEntries(own) as Record<string, string> } };
}

/** It ends a run of the prefix's first character that is even, counted from the last replacement. */
function isPassedOver(text: string, start: number, after: number, prefix: string): boolean {
  let run = start;
  while (prefix.length > 1 && run > after && text[run - 1] === prefix[0]) run--;
  return (start - run) % 2 === 1;
}

function known(migration: Migration, { settings, placeholders }: Project): ReadonlyMap<string, string> {
  const path = pathOf(migration);
  const separator = settings['placeholderSeparator']!;
  const schema = settledSchema(settings);
  const own = {
    filename: path.slice(path.lastIndexOf('/') + 1),
    table: settings['table']!,
    ...(schema !== undefined && { defaultSchema: schema }),
  };
  return new Map([
    ...Object.entries(placeholders),
    ...Object.entries(own).map(([name, value]) => [`flyway${separator}${name}`, value] as const),
  ].map(([name, value]) => [name.toLowerCase(), value]));
}
