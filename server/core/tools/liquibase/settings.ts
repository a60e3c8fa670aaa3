import type { Project } from '../tool/project.js';
import type { Parameters } from './parameters.js';

/**
 * Settings of a project: `root`, the changelog to begin with (relative to the workspace root, empty for none), `changeLogFile`,
 * as the configuration writes it and Liquibase stores it, `searchPath`
 * (folders with commas between), `contexts`, `labelFilter`, and the names of the tables and schemas, as Liquibase calls them.
 */
export const DEFAULTS = { root: '', changeLogFile: '', searchPath: '.', table: 'databasechangelog', lockTable: 'databasechangeloglock', liquibaseSchemaName: '', defaultSchemaName: '', contexts: '', labelFilter: '' } as const;

export function searchPathOf({ settings }: Pick<Project, 'settings'>): readonly string[] {
  return (settings['searchPath'] ?? '.').split(',');
}

export function activeContexts({ settings }: Pick<Project, 'settings'>): readonly string[] {
  return (settings['contexts'] ?? '').split(',').map(it => it.trim()).filter(it => it !== '');
}

export function parametersOf({ placeholders }: Pick<Project, 'placeholders'>): Parameters {
  return new Map(Object.entries(placeholders));
}
