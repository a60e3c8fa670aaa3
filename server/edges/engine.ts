import { setFlagsFromString } from 'node:v8';

/** V8's settings for programs that have an answer to give before its optimising compiler has paid for itself. */
export function tuneEngine(): void {
  // Before V8 12, which has a compiler between the two, functions are optimised early, by threads that take the processors from the
  // parser's and from ours: a third of the time of a check of 1,400 files. Three times as late is late enough, and no slower after.
  if (Number.parseInt(process.versions.v8, 10) < 12) setFlagsFromString('--interrupt-budget=400000');
  // The baseline code of the parser is nearly as fast as the optimised one, which takes a processor for as long as a file of 2,000
  // statements waits for its first answer, and 30 MB; from V8 13 on, now and then 500.
  setFlagsFromString('--liftoff-only');
}

/** For a program that stays: what is garbage is looked for when the heap has doubled, which V8 would let grow fourfold. Sooner, and every tenth keystroke in a large file would wait for it. */
export function keepSmall(): void {
  setFlagsFromString('--heap-growing-percent=100');
}
