import { split } from '../../server/core/sql/split.js';
import { scripts } from '../../server/flows/script.js';
import { HISTORIES } from '../sql/histories/known.js';
import { compared, emptied, START, take } from '../sql/histories/play.js';
import type { Asked, Verdict } from './claims.js';

/** Of each history as much as the major understands: after each statement the server has the schema that we say, and did to the tables what we say. */
export async function histories({ client, major, parser }: Asked, verdict: Verdict): Promise<void> {
  const world = { client, major, read: scripts(parser).read };
  await client.query('create extension if not exists btree_gist schema pg_catalog');
  for (const script of HISTORIES) {
    await emptied(world);
    let step = START;
    for (const { span } of split(script).pieces) {
      const sql = script.slice(span.start, span.end);
      const next = await take(step, sql, world);
      if (next === undefined) break;
      step = next;
      verdict.counts.histories++;
      const wrong = [...next.effects, ...await compared(step, world)];
      if (wrong.length > 0) verdict.disagreements.push(`history: ${script}\n    ${sql}\n    ${wrong.join('\n    ')}`);
      if (wrong.length > 0) break;
    }
  }
}
