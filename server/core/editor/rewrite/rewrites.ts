import { builtConcurrently } from './concurrently.js';
import { keyTypeChange } from './key-type-change.js';
import { notNull } from './not-null.js';
import { notValid } from './not-valid.js';
import { partitionedIndex } from './partitioned-index.js';
import { primaryKey } from './primary-key.js';
import { renamedColumn } from './renamed-column.js';
import { renamedTable } from './renamed-table.js';
import type { Rewrite } from './rewrite.js';
import { typeChange } from './type-change.js';
import { unique } from './unique.js';
import { volatileDefault } from './volatile-default.js';

/** The first that has a plan is offered. */
export const rewrites: readonly Rewrite[] = [
  notNull, notValid, unique, primaryKey, volatileDefault, typeChange, keyTypeChange, renamedColumn, renamedTable, partitionedIndex, builtConcurrently,
];
