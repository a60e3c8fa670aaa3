/**
 * For notifications and the prompts of input boxes: VS Code makes a link of `[label](command:…)` in them, which runs the command.
 * A database or a file may be called so.
 */
export function plain(text: string): string {
  return text.replaceAll('](', '] (');
}
