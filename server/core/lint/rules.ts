import type { Rule } from './rule.js';
import addingConstrainedDomainColumn from './rules/adding-constrained-domain-column.js';
import addingFieldWithDefault from './rules/adding-field-with-default.js';
import addingForeignKeyConstraint from './rules/adding-foreign-key-constraint.js';
import addingGeneratedStoredColumn from './rules/adding-generated-stored-column.js';
import addingNotNullableField from './rules/adding-not-nullable-field.js';
import addingRequiredField from './rules/adding-required-field.js';
import addingSerialColumn from './rules/adding-serial-column.js';
import banCluster from './rules/ban-cluster.js';
import banConcurrentInTransaction from './rules/ban-concurrent-in-transaction.js';
import banDropColumn from './rules/ban-drop-column.js';
import banDropDatabase from './rules/ban-drop-database.js';
import banDropSchema from './rules/ban-drop-schema.js';
import banDropTable from './rules/ban-drop-table.js';
import banTruncate from './rules/ban-truncate.js';
import banTruncateCascade from './rules/ban-truncate-cascade.js';
import banVacuumFull from './rules/ban-vacuum-full.js';
import changingColumnType from './rules/changing-column-type.js';
import constraintMissingNotValid from './rules/constraint-missing-not-valid.js';
import enumValueUsedInSameTransaction from './rules/enum-value-used-in-same-transaction.js';
import mixingDdlAndDml from './rules/mixing-ddl-and-dml.js';
import renamingColumn from './rules/renaming-column.js';
import renamingTable from './rules/renaming-table.js';
import requireConcurrentIndexCreation from './rules/require-concurrent-index-creation.js';
import requireLockTimeout from './rules/require-lock-timeout.js';
import setExpressionRewrite from './rules/set-expression-rewrite.js';

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
  enumValueUsedInSameTransaction,
  renamingTable,
  banTruncate,
  banTruncateCascade,
  banDropSchema,
  banDropDatabase,
  addingSerialColumn,
  addingGeneratedStoredColumn,
  addingConstrainedDomainColumn,
  setExpressionRewrite,
  banVacuumFull,
  banCluster,
];
