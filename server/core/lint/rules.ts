import type { Rule } from './rule.js';
import addingFieldWithDefault from './rules/adding-field-with-default.js';
import addingForeignKeyConstraint from './rules/adding-foreign-key-constraint.js';
import addingNotNullableField from './rules/adding-not-nullable-field.js';
import addingRequiredField from './rules/adding-required-field.js';
import banConcurrentInTransaction from './rules/ban-concurrent-in-transaction.js';
import banDropColumn from './rules/ban-drop-column.js';
import banDropTable from './rules/ban-drop-table.js';
import changingColumnType from './rules/changing-column-type.js';
import constraintMissingNotValid from './rules/constraint-missing-not-valid.js';
import mixingDdlAndDml from './rules/mixing-ddl-and-dml.js';
import renamingColumn from './rules/renaming-column.js';
import requireConcurrentIndexCreation from './rules/require-concurrent-index-creation.js';
import requireLockTimeout from './rules/require-lock-timeout.js';

/** Every rule, in the order of the reference. A test compares this list with the folder. */
export const rules: readonly Rule[] = [
  requireConcurrentIndexCreation,
  banConcurrentInTransaction,
  addingFieldWithDefault,
  addingNotNullableField,
  addingRequiredField,
  addingForeignKeyConstraint,
  constraintMissingNotValid,
  changingColumnType,
  banDropColumn,
  banDropTable,
  renamingColumn,
  requireLockTimeout,
  mixingDdlAndDml,
];
