import { INDEXES } from './operations/indexes.js';
import type { Operation } from './operations/operation.js';
import { PROGRAMS } from './operations/programs.js';
import { TABLES } from './operations/tables.js';
import { TYPES } from './operations/types.js';
import { VIEWS } from './operations/views.js';

/** By the name of the method of `MigrationBuilder` (9.0.0, `src/migrationBuilder.ts`). */
export function operationOf(name: string): Operation | undefined {
  return OPERATIONS.get(ALIASES.get(name) ?? name);
}

const OPERATIONS: ReadonlyMap<string, Operation> = new Map(Object.entries({ ...TABLES, ...INDEXES, ...TYPES, ...PROGRAMS, ...VIEWS }));

const ALIASES: ReadonlyMap<string, string> = new Map(Object.entries({
  addColumn: 'addColumns', dropColumn: 'dropColumns', createConstraint: 'addConstraint', addIndex: 'createIndex', addType: 'createType', addExtension: 'createExtension',
}));

/** What changes no table, view or type. */
export const SILENT = /^(?:(?:create|drop|alter|rename)Role|(?:grant|revoke)Roles|(?:create|drop)Cast|(?:create|drop|rename|addTo|removeFrom)Operator\w*|noTransaction|func)$/;
