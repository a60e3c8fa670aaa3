import type { Sections } from '../tool/reading.js';

/** `upRegExp` and `downRegExp` (`pkg/dbmate/migration.go`): the marker, then the end of the line or a blank. */
export const SECTION = /^--\s*migrate:(up|down)(?!\S)[^\n]*/m;

/** The up section reaches to the first `down`, and the comments above it go with it. The sentences are dbmate's. */
export function sections(text: string): Sections {
  const markers = [...text.matchAll(new RegExp(SECTION, 'gm'))].map(it => ({ direction: it[1], start: it.index, end: it.index + it[0].trimEnd().length }));
  const up = markers.find(it => it.direction === 'up');
  const down = markers.find(it => it.direction === 'down');
  const whole = { start: 0, end: text.length };
  const top = { start: 0, end: 0 };
  if (!up) return { up: whole, flaw: { message: 'dbmate requires each migration to define an up block with \'-- migrate:up\'', span: top } };
  if (!down) return { up: whole, flaw: { message: 'dbmate requires each migration to define a down block with \'-- migrate:down\'', span: up } };
  if (up.start > down.start) {
    return { up: { start: up.start, end: text.length }, down: { start: down.start, end: up.start }, flaw: { message: 'dbmate requires \'-- migrate:up\' to appear before \'-- migrate:down\'', span: up } };
  }

  const second = markers.find(it => it !== up && it !== down);
  const both = {
    up: { start: 0, end: Math.min(down.start, second && second.start < down.start ? second.start : down.start) },
    down: { start: down.start, end: second && second.start > down.start ? second.start : text.length },
  };
  if (second) return { ...both, flaw: { message: 'dbmate records the version with each section, and fails at the second', span: second } };
  const statement = /^(?!\s*--)[^\S\n]*(\S[^\n]*)/m.exec(text.slice(0, up.start));
  if (statement) {
    const start = statement.index + statement[0].length - statement[1]!.length;
    return { ...both, flaw: { message: 'dbmate does not support statements preceding the \'-- migrate:up\' block', span: { start, end: start + statement[1]!.length } } };
  }
  return both;
}

/** `parseMigrationOptions`: the pairs on the marker's line, as `transaction:false`. */
export function optionsOf(section: string): ReadonlyMap<string, string> {
  const pairs = (SECTION.exec(section)?.[0] ?? '').trim().split(/\s+/).map(it => it.split(':'));
  return new Map(pairs.flatMap(it => (it.length === 2 ? [[it[0]!, it[1]!] as const] : [])));
}
