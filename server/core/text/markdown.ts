/** As code, whatever it holds: no backtick ends it, and no line end lets it begin something else. */
export function code(text: string): string {
  const inside = text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ');
  const longest = Math.max(0, ...(inside.match(/`+/g) ?? []).map(it => it.length));
  const fence = '`'.repeat(longest + 1);
  // A blank on either side belongs to the fence, and keeps a backtick from becoming a part of it.
  return longest > 0 ? `${fence} ${inside} ${fence}` : `${fence}${inside}${fence}`;
}
