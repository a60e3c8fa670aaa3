/** What a Gradle build says about Flyway, as far as a reader can tell who does not run it. */
export function gradleSettings(text: string): { readonly values: ReadonlyMap<string, string | readonly string[]>; readonly placeholders: Readonly<Record<string, string>> } | undefined {
  const code = withoutComments(text);
  if (!/flyway/i.test(code)) return undefined;
  const values = new Map<string, string | readonly string[]>();
  const placeholders: Record<string, string> = {};
  for (const block of blocksOf(code)) {
    const assignment = /(?:^|[\n;{])\s*(\w+)\s*(?:=|\.set\s*\()\s*(\[[^\]]*\]|\w+\s*\([^)]*\)|"[^"\n]*"|'[^'\n]*'|true|false|\d+)/g;
    for (const [, key, value] of block.matchAll(assignment)) {
      if (key === 'placeholders') {
        for (const [, name, quoted] of value!.matchAll(/["']?([\w.:-]+)["']?\s*(?::|to)\s*["']([^"']*)["']/g)) placeholders[name!] = quoted!;
      } else if (/^["']/.test(value!)) values.set(key!, value!.slice(1, -1));
      else if (/^[[\w]/.test(value!) && /["']/.test(value!)) values.set(key!, [...value!.matchAll(/"([^"]*)"|'([^']*)'/g)].map(([, a, b]) => a ?? b!));
      else if (/^(?:true|false|\d+)$/.test(value!)) values.set(key!, value!);
    }
  }
  return { values, placeholders };
}

function withoutComments(text: string): string {
  return text.replace(/"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, it => (it.startsWith('/') ? ' ' : it));
}

/** The insides of `flyway { … }` and `configure<FlywayExtension> { … }`. */
function* blocksOf(code: string): Iterable<string> {
  for (const { index, 0: head } of code.matchAll(/(?:\bflyway|FlywayExtension\s*>\s*(?:\(\s*\))?)\s*\{/g)) {
    const start = index + head.length;
    let depth = 1;
    let end = start;
    while (end < code.length && depth > 0) {
      if (code[end] === '{') depth++;
      else if (code[end] === '}') depth--;
      end++;
    }
    yield `\n${code.slice(start, end - 1)}`;
  }
}
