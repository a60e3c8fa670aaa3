import type { PlanReply, PlanStep } from '../server/protocol.js';
import { titleOf } from './title.js';

export type Plan = Extract<PlanReply, { kind: 'plan' }>;

/** The words of the document, so that this file needs no editor. */
export interface Words {
  readonly title: (count: number, connection: string) => string;
  readonly server: string;
  readonly database: string;
  readonly user: string;
  readonly heaviest: string;
  readonly refused: string;
  readonly oneTransaction: string;
  readonly noTransaction: string;
  readonly nothing: string;
  readonly runBy: string;
}

/** The plan as SQL that can be read, searched and copied; what is not SQL is a comment. `pathOf` gives the path to show for a step. */
export function planText({ connection, steps, stops, notes, heaviest }: Plan, words: Words, pathOf: (step: PlanStep) => string): string {
  const facts: readonly (readonly [string, string])[] = [
    [words.server, `${connection.host}:${connection.port} (PostgreSQL ${connection.serverVersion})`],
    [words.database, connection.database],
    [words.user, connection.user],
    ...(heaviest === undefined ? [] : [[words.heaviest, heaviest] as const]),
  ];
  return [
    ...heading(words.title(steps.length, connection.name), facts),
    ...stops.flatMap(stop => ['--', prose(`${words.refused}: ${stop}`)]),
    ...(notes.length === 0 ? [] : ['--', ...notes.map(note => prose(`${note}.`))]),
    ...(steps.length === 0 ? ['--', comment(words.nothing)] : []),
    '',
    ...steps.flatMap(step => ['', ...stepText(step)]),
  ].join('\n');

  function stepText(step: PlanStep): readonly string[] {
    return [
      comment('-'.repeat(40)),
      comment(titleOf(step)),
      comment(`${pathOf(step)}, ${step.transaction ? words.oneTransaction : words.noTransaction}`),
      ...(step.command === undefined ? [] : [comment(`${words.runBy}: ${step.command}`)]),
      ...step.statements.flatMap(statement => ['', ...statement.effects.map(comment), terminated(statement.text)]),
      '',
    ];
  }
}


/** What a document is, and facts about it, as comments. */
export function heading(title: string, facts: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...facts.map(([name]) => name.length));
  return [comment(title), '--', ...facts.map(([name, value]) => comment(`  ${name.padEnd(width)}  ${value}`))];
}

/** Sentences, in lines that a narrow editor shows whole. */
export function prose(text: string): string {
  return comment(text.split(/\r?\n/).map(line => line.replace(/(.{1,90})(?: +|$)/g, '$1\n').trimEnd()).join('\n'));
}

/** Every line of it. */
export function comment(text: string): string {
  return text.split(/\r?\n/).map(line => `-- ${line}`.trimEnd()).join('\n');
}

function terminated(text: string): string {
  const statement = text.trim();
  return statement.endsWith(';') ? statement : `${statement};`;
}
