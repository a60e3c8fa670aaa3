/**
 * What a file says of itself, by name: `atlas:txmode none` among the comments that it begins with, where a blank line parts them from
 * the first statement (`LocalFile.Directive`, `sql/migrate/dir.go`).
 */
export function directivesOf(text: string): ReadonlyMap<string, string> {
  const head = /^(?:(?:#|--)[^\n]*(?:\n|$))*/.exec(text)![0];
  if (!/^[ \t\r]*(?:\n|$)/.test(text.slice(head.length))) return new Map();
  return new Map(head.split('\n').flatMap(line => {
    const [, name, value = ''] = /^[ -~]*atlas:(\w+)(?: +(.+))?/.exec(line.trim()) ?? [];
    return name === undefined ? [] : [[name, value.trim()]];
  }));
}
