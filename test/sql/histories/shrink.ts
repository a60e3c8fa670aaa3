import { compared, emptied, START, take, type World } from './play.js';

/** The history with as few statements as still end in a disagreement that `wrong` begins with. */
export async function shrunk(history: readonly string[], wrong: readonly string[], world: World): Promise<readonly string[]> {
  const last = history.at(-1)!;
  let kept = history.slice(0, -1);
  for (let size = Math.ceil(kept.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let at = 0; at < kept.length; ) {
      const fewer = [...kept.slice(0, at), ...kept.slice(at + size)];
      if (await isWrong([...fewer, last], wrong[0]!, world)) kept = fewer;
      else at += size;
    }
  }
  return [...kept, last];
}

/** A statement that the server refuses without the others is left out. */
async function isWrong(history: readonly string[], as: string, world: World): Promise<boolean> {
  await emptied(world);
  let step = START;
  let effects: readonly string[] = [];
  for (const sql of history) {
    const next = await take(step, sql, world);
    if (next === undefined) continue;
    step = next;
    effects = next.effects;
  }
  return [...effects, ...await compared(step, world)].includes(as);
}
