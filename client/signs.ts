/** Folders whose files others wrote. */
const FOREIGN = /(?:^|\/)(?:node_modules|site-packages|vendor|\.[^/]+)(?:\/|$)/;

/** Names and paths that say that a folder has migrations: those that the manifest has VS Code look for in a workspace. */
export function signsOf(activationEvents: readonly string[]): readonly string[] {
  return activationEvents.flatMap(it => /^workspaceContains:(.*)$/.exec(it)?.[1] ?? []);
}

/** The folders of a workspace in which a sign may lie that tells of this file: its own and all above, innermost first. Of what others wrote, none. */
export function placesOf(path: string): readonly string[] {
  if (FOREIGN.test(path)) return [];
  const folders = path.split('/').slice(0, -1);
  return [...folders.map((_, i) => folders.slice(0, folders.length - i).join('/')), '.'];
}

/** Whether a folder with these names in it may hold the sign. */
export function leadsTo(sign: string, names: ReadonlySet<string>): boolean {
  return names.has(sign.split('/', 1)[0]!);
}
