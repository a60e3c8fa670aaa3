import type { Project } from '../tool/project.js';
import { DEFAULTS } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The project as `FLYWAY_*` complete it (`EnvironmentVariables`): they overrule every file, also with an empty value (observed with 11.8.2). Frameworks do not read them. */
export function inEnvironment(project: Project, environment: Environment): Project {
  const said = Object.entries(environment).filter((it): it is [string, string] => it[0].startsWith('FLYWAY_') && it[1] !== undefined);
  if (said.length === 0 || /(?:^|\/)application[-.][^/]*$/.test(project.because)) return project;
  const settings: Record<string, string> = {};
  const placeholders: Record<string, string> = {};
  for (const [variable, value] of said) {
    const placeholder = /^FLYWAY_PLACEHOLDERS_(.+)$/.exec(variable)?.[1];
    const setting = SETTINGS.get(variable);
    if (placeholder !== undefined) placeholders[placeholder.toLowerCase()] = value;
    else if (setting !== undefined) settings[setting] = value;
  }
  // Names do not mind their case: what a file calls otherwise is the same.
  const kept = Object.entries(project.placeholders).filter(([name]) => !(name.toLowerCase() in placeholders));
  return { ...project, settings: { ...project.settings, ...settings }, placeholders: { ...Object.fromEntries(kept), ...placeholders } };
}

/** As written. */
export function locationsIn({ FLYWAY_LOCATIONS: written = '' }: Environment): readonly string[] {
  return written.split(',').map(it => it.trim()).filter(it => it !== '');
}

/** `FLYWAY_SQL_MIGRATION_PREFIX`, and nothing that only looks like it. */
const SETTINGS: ReadonlyMap<string, string> = new Map(Object.keys(DEFAULTS).map(it => [
  it === 'transactionalLock' ? 'FLYWAY_POSTGRESQL_TRANSACTIONAL_LOCK' : `FLYWAY_${it.replace(/[A-Z]/g, letter => `_${letter}`).toUpperCase()}`, it,
]));
