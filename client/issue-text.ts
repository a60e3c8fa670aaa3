import type { ProjectInfo, StatusReply } from '../server/protocol.js';

/** What is to be known of where something went wrong. */
export interface Surroundings {
  readonly version: string;
  readonly editor: string;
  readonly system: string;
  readonly projects: readonly ProjectInfo[];
  readonly statuses: readonly StatusReply[];
  /** Names of settings that are not as they come. */
  readonly settings: readonly string[];
}

/** In Markdown; no name, path, address or SQL of anybody is in it. */
export function issueFacts({ version, editor, system, projects, statuses, settings }: Surroundings): string {
  const servers = statuses.map(it => it.kind === 'status' ? `PostgreSQL ${it.connection.serverVersion}` : `refused: ${it.reason}`);
  return [
    ['Migration Lens', version],
    ['Editor', editor],
    ['System', system],
    ...projects.map(({ title, migrations, problems, guessed }) => ['Project', `${title}${guessed ? ' (guessed)' : ''}, ${migrations} migrations, ${problems} problems`] as const),
    ...servers.map(it => ['Database', it] as const),
    ...(settings.length === 0 ? [] : [['Settings', settings.join(', ')] as const]),
  ].map(([name, value]) => `- ${name}: ${value}`).join('\n');
}
