import type { Rule } from './rule.js';
import addColumnNonVolatileDefaultSameValue from './rules/add-column-non-volatile-default-same-value.js';
import addingConstrainedDomainColumn from './rules/adding-constrained-domain-column.js';
import addingExclusionConstraint from './rules/adding-exclusion-constraint.js';
import addingFieldWithDefault from './rules/adding-field-with-default.js';
import addingForeignKeyConstraint from './rules/adding-foreign-key-constraint.js';
import addingGeneratedStoredColumn from './rules/adding-generated-stored-column.js';
import addingIdentityToColumn from './rules/adding-identity-to-column.js';
import addingNotNullableField from './rules/adding-not-nullable-field.js';
import addingPrimaryKeyConstraint from './rules/adding-primary-key-constraint.js';
import addingRequiredField from './rules/adding-required-field.js';
import addingSerialColumn from './rules/adding-serial-column.js';
import addingUniqueIndex from './rules/adding-unique-index.js';
import alterCompositeTypeInUse from './rules/alter-composite-type-in-use.js';
import alterEnumAddValue from './rules/alter-enum-add-value.js';
import alterStorageParameterLock from './rules/alter-storage-parameter-lock.js';
import analyzeAfterBackfill from './rules/analyze-after-backfill.js';
import attachPartitionDefaultScan from './rules/attach-partition-default-scan.js';
import attachPartitionMissingCheck from './rules/attach-partition-missing-check.js';
import autovacuumDisabled from './rules/autovacuum-disabled.js';
import backfillInDdlTransaction from './rules/backfill-in-ddl-transaction.js';
import banAlterDomainWithAddConstraint from './rules/ban-alter-domain-with-add-constraint.js';
import banCharField from './rules/ban-char-field.js';
import banCluster from './rules/ban-cluster.js';
import banConcurrentInTransaction from './rules/ban-concurrent-in-transaction.js';
import banCreateDomainWithConstraint from './rules/ban-create-domain-with-constraint.js';
import banDeleteWithoutWhere from './rules/ban-delete-without-where.js';
import banDropCascade from './rules/ban-drop-cascade.js';
import banDropColumn from './rules/ban-drop-column.js';
import banDropDatabase from './rules/ban-drop-database.js';
import banDropExtension from './rules/ban-drop-extension.js';
import banDropFunction from './rules/ban-drop-function.js';
import banDropNotNull from './rules/ban-drop-not-null.js';
import banDropOwned from './rules/ban-drop-owned.js';
import banDropSchema from './rules/ban-drop-schema.js';
import banDropSequence from './rules/ban-drop-sequence.js';
import banDropTable from './rules/ban-drop-table.js';
import banDropTrigger from './rules/ban-drop-trigger.js';
import banDropType from './rules/ban-drop-type.js';
import banDropView from './rules/ban-drop-view.js';
import banDuplicateColumnAssignments from './rules/ban-duplicate-column-assignments.js';
import banFloatingPoint from './rules/ban-floating-point.js';
import banLockTable from './rules/ban-lock-table.js';
import banMoney from './rules/ban-money.js';
import banSetSearchPath from './rules/ban-set-search-path.js';
import banTimetz from './rules/ban-timetz.js';
import banTruncateCascade from './rules/ban-truncate-cascade.js';
import banTruncate from './rules/ban-truncate.js';
import banUncommittedTransaction from './rules/ban-uncommitted-transaction.js';
import banUpdateWithoutWhere from './rules/ban-update-without-where.js';
import banVacuumFull from './rules/ban-vacuum-full.js';
import changeColumnDefault from './rules/change-column-default.js';
import changeColumnTypeWithCheckConstraint from './rules/change-column-type-with-check-constraint.js';
import changingColumnCollation from './rules/changing-column-collation.js';
import changingColumnType from './rules/changing-column-type.js';
import circularForeignKey from './rules/circular-foreign-key.js';
import concurrentIndexIfNotExists from './rules/concurrent-index-if-not-exists.js';
import concurrentIndexInvalidLeftover from './rules/concurrent-index-invalid-leftover.js';
import concurrentIndexOnPartitionedTable from './rules/concurrent-index-on-partitioned-table.js';
import concurrentRefreshMatviewLock from './rules/concurrent-refresh-matview-lock.js';
import constraintMissingNotValid from './rules/constraint-missing-not-valid.js';
import constraintNotEnforced from './rules/constraint-not-enforced.js';
import createMatviewWithData from './rules/create-matview-with-data.js';
import createPartitionOfLocksParent from './rules/create-partition-of-locks-parent.js';
import createRule from './rules/create-rule.js';
import createTableForeignKeyLock from './rules/create-table-foreign-key-lock.js';
import createTableIfNotExistsExisting from './rules/create-table-if-not-exists-existing.js';
import createTrigger from './rules/create-trigger.js';
import createUnloggedTable from './rules/create-unlogged-table.js';
import creatingEnum from './rules/creating-enum.js';
import dependentObjectsBreak from './rules/dependent-objects-break.js';
import disallowedColumnType from './rules/disallowed-column-type.js';
import disallowedUniqueConstraint from './rules/disallowed-unique-constraint.js';
import dropColumnDropsConstraint from './rules/drop-column-drops-constraint.js';
import dropConstraint from './rules/drop-constraint.js';
import dropDefaultBreaksOldInserts from './rules/drop-default-breaks-old-inserts.js';
import dropForeignKeyLocksBothTables from './rules/drop-foreign-key-locks-both-tables.js';
import dropIndexBackingConstraint from './rules/drop-index-backing-constraint.js';
import dropIndexInUse from './rules/drop-index-in-use.js';
import dynamicSqlUnanalysable from './rules/dynamic-sql-unanalysable.js';
import enableDisableTrigger from './rules/enable-disable-trigger.js';
import enumRenameValue from './rules/enum-rename-value.js';
import enumValueUsedInSameTransaction from './rules/enum-value-used-in-same-transaction.js';
import extensionInPublic from './rules/extension-in-public.js';
import extensionUpgrade from './rules/extension-upgrade.js';
import extensionVersionPin from './rules/extension-version-pin.js';
import foreignKeyMissingIndex from './rules/foreign-key-missing-index.js';
import foreignKeyMissingOnDelete from './rules/foreign-key-missing-on-delete.js';
import foreignKeyNondeterministicCollation from './rules/foreign-key-nondeterministic-collation.js';
import foreignKeyOnDeleteCascade from './rules/foreign-key-on-delete-cascade.js';
import foreignKeyOutsideSchema from './rules/foreign-key-outside-schema.js';
import foreignKeyTypeMismatch from './rules/foreign-key-type-mismatch.js';
import functionBodyBreaks from './rules/function-body-breaks.js';
import functionCallLocks from './rules/function-call-locks.js';
import functionSearchPathMutable from './rules/function-search-path-mutable.js';
import ginIndexJsonbOperators from './rules/gin-index-jsonb-operators.js';
import grantToPublic from './rules/grant-to-public.js';
import hardcodedSecret from './rules/hardcoded-secret.js';
import identifierTooLong from './rules/identifier-too-long.js';
import impossibleChange from './rules/impossible-change.js';
import indexCorruptionPg14 from './rules/index-corruption-pg14.js';
import indexDuplicateColumn from './rules/index-duplicate-column.js';
import indexTooManyColumns from './rules/index-too-many-columns.js';
import indexTotalLimit from './rules/index-total-limit.js';
import insertWithoutColumns from './rules/insert-without-columns.js';
import lockTimeoutIneffective from './rules/lock-timeout-ineffective.js';
import lockUpgrade from './rules/lock-upgrade.js';
import mixedCaseIdentifier from './rules/mixed-case-identifier.js';
import mixingDdlAndDml from './rules/mixing-ddl-and-dml.js';
import moveAllInTablespace from './rules/move-all-in-tablespace.js';
import multipleAlterTable from './rules/multiple-alter-table.js';
import multipleForeignKeysInTransaction from './rules/multiple-foreign-keys-in-transaction.js';
import multiplePermissivePolicies from './rules/multiple-permissive-policies.js';
import namingConvention from './rules/naming-convention.js';
import narrowingColumnType from './rules/narrowing-column-type.js';
import noForeignKey from './rules/no-foreign-key.js';
import orReplaceFunctionChange from './rules/or-replace-function-change.js';
import orReplaceViewColumnChange from './rules/or-replace-view-column-change.js';
import partitionKeyInUniqueConstraint from './rules/partition-key-in-unique-constraint.js';
import policyAlwaysTrue from './rules/policy-always-true.js';
import policyCompleteness from './rules/policy-completeness.js';
import policyExistsRlsDisabled from './rules/policy-exists-rls-disabled.js';
import policyFunctionPerRow from './rules/policy-function-per-row.js';
import policyUserMetadata from './rules/policy-user-metadata.js';
import preferBigintOverInt from './rules/prefer-bigint-over-int.js';
import preferBigintOverSmallint from './rules/prefer-bigint-over-smallint.js';
import preferBigintPrimaryKey from './rules/prefer-bigint-primary-key.js';
import preferIdentity from './rules/prefer-identity.js';
import preferJsonb from './rules/prefer-jsonb.js';
import preferNotNullNotValid from './rules/prefer-not-null-not-valid.js';
import preferRobustStatements from './rules/prefer-robust-statements.js';
import preferTextField from './rules/prefer-text-field.js';
import preferTimestamptz from './rules/prefer-timestamptz.js';
import primaryKeyUsingNullableIndex from './rules/primary-key-using-nullable-index.js';
import privilegeChange from './rules/privilege-change.js';
import publicationAllTables from './rules/publication-all-tables.js';
import publicationChange from './rules/publication-change.js';
import redundantIndex from './rules/redundant-index.js';
import renameAsDropAndAdd from './rules/rename-as-drop-and-add.js';
import renamingColumn from './rules/renaming-column.js';
import renamingObject from './rules/renaming-object.js';
import renamingSchema from './rules/renaming-schema.js';
import renamingTable from './rules/renaming-table.js';
import replaceIndexOrder from './rules/replace-index-order.js';
import replicaIdentity from './rules/replica-identity.js';
import requireApplicationName from './rules/require-application-name.js';
import requireConcurrentIndexCreation from './rules/require-concurrent-index-creation.js';
import requireConcurrentIndexDeletion from './rules/require-concurrent-index-deletion.js';
import requireConcurrentPartitionDetach from './rules/require-concurrent-partition-detach.js';
import requireConcurrentRefreshMatview from './rules/require-concurrent-refresh-matview.js';
import requireConcurrentReindex from './rules/require-concurrent-reindex.js';
import requireDeferrableForeignKey from './rules/require-deferrable-foreign-key.js';
import requireEnumValueOrdering from './rules/require-enum-value-ordering.js';
import requireIdleInTransactionTimeout from './rules/require-idle-in-transaction-timeout.js';
import requireIndexName from './rules/require-index-name.js';
import requireLockTimeout from './rules/require-lock-timeout.js';
import requirePrimaryKey from './rules/require-primary-key.js';
import requireSetRole from './rules/require-set-role.js';
import requireStatementTimeout from './rules/require-statement-timeout.js';
import requireTableSchema from './rules/require-table-schema.js';
import requireTransactionTimeout from './rules/require-transaction-timeout.js';
import requiredColumns from './rules/required-columns.js';
import reservedWordIdentifier from './rules/reserved-word-identifier.js';
import rlsDisabled from './rules/rls-disabled.js';
import rlsEnabledNoPolicy from './rules/rls-enabled-no-policy.js';
import securityDefinerSearchPath from './rules/security-definer-search-path.js';
import securityDefinerView from './rules/security-definer-view.js';
import sequenceIntegerCapacity from './rules/sequence-integer-capacity.js';
import sequenceNotReset from './rules/sequence-not-reset.js';
import setAccessMethod from './rules/set-access-method.js';
import setDefaultExistingColumn from './rules/set-default-existing-column.js';
import setExpressionRewrite from './rules/set-expression-rewrite.js';
import setLoggedUnlogged from './rules/set-logged-unlogged.js';
import setSchema from './rules/set-schema.js';
import setTablespace from './rules/set-tablespace.js';
import statementTimeoutKillsConcurrentIndex from './rules/statement-timeout-kills-concurrent-index.js';
import statementWhileHoldingAccessExclusive from './rules/statement-while-holding-access-exclusive.js';
import superuserOperation from './rules/superuser-operation.js';
import timestampPrecisionZero from './rules/timestamp-precision-zero.js';
import transactionNesting from './rules/transaction-nesting.js';
import unbatchedBackfill from './rules/unbatched-backfill.js';
import uniqueNotNullInsteadOfPrimaryKey from './rules/unique-not-null-instead-of-primary-key.js';
import unnamedConstraint from './rules/unnamed-constraint.js';
import unsupportedRegTypes from './rules/unsupported-reg-types.js';
import validateConstraintInSameTransaction from './rules/validate-constraint-in-same-transaction.js';
import versionFeatureUnavailable from './rules/version-feature-unavailable.js';
import volatileCheckConstraint from './rules/volatile-check-constraint.js';
import wideLockWindow from './rules/wide-lock-window.js';

