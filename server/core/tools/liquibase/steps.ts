import type { Migration, Source } from '../../migrations/migration.js';
import type { Span, TextEdit } from '../../text/span.js';
import type { Sequence, SequenceStep } from '../tool/scaffold.js';
import { formattedPlace } from './steps/formatted.js';
import { xmlPlace } from './steps/xml.js';
import { yamlPlace } from './steps/yaml.js';

/** A changeset, and the one change in it that makes way, in the language of its changelog. Edits count in the file. */
export interface ChangesetPlace {
  /** It does nothing but this change. */
  readonly alone: boolean;
  /** The step in the change's place; where it is alone. */
  instead(step: SequenceStep): readonly TextEdit[] | undefined;
  /** The changeset without it. */
  without(): readonly TextEdit[] | undefined;
  /** Changesets behind it, each with its id. */
  behind(steps: readonly (readonly [id: string, step: SequenceStep])[]): TextEdit;
}

/**
 * One change of a changeset as several changesets, right behind one another. What says more of a changeset than for whom it is
 * (when it runs again, under which conditions, with which parameters) would have to be said of each, and is left to its author.
 */
export function inSteps(migration: Migration, { at, others, steps, existing }: Sequence): readonly TextEdit[] | undefined {
  const { up, options = {} } = migration;
  if (!up || Object.keys(options).some(it => MORE.test(it))) return undefined;
  const place = placeIn(up, at, others);
  if (!place) return undefined;
  const taken = new Set(existing.filter(it => it.options?.['path'] === options['path'] && it.options?.['author'] === options['author']).map(it => it.options?.['id']));
  const free = (number: number): string => (taken.has(`${options['id']}-${number}`) ? free(number + 1) : `${options['id']}-${number}`);
  const [first, ...later] = steps;
  const numbered = (place.alone ? later : steps).map((step): readonly [string, SequenceStep] => {
    const id = free(place.alone ? 2 : 1);
    taken.add(id);
    return [id, step];
  });
  const here = place.alone ? place.instead(first) : place.without();
  return here && [...here, ...(numbered.length > 0 ? [place.behind(numbered)] : [])];
}

const MORE = /^(?:runOnChange|runAlways|runOrder|runWith|preconditions|validCheckSum|failOnError|ignore|logicalFilePath|endDelimiter|duplicate|parameter:.*)$/;

function placeIn(up: Source, at: Span, others: readonly Span[]): ChangesetPlace | undefined {
  if (/\.sql$/i.test(up.path)) return formattedPlace(up, at, others);
  if (/\.xml$/i.test(up.path)) return xmlPlace(up, at, others);
  return /\.ya?ml$/i.test(up.path) ? yamlPlace(up, at, others) : undefined;
}
