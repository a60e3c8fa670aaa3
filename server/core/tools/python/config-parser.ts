/** The sections of an `.ini` file as Python's `configparser` reads them: keys in lower case, those of `[DEFAULT]` in each. */
export interface Sections {
  readonly names: readonly string[];
  /** `%(name)s` replaced, where it can be; `given` are keys that the program adds, Alembic's `here`. */
  value(section: string, key: string, given: Readonly<Record<string, string>>): string | undefined;
}

export function sectionsOf(text: string): Sections {
  const sections = new Map<string, Map<string, string>>();
  let current: Map<string, string> | undefined;
  let last: string | undefined;
  let indent = 0;
  for (const line of text.split(/\r\n|\r|\n/)) {
    const trimmed = line.trim();
    if (trimmed === '' || /^[#;]/.test(trimmed)) continue;
    const depth = line.length - line.trimStart().length;
    if (current && last !== undefined && depth > indent) {
      current.set(last, `${current.get(last)!}\n${trimmed}`);
      continue;
    }
    indent = depth;
    const header = /^\[([^\]]+)\]/.exec(trimmed);
    if (header) {
      current = sections.get(header[1]!) ?? new Map<string, string>();
      sections.set(header[1]!, current);
      last = undefined;
      continue;
    }
    const pair = /^([^=:]*?)\s*[=:]\s*(.*)$/.exec(trimmed);
    last = pair ? pair[1]!.toLowerCase() : undefined;
    if (pair && current) current.set(last!, pair[2]!);
  }
  const defaults = sections.get('DEFAULT');
  return { names: [...sections.keys()].filter(it => it !== 'DEFAULT'), value };

  function value(section: string, key: string, given: Readonly<Record<string, string>>, depth = 0): string | undefined {
    const raw = sections.get(section)?.get(key) ?? defaults?.get(key) ?? given[key];
    if (raw === undefined || depth > 10) return raw;
    // What cannot be found is left as it stands.
    return raw.replace(/%%|%\(([^)]+)\)s/g, (all, name: string | undefined) => (name === undefined ? '%' : value(section, name.toLowerCase(), given, depth + 1) ?? all));
  }
}
