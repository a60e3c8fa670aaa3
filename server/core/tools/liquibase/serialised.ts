import { childrenOf, valueOf, type Node } from './document.js';

/**
 * A change as Liquibase writes it down to hash it (4.28.0, `StringChangeLogSerializer`; run): its fields as `name="value"`, sorted,
 * one in a line. `undefined` where the change, or a value in it, is not one whose form is known for certain.
 *
 * @param expand fills in parameters
 * @param isXml an attribute is a text, and nothing else; YAML and JSON know numbers, dates and truth
 */
export function serialised(change: Node, isXml: boolean, expand: (text: string) => string): string | undefined {
  const fields = CHANGES[change.name];
  if (!fields) return undefined;
  try {
    return `${change.name}:${written(change, fieldsOf(fields), 1)}`;
  } catch (error) {
    if (error === UNKNOWN) return undefined;
    throw error;
  }

  function written(node: Node, fields: Fields, depth: number): string {
    const lines: string[] = [];
    const columns = fields.columns ? childrenOf(node, 'column') : [];
    for (const child of node.children) {
      if (fields.columns && (child.name === 'column' || child.name === 'columns')) continue;
      if (fields.hasConstraints && child.name === 'constraints') lines.push(indent(depth) + written(child, CONSTRAINTS, depth + 1));
      else if (fields.body === child.name) lines.push(field(child.name, bodyOf(child), depth));
      else if (fields.flags.has(child.name)) lines.push(field(child.name, valued(child, /^(?:true|false)$/), depth));
      else if (fields.numbers.has(child.name)) lines.push(field(child.name, valued(child, isXml ? /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/ : /^-?(?:0|[1-9]\d*)$/), depth));
      else if (fields.dates.has(child.name)) lines.push(field(child.name, valued(child, isXml ? /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d)?$/ : /^(?!)/), depth));
      else if (fields.texts.has(child.name)) lines.push(field(child.name, valued(child, isXml ? /./s : PLAIN), depth));
      else unknown();
    }
    if (node.value && node.value.text.trim() !== '') {
      // What stands in a column is its value, and in a view its query.
      const name = node.name === 'column' ? 'value' : fields.body;
      if (name === undefined || valueOf(node, name) !== undefined) unknown();
      lines.push(field(name, bodyOf({ ...node, children: [] }), depth));
    }
    if (fields.columns && columns.length > 0) {
      const items = columns.map(it => indent(depth + 1) + written(it, fields.columns!, depth + 2));
      lines.push(`${indent(depth)}columns=[\n${items.join(',\n')}\n${indent(depth)}]`);
    } else if (fields.columns && change.name !== 'dropColumn') unknown();
    if (lines.length === 0) unknown();
    return `[\n${lines.sort().join('\n')}\n${indent(depth - 1)}]`;
  }

  function valued(node: Node, form: RegExp): string {
    const text = node.children.length > 0 || !node.value ? unknown() : expand(node.value.text);
    // Blank, broken or unfilled: what Liquibase makes of these depends on more than the file.
    if (text === '' || /[\n\r\t]|\$\{/.test(text) || !form.test(text)) unknown();
    return text;
  }

  function bodyOf(node: Node): string {
    const text = node.children.length > 0 || !node.value ? unknown() : expand(node.value.text).replace(/\r\n?/g, '\n');
    if (text.trim() === '' || text.includes('${') || (!isXml && text !== text.trim())) unknown();
    return text.trim();
  }
}

function field(name: string, value: string, depth: number): string {
  return `${indent(depth)}${name}="${value}"`;
}

function indent(depth: number): string {
  return ' '.repeat(4 * depth);
}

const UNKNOWN = Symbol('a form that is not known for certain');

function unknown(): never {
  throw UNKNOWN;
}

/** In YAML and JSON, what is a text with or without quotes, and integers, whose text is the same; what begins like a number or a date may be one. */
const PLAIN = /^(?:-?(?:0|[1-9]\d*)|(?![-+]?\.?\d|[-+]?\.(?:inf|nan)$|(?:true|false|yes|no|on|off|null|~|y|n)$)\S(?:.*\S)?)$/i;

interface Fields {
  readonly texts: ReadonlySet<string>;
  readonly flags: ReadonlySet<string>;
  readonly numbers: ReadonlySet<string>;
  readonly dates: ReadonlySet<string>;
  readonly columns?: Fields;
  readonly hasConstraints: boolean;
  /** An element with text in several lines. */
  readonly body?: string;
}

