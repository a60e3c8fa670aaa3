/** A section of a TOML file: true, false and what begins with a bracket stay as they are. */
export function toml(section: string, settings: Readonly<Record<string, string>>): string {
  return [`[${section}]`, ...Object.entries(settings).map(([name, value]) => `${name} = ${/^(?:true$|false$|\[)/.test(value) ? value : JSON.stringify(value)}`), ''].join('\n');
}
