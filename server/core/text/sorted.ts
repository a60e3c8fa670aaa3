/** How many of a sorted list come before a place, which is found by halves: where what belongs there stands, or would. */
export function placeAmong<T>(sorted: readonly T[], isBefore: (it: T) => boolean): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isBefore(sorted[middle]!)) low = middle + 1;
    else high = middle;
  }
  return low;
}
