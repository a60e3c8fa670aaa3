import type { Project } from '../tool/project.js';

/** What `meta/_journal.json` says of a file. Kept in the project's settings, under `entry:` and the tag. */
export interface Entry {
  readonly tag: string;
  /** Its place in the list, which is the order of running. */
  readonly place: number;
  /** Milliseconds: what runs, and what the history keeps. */
  readonly when: number;
}

export function isByJournal({ settings }: Pick<Project, 'settings'>): boolean {
  return settings['journal'] !== undefined;
}

export function entryOf(tag: string, { settings }: Pick<Project, 'settings'>): Entry | undefined {
  const [place, when] = settings[`entry:${tag}`]?.split(' ') ?? [];
  return place === undefined ? undefined : { tag, place: Number(place), when: Number(when) };
}

export function entriesOf({ settings }: Pick<Project, 'settings'>): readonly Entry[] {
  return Object.keys(settings).filter(it => it.startsWith('entry:')).map(it => entryOf(it.slice('entry:'.length), { settings })!).sort((a, b) => a.place - b.place);
}

export function settingsOf(entries: readonly Entry[]): Readonly<Record<string, string>> {
  return Object.fromEntries(entries.map(it => [`entry:${it.tag}`, `${it.place} ${it.when}`]));
}

/** `formatToMillis`: what the name of a folder says, in UTC. */
export function whenOf(step: string): number {
  const [, ...parts] = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(step) ?? [];
  const [year, month, day, hour, minute, second] = parts.map(Number) as [number, number, number, number, number, number];
  return parts.length === 0 ? 0 : Date.UTC(year, month - 1, day, hour, minute, second);
}
