import { AFTER_DOWN, inWords } from '../../server/core/replay/differences.js';
import { clock } from '../../server/edges/clock.js';
import { pglite } from '../../server/edges/pglite.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { replay } from '../../server/flows/replay.js';
import type { Replay, ReplayError, ReplayOptions } from '../../server/flows/replay.js';
import type { Scripts } from '../../server/flows/script.js';

export async function replayed(index: ProjectIndex, scripts: Scripts, options: Partial<ReplayOptions> = {}): Promise<Replay> {
  const found = await replay(index, { scripts, shadow: pglite, clock, ...options });
  if (found.kind === 'refused') throw new Error(found.message);
  return found;
}

/** A line for each migration, and below it what its down does: `1 failed: 42P01: … at «b»`. */
export function told({ index, migrations, downs = [], notes }: Replay): string {
  const at = (path: string, { problem, span }: ReplayError) =>
    `: ${problem.code ?? ''} ${problem.message}${span === undefined ? '' : ` at «${index.sources.get(path)!.text.slice(span.start, span.end)}»`}`;
  return [
    ...migrations.flatMap(it => {
      const down = downs.find(one => one.path === it.path && one.version === it.version);
      return [
        `${it.version ?? it.path} ${it.state}${it.state === 'failed' ? at(it.path, it.error) : it.state === 'skipped' ? `: ${it.reason}` : ''}`,
        ...(down ? [`  ${down.verdict}${down.verdict === 'fails' ? at(down.down, down.error) : 'reason' in down ? `: ${down.reason}` : ''}`] : []),
        ...(down?.verdict === 'differs' ? down.differences.map(one => `    ${inWords(one, AFTER_DOWN)}`) : []),
      ];
    }),
    ...notes,
  ].join('\n');
}
