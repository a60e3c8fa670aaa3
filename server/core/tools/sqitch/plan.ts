import type { Span } from '../../text/span.js';

/** `sqitch.plan`: what there is, in order. */
export interface Plan {
  readonly project: string | undefined;
  readonly changes: readonly Change[];
}

export interface Change {
  readonly name: string;
  /** Of its scripts, without `.sql`: the name, or `name@tag` where a later line reworks it. */
  readonly script: string;
  /** `Marge N. O’Vera <marge@example.com>`. */
  readonly planner: string;
  readonly span: Span;
}

interface Tag {
  /** The index of the change that it belongs to. */
  readonly after: number;
  readonly name: string;
}

export function planOf(text: string): Plan {
  const changes: { name: string; planner: string; span: Span }[] = [];
  const tags: Tag[] = [];
  let project: string | undefined;
  for (const line of text.matchAll(/[^\r\n]+/g)) {
    const written = line[0].trim();
    const pragma = /^%\s*project\s*=\s*(.*)$/.exec(written);
    if (pragma) project ??= pragma[1]!.replace(/\s+#.*$/, '').trim();
    if (written === '' || /^[%#]/.test(written)) continue;
    const name = /^\+?\s*([^\s[]+)/.exec(written)?.[1];
    if (name === undefined || name === '-') continue;
    if (name.startsWith('@')) tags.push({ after: changes.length - 1, name });
    else {
      const start = line.index + line[0].indexOf(name);
      changes.push({ name, planner: /\d{4}-\d\d-\d\dT[\d:]+Z\s+([^#]*?>)/.exec(written)?.[1] ?? '', span: { start, end: start + name.length } });
    }
  }

  // `rework_tags`: those between the change and the line that reworks it, of the latest change first.
  const reworked = new Map<string, number>();
  const scripts = changes.map(it => it.name);
  const tagged = latestTags(changes.length, tags);
  for (let i = changes.length - 1; i >= 0; i--) {
    const { name } = changes[i]!;
    const tag = tagged[(reworked.get(name) ?? 0) - 1];
    if (tag && tag.after >= i) scripts[i] += tag.name;
    reworked.set(name, i);
  }
  return { project, changes: changes.map((it, i) => ({ ...it, script: scripts[i]! })) };
}

/** Of each change and those before it, the first tag of the latest that has some. */
function latestTags(count: number, tags: readonly Tag[]): readonly (Tag | undefined)[] {
  const first = new Map<number, Tag>();
  for (const tag of tags) if (!first.has(tag.after)) first.set(tag.after, tag);
  let latest: Tag | undefined;
  return Array.from({ length: count }, (_, i) => (latest = first.get(i) ?? latest));
}
