/** Files of a project of each tool, by path. */
export const kinds: Readonly<Record<string, unknown>>;
export function projectOf(name: string, count: number): Readonly<Record<string, string>>;
export function workspaceOf(names: readonly string[], count: number): { readonly root: string; readonly last: readonly { readonly path: string; readonly text: string }[]; readonly coming: readonly { readonly path: string; readonly text: string }[] };
