import { existsSync, readFileSync } from 'node:fs';
import type { Example, Rule } from '../../server/core/lint/rule.js';

/**
 * Cases too odd for the reference page: `test/lint/cases/<rule>.sql`, split at `-- case: title`. All optional:
 * `-- given: postgres 11, no transaction, refused with 25001, settings {…}`, what ran before up to `-- then:`, and the text after the fixes behind `-- fixed:`.
 */
export interface Case extends Example {
  readonly given: string;
}

export function casesOf({ id }: Rule): readonly Case[] {
  const path = `test/lint/cases/${id}.sql`;
  if (!existsSync(path)) return [];
  const [, ...parts] = readFileSync(path, 'utf8').split(/^-- case: (.*)\n/m);
  return Array.from({ length: parts.length / 2 }, (_, i) => caseOf(parts[2 * i]!, parts[2 * i + 1]!));
}

function caseOf(title: string, text: string): Case {
  const given = /^-- given: (.*)\n/.exec(text)?.[1] ?? '';
  const [head = '', fixed] = text.replace(/^-- given: .*\n/, '').split(/^-- fixed:\n/m);
  const [first = '', second] = head.split(/^-- then:\n/m);
  const postgres = /postgres (\d+)/.exec(given)?.[1];
  const settings = /settings (\{.*\})/.exec(given)?.[1];
  const refusedWith = /refused with (\w{5})/.exec(given)?.[1];
  return {
    title,
    given,
    sql: second ?? first,
    ...(second !== undefined && { before: first }),
    ...(fixed !== undefined && { fixed }),
    ...(postgres !== undefined && { postgres: Number(postgres) }),
    ...(given.includes('no transaction') && { transaction: false }),
    ...(refusedWith !== undefined && { refusedWith }),
    ...(settings !== undefined && { settings: JSON.parse(settings) as NonNullable<Example['settings']> }),
  };
}
