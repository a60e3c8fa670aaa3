import { valueOf, type Node } from './document.js';
import type { Flaw } from '../../migrations/migration.js';
import { isNear } from './near.js';

/** The changes that Liquibase 4.28.0 knows; an extension may bring more, with a prefix of its own in XML. */
export const CHANGES = new Set([
  'addAutoIncrement', 'addColumn', 'addDefaultValue', 'addForeignKeyConstraint', 'addLookupTable', 'addNotNullConstraint', 'addPrimaryKey', 'addUniqueConstraint',
  'alterSequence', 'createIndex', 'createProcedure', 'createSequence', 'createTable', 'createView', 'customChange', 'delete', 'dropAllForeignKeyConstraints', 'dropColumn',
  'dropDefaultValue', 'dropForeignKeyConstraint', 'dropIndex', 'dropNotNullConstraint', 'dropPrimaryKey', 'dropProcedure', 'dropSequence', 'dropTable', 'dropUniqueConstraint',
  'dropView', 'empty', 'executeCommand', 'insert', 'loadData', 'loadUpdateData', 'mergeColumns', 'modifyDataType', 'output', 'renameColumn', 'renameSequence', 'renameTable',
  'renameView', 'setColumnRemarks', 'setTableRemarks', 'sql', 'sqlFile', 'stop', 'tagDatabase', 'update',
  // Of the editions that cost money.
  'addCheckConstraint', 'createFunction', 'createPackage', 'createPackageBody', 'createSynonym', 'createTrigger', 'disableCheckConstraint', 'disableTrigger', 'dropCheckConstraint',
  'dropFunction', 'dropPackage', 'dropPackageBody', 'dropSynonym', 'dropTrigger', 'enableCheckConstraint', 'enableTrigger', 'markUnused', 'renameTrigger',
]);

const ATTRIBUTES = new Set([
  'id', 'author', 'context', 'contextFilter', 'labels', 'dbms', 'runAlways', 'runOnChange', 'failOnError', 'runInTransaction', 'logicalFilePath', 'objectQuotingStrategy',
  'created', 'runOrder', 'ignore', 'runWith', 'runWithSpoolFile', 'onValidationFail',
]);

/** What Liquibase says of a changeset before it looks at a database: the XML schema's words for XML, its own for the rest. */
export function flawOf(node: Node, changes: readonly Node[], isXml: boolean): Flaw | undefined {
  const span = node.key;
  const [id, author] = [valueOf(node, 'id'), valueOf(node, 'author')];
  if (isXml) {
    for (const [name, value] of [['id', id], ['author', author]] as const) if (value === undefined) return { message: `cvc-complex-type.4: Attribute '${name}' must appear on element 'changeSet'.`, span };
    const stray = node.children.find(it => it.value !== undefined && it.children.length === 0 && it.span.start === it.key.start && !ATTRIBUTES.has(it.name) && isAttribute(it));
    if (stray) return { message: `cvc-complex-type.3.2.2: Attribute '${stray.name}' is not allowed to appear in element 'changeSet'.`, span: stray.span };
  }
  if ((id ?? '').trim() === '') return { message: (author ?? '') === '' ? 'ChangeSet Id and Author are empty' : 'ChangeSet Id is empty', span };
  const unknown = changes.find(it => !CHANGES.has(it.name) && nearest(it.name) !== undefined);
  if (unknown) return { message: `Unknown change type '${unknown.name}'. Check for spelling or capitalization errors and missing extensions: perhaps \`${nearest(unknown.name)}\``, span: unknown.key };
  return undefined;
}

/** An element begins with a bracket before its name. */
function isAttribute({ span, key }: Node): boolean {
  return span.start === key.start;
}

/** What was meant by a name that is one letter off, or has another case. */
function nearest(name: string): string | undefined {
  const lower = name.toLowerCase();
  return [...CHANGES].find(it => it.toLowerCase() === lower || isNear(it.toLowerCase(), lower));
}
