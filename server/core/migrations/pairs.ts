import type { Tool } from '../tools/tool.js';
import type { Project } from '../tools/tool/project.js';
import type { Migration } from './migration.js';

/**
 * Where a migration's down file goes when its up is renamed to `to`; `undefined` where it has none, or where the new
 * name is not one for which the tool knows a down. Both paths differ in one place: a word before the extension
 * (`.up.sql`, `.down.sql`) or a letter in front (`V5`, `U5`); which one, the tool's own grammar says.
 */
export function renamedDown({ up, down }: Migration, to: string, tool: Tool, project: Project): string | undefined {
  if (up === undefined || down === undefined || up.path === down.path) return undefined;
  const reading = tool.read(to, project);
  if (reading?.kind !== 'migration' || reading.direction !== 'up') return undefined;

  const prefix = sharedPrefix(up.path, down.path);
  const suffix = sharedSuffix(up.path.slice(prefix), down.path.slice(prefix));
  const ofUp = up.path.slice(prefix, up.path.length - suffix);
  const ofDown = down.path.slice(prefix, down.path.length - suffix);
  const tail = up.path.slice(up.path.length - suffix);
  const slash = to.lastIndexOf('/') + 1;

  const candidates = [
    ...(to.endsWith(ofUp + tail) ? [to.slice(0, to.length - ofUp.length - tail.length) + ofDown + tail] : []),
    ...(to.startsWith(ofUp, slash) ? [to.slice(0, slash) + ofDown + to.slice(slash + ofUp.length)] : []),
  ];
  return candidates.find(it => {
    const candidate = tool.read(it, project);
    return candidate?.kind === 'migration' && candidate.direction === 'down' && candidate.id === reading.id;
  });
}

function sharedPrefix(a: string, b: string): number {
  let i = 0;
  while (i < a.length && a[i] === b[i]) i++;
  return i;
}

function sharedSuffix(a: string, b: string): number {
  let i = 0;
  while (i < a.length && i < b.length && a[a.length - 1 - i] === b[b.length - 1 - i]) i++;
  return i;
}
