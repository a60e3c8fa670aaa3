import { identifier } from './identifier.js';
import type { Name } from './identifier.js';

/** PostgreSQL 18's `kwlist.h`: what no column may be called without quotes, and what means something else where a column is read. */
const RESERVED: ReadonlySet<string> = new Set(`
  all analyse analyze and any array as asc asymmetric authorization binary both case cast check collate collation column concurrently
  constraint create cross current_catalog current_date current_role current_schema current_time current_timestamp current_user default
  deferrable desc distinct do else end except false fetch for foreign freeze from full grant group having ilike in initially inner
  intersect into is isnull join lateral leading left like limit localtime localtimestamp natural not notnull null offset on only or
  order outer overlaps placing primary references returning right select session_user similar some symmetric system_user table
  tablesample then to trailing true union unique user using variadic verbose when where window with`.trim().split(/\s+/));

/** As a person would write it: quoted only where it would be another name, or none, without. */
export function writtenIdentifier(name: string): string {
  return /^[a-z_][a-z0-9_$]*$/.test(name) && !RESERVED.has(name) ? name : identifier(name);
}

export function writtenName({ schema, name }: Name): string {
  return schema === undefined ? writtenIdentifier(name) : `${writtenIdentifier(schema)}.${writtenIdentifier(name)}`;
}
