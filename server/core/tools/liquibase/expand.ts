import type { Migration } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import type { Project } from '../tool/project.js';
import { readFormatted } from './formatted.js';
import { expandText } from './parameters.js';
import { offsetsOf } from './document.js';
import { cut } from './split.js';
import { parametersFor } from './sums.js';
import { cuttingOf } from './torn.js';

/**
 * The file with the changeset's SQL as it is sent: parameters put in, a semicolon where another delimiter stood, nothing where
 * lines are passed over. What comes before it keeps its place.
 */
export function expand(text: string, migration: Migration, project: Project): { readonly text: string; readonly within?: Span } | { readonly problem: string; readonly at: number } {
  const { options = {}, up } = migration;
  const within = up?.within ?? { start: 0, end: text.length };
  const own = text.slice(within.start, within.end);
  const parameters = parametersFor(migration, project);
  if (options['format'] === 'node') return { text };
  let part = own;
  if (options['format'] === 'formatted') {
    const [changeset] = readFormatted(own).changesets;
    if (changeset) {
      for (const { start, end } of changeset.left) part = part.slice(0, start) + part.slice(start, end).replace(/[^\r\n]/g, ' ') + part.slice(end);
      try {
        const offsets = offsetsOf(changeset.sql);
        for (const { start, end } of cut(changeset.sql.text, cuttingOf(changeset.attributes, changeset.sql.text)).delimiters) {
          const [from, to] = [offsets[start]!, offsets[end - 1]! + 1];
          if (part.slice(from, to) !== ';') part = `${part.slice(0, from)};${part.slice(from + 1, to).replace(/[^\r\n]/g, ' ')}${part.slice(to)}`;
        }
      } catch (error) {
        if (!(error instanceof SyntaxError)) throw error;
        return { problem: `\`endDelimiter:${options['endDelimiter']}\` is no regular expression`, at: within.start };
      }
    }
  }
  const sent = expandText(part, parameters);
  if (sent === own) return { text };
  return { text: text.slice(0, within.start) + sent + text.slice(within.end), within: { start: within.start, end: within.start + sent.length } };
}
