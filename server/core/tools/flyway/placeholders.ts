import type { Migration } from '../../migrations/migration.js';
import { pathOf } from '../../migrations/migration.js';
import type { Place, Project } from '../tool.js';

export type Expanded = { readonly text: string } | { readonly problem: string; readonly at: number };

/**
 * The text as Flyway sends it (`PlaceholderReplacingReader`, 13.0.0): placeholders are replaced everywhere, in comments and
 * strings too; names do not mind their case; an unknown one is an error. Without `place`, what the session would say is unknown.
 */
export function expand(text: string, migration: Migration, project: Project, place?: Place): Expanded {
  const { placeholderPrefix: prefix = '${', placeholderSuffix: suffix = '}' } = project.settings;
  if ((migration.options?.['placeholderReplacement'] ?? project.settings['placeholderReplacement']) === 'false') return { text };
  const values = known(migration, project, place);
  let expanded = '';
  let at = 0;
  for (;;) {
    const start = text.indexOf(prefix, at);
    if (start < 0) return { text: expanded + text.slice(at) };
    const end = text.indexOf(suffix, start + prefix.length);
    const name = text.slice(start + prefix.length, end < 0 ? text.length : end);
    const value = end < 0 ? undefined : values.get(name.toLowerCase());
    if (value === undefined) return { problem: `No value provided for placeholder: ${prefix}${name}${suffix}`, at: start };
    expanded += text.slice(at, start) + value;
    at = end + suffix.length;
  }
}

function known(migration: Migration, { settings, placeholders }: Project, place: Place | undefined): ReadonlyMap<string, string> {
  const path = pathOf(migration);
  const separator = settings['placeholderSeparator']!;
  const own = {
    filename: path.slice(path.lastIndexOf('/') + 1),
    table: settings['table']!,
    ...(settings['defaultSchema'] !== '' && { defaultSchema: settings['defaultSchema']! }),
    ...(place && { defaultSchema: place.schema, user: place.user, database: place.database }),
  };
  return new Map([
    ...Object.entries(placeholders),
    ...Object.entries(own).map(([name, value]) => [`flyway${separator}${name}`, value] as const),
  ].map(([name, value]) => [name.toLowerCase(), value]));
}