/** Every rule, in the order of the reference. A test compares this list with the folder. */
export const rules: readonly Rule[] = [
  requireConcurrentIndexCreation,
  banConcurrentInTransaction,
  addingFieldWithDefault,
  addingIdentityToColumn,
  addingNotNullableField,
  addingRequiredField,
  addingForeignKeyConstraint,
  constraintMissingNotValid,
  changingColumnType,
  banDropColumn,
  banDropTable,
  renameAsDropAndAdd,
  renamingColumn,
  requireLockTimeout,
  mixingDdlAndDml,
  enumValueUsedInSameTransaction,
  renamingTable,
  banTruncate,
  banTruncateCascade,
  banDropOwned,
  banDropSchema,
  banDropDatabase,
  addingSerialColumn,
  addingGeneratedStoredColumn,
  addingConstrainedDomainColumn,
  setExpressionRewrite,
  banVacuumFull,
  banCluster,
  banDropCascade,
  banAlterDomainWithAddConstraint,
  requireConcurrentPartitionDetach,
  attachPartitionMissingCheck,
  attachPartitionDefaultScan,
  setLoggedUnlogged,
  setTablespace,
  moveAllInTablespace,
  setAccessMethod,
  transactionNesting,
  banUncommittedTransaction,
  banDeleteWithoutWhere,
  dropDefaultBreaksOldInserts,
  lockTimeoutIneffective,
  backfillInDdlTransaction,
  banUpdateWithoutWhere,
  statementWhileHoldingAccessExclusive,
  wideLockWindow,
  lockUpgrade,
  multipleAlterTable,
  preferRobustStatements,
  versionFeatureUnavailable,
  dynamicSqlUnanalysable,
  addingExclusionConstraint,
  addingPrimaryKeyConstraint,
  concurrentIndexOnPartitionedTable,
  concurrentRefreshMatviewLock,
  disallowedUniqueConstraint,
  dropForeignKeyLocksBothTables,
  foreignKeyMissingIndex,
  foreignKeyTypeMismatch,
  requireConcurrentIndexDeletion,
  requireConcurrentRefreshMatview,
  requireConcurrentReindex,
  validateConstraintInSameTransaction,
  banCharField,
  preferTimestamptz,
  preferJsonb,
  banMoney,
  preferTextField,
  timestampPrecisionZero,
  unsupportedRegTypes,
  banFloatingPoint,
  banTimetz,
  preferBigintPrimaryKey,
  preferBigintOverInt,
  preferBigintOverSmallint,
  preferIdentity,
  banDropType,
  banDropView,
  banDropFunction,
  banDropSequence,
  banDropExtension,
  banDropTrigger,
  createTrigger,
  enableDisableTrigger,
  banDropNotNull,
  renamingObject,
  renamingSchema,
  setSchema,
  banLockTable,
  replicaIdentity,
  createUnloggedTable,
  alterStorageParameterLock,
  autovacuumDisabled,
  publicationAllTables,
  publicationChange,
  createRule,
  creatingEnum,
  banSetSearchPath,
  identifierTooLong,
  sequenceIntegerCapacity,
  reservedWordIdentifier,
  mixedCaseIdentifier,
  namingConvention,
  requiredColumns,
  disallowedColumnType,
  requireTableSchema,
  banDuplicateColumnAssignments,
  changingColumnCollation,
  changeColumnTypeWithCheckConstraint,
  narrowingColumnType,
  dependentObjectsBreak,
  orReplaceFunctionChange,
  orReplaceViewColumnChange,
  createTableIfNotExistsExisting,
  createPartitionOfLocksParent,
  dropColumnDropsConstraint,
  createMatviewWithData,
  addColumnNonVolatileDefaultSameValue,
  setDefaultExistingColumn,
  changeColumnDefault,
  preferNotNullNotValid,
  addingUniqueIndex,
  banCreateDomainWithConstraint,
  circularForeignKey,
  concurrentIndexIfNotExists,
  concurrentIndexInvalidLeftover,
  constraintNotEnforced,
  createTableForeignKeyLock,
  dropConstraint,
  dropIndexBackingConstraint,
  dropIndexInUse,
  foreignKeyMissingOnDelete,
  foreignKeyOnDeleteCascade,
  foreignKeyOutsideSchema,
  ginIndexJsonbOperators,
  impossibleChange,
  indexCorruptionPg14,
  indexDuplicateColumn,
  indexTooManyColumns,
  indexTotalLimit,
  multipleForeignKeysInTransaction,
  noForeignKey,
  partitionKeyInUniqueConstraint,
  primaryKeyUsingNullableIndex,
  redundantIndex,
  replaceIndexOrder,
  requireDeferrableForeignKey,
  requireIndexName,
  requirePrimaryKey,
  statementTimeoutKillsConcurrentIndex,
  uniqueNotNullInsteadOfPrimaryKey,
  unnamedConstraint,
  volatileCheckConstraint,
  alterCompositeTypeInUse,
  alterEnumAddValue,
  enumRenameValue,
  requireEnumValueOrdering,
  sequenceNotReset,
  securityDefinerSearchPath,
  securityDefinerView,
  rlsEnabledNoPolicy,
  policyExistsRlsDisabled,
  rlsDisabled,
  policyAlwaysTrue,
  policyUserMetadata,
  policyFunctionPerRow,
  grantToPublic,
  superuserOperation,
  hardcodedSecret,
  functionBodyBreaks,
  functionCallLocks,
  functionSearchPathMutable,
  multiplePermissivePolicies,
  policyCompleteness,
  privilegeChange,
  extensionInPublic,
  extensionVersionPin,
  extensionUpgrade,
  unbatchedBackfill,
  insertWithoutColumns,
  analyzeAfterBackfill,
  requireStatementTimeout,
  requireIdleInTransactionTimeout,
  requireTransactionTimeout,
  requireApplicationName,
  requireSetRole,
  foreignKeyNondeterministicCollation,
];
