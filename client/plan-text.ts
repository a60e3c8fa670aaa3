import type { PlanReply, PlanStep } from '../server/protocol.js';

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
}

/** The plan as SQL that can be read, searched and copied; what is not SQL is a comment. `pathOf` gives the path to show for a step. */
export function planText({ connection, steps, stops, notes, heaviest }: Plan, words: Words, pathOf: (step: PlanStep) => string): string {
  const facts: readonly (readonly [string, string])[] = [
    [words.server, `${connection.host}:${connection.port} (PostgreSQL ${connection.serverVersion})`],
    [words.database, connection.database],
    [words.user, connection.user],
    ...(heaviest === undefined ? [] : [[words.heaviest, heaviest] as const]),
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  return [
    comment(words.title(steps.length, connection.name)),
    '--',
    ...facts.map(([name, value]) => comment(`  ${name.padEnd(width)}  ${value}`)),
    ...notes.flatMap(note => ['--', comment(note)]),
    ...stops.flatMap(stop => ['--', comment(`${words.refused}: ${stop}`)]),
    ...(steps.length === 0 ? ['--', comment(words.nothing)] : []),
    '',
    ...steps.flatMap(step => ['', ...stepText(step)]),
  ].join('\n');

  function stepText(step: PlanStep): readonly string[] {
    return [
      comment('-'.repeat(40)),
      comment(titleOf(step)),
      comment(`${pathOf(step)}, ${step.transaction ? words.oneTransaction : words.noTransaction}`),
      ...step.statements.flatMap(statement => ['', ...statement.effects.map(comment), terminated(statement.text)]),
      '',
    ];
  }
}

export function titleOf({ version, name }: Pick<PlanStep, 'version' | 'name'>): string {
  return version === undefined ? name : `${version} ${name}`;
}

/** Every line of it. */
export function comment(text: string): string {
  return text.split(/\r?\n/).map(line => `-- ${line}`.trimEnd()).join('\n');
}

function terminated(text: string): string {
  const statement = text.trim();
  return statement.endsWith(';') ? statement : `${statement};`;
}
