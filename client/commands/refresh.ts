import { inView } from '../in-view.js';
import type { Lens } from '../lens.js';
import type { On } from './choose.js';

/** Reads the databases again that were read before; on one connection, that one. */
export async function refresh(lens: Lens, on: On): Promise<void> {
  await inView(async () => {
    const projects = await lens.projects.settled();
    if (typeof on?.project === 'object' && on.connection) await lens.statuses.read(on.project, on.connection);
    else await lens.statuses.reread(projects);
  });
}
