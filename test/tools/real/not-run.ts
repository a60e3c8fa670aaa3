import { realTools } from './tools.js';

/** Says by name what is not run: never in silence, and never as a failure, for a machine need not have everything. */
export default function setup(): void {
  const missing = realTools.filter(it => !it.installed).map(it => `${it.id} ${it.version}`);
  if (missing.length > 0) console.warn(`Not run, because it cannot be had here: ${missing.join(', ')}`);
}