/** `?` behind a flag, `#` behind a number, `@` behind a date; `[]` for columns, `[i]` for those of an index, `{}` for constraints, `<…>` for an element. */
function fieldsOf(words: string): Fields {
  const all = words.split(' ');
  const ending = (mark: string): ReadonlySet<string> => new Set(all.flatMap(it => (it.endsWith(mark) ? [it.slice(0, -1)] : [])));
  const columns = all.includes('[]') ? COLUMN : all.includes('[i]') ? KEY : undefined;
  const body = all.find(it => it.startsWith('<'))?.slice(1, -1);
  return {
    texts: new Set(all.filter(it => /^\w+$/.test(it))), flags: ending('?'), numbers: ending('#'), dates: ending('@'),
    ...(columns && { columns }), hasConstraints: all.includes('{}'), ...(body !== undefined && { body }),
  };
}

const TABLE = 'catalogName schemaName tableName';
const DEFAULTS = 'defaultValue defaultValueBoolean? defaultValueComputed defaultValueConstraintName defaultValueDate@ defaultValueNumeric#';

/** Of `DbmsTargetedChange`s with a `dbms`, and of what reads files or runs classes, only Liquibase knows. */
const CHANGES: Readonly<Record<string, string>> = {
  createTable: `${TABLE} remarks tablespace []`,
  addColumn: `${TABLE} []`,
  createIndex: `${TABLE} indexName tablespace clustered? unique? [i]`,
  addForeignKeyConstraint: 'baseColumnNames baseTableCatalogName baseTableName baseTableSchemaName constraintName onDelete onUpdate referencedColumnNames referencedTableCatalogName referencedTableName referencedTableSchemaName deferrable? initiallyDeferred? validate?',
  addNotNullConstraint: `${TABLE} columnDataType columnName constraintName defaultNullValue validate?`,
  addPrimaryKey: `${TABLE} columnNames constraintName tablespace forIndexName forIndexSchemaName clustered? validate?`,
  addUniqueConstraint: `${TABLE} columnNames constraintName tablespace forIndexName clustered? deferrable? disabled? initiallyDeferred? validate?`,
  dropTable: `${TABLE} cascadeConstraints?`,
  dropColumn: `${TABLE} columnName []`,
  dropIndex: `${TABLE} indexName`,
  renameTable: 'catalogName schemaName newTableName oldTableName',
  renameColumn: `${TABLE} columnDataType newColumnName oldColumnName remarks`,
  modifyDataType: `${TABLE} columnName newDataType`,
  addDefaultValue: `${TABLE} columnDataType columnName ${DEFAULTS}`,
  dropDefaultValue: `${TABLE} columnDataType columnName`,
  dropNotNullConstraint: `${TABLE} columnDataType columnName constraintName`,
  dropForeignKeyConstraint: 'baseTableCatalogName baseTableName baseTableSchemaName constraintName',
  dropPrimaryKey: `${TABLE} constraintName dropIndex?`,
  dropUniqueConstraint: `${TABLE} constraintName uniqueColumns`,
  createSequence: 'catalogName schemaName sequenceName dataType cacheSize# incrementBy# maxValue# minValue# startValue# cycle? ordered?',
  alterSequence: 'catalogName schemaName sequenceName dataType cacheSize# incrementBy# maxValue# minValue# cycle? ordered?',
  dropSequence: 'catalogName schemaName sequenceName',
  renameSequence: 'catalogName schemaName newSequenceName oldSequenceName',
  dropView: 'catalogName schemaName viewName',
  renameView: 'catalogName schemaName newViewName oldViewName',
  setTableRemarks: `${TABLE} remarks`,
  setColumnRemarks: `${TABLE} columnDataType columnName remarks`,
  addAutoIncrement: `${TABLE} columnDataType columnName incrementBy# startWith#`,
  insert: `${TABLE} []`,
  update: `${TABLE} [] <where>`,
  delete: `${TABLE} <where>`,
  createView: 'catalogName schemaName viewName remarks fullDefinition? replaceIfExists? <selectQuery>',
  mergeColumns: `${TABLE} column1Name column2Name finalColumnName finalColumnType joinString`,
  dropAllForeignKeyConstraints: 'baseTableCatalogName baseTableName baseTableSchemaName',
  tagDatabase: 'tag',
};

const COLUMN = fieldsOf(`name type remarks afterColumn beforeColumn value valueBoolean? valueComputed valueDate@ valueNumeric# autoIncrement? computed? descending? incrementBy# startWith# ${DEFAULTS} {}`);
/** Of the rest that may be written there, some is left out. */
const KEY = fieldsOf('name computed? descending?');
const CONSTRAINTS = fieldsOf('foreignKeyName notNullConstraintName primaryKeyName primaryKeyTablespace references referencedColumnNames referencedTableName uniqueConstraintName deferrable? deleteCascade? initiallyDeferred? nullable? primaryKey? unique?');
