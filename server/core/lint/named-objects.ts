import type { Statement } from '../sql/statement.js';
import type { ColumnDefinition, Constraint } from '../sql/statement/definitions.js';
import type { ObjectKind } from '../sql/statement/names.js';
import type { Rename } from '../sql/statement/objects.js';
import type { Span } from '../text/span.js';
import type { Context } from './rule.js';

/** Something that a statement gives a name, as its author has chosen it. */
export interface NamedObject {
  readonly kind: NamedKind;
  readonly name: string;
  readonly span: Span;
  /** What it is a part of, and which columns it is about, where that is known. */
  readonly table?: string;
  readonly columns?: readonly string[];
  /** Of a foreign key: the other table. */
  readonly referenced?: string;
}

export type NamedKind =
  | 'schema' | 'table' | 'column' | 'view' | 'index' | 'unique-index' | 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclusion' | 'sequence' | 'type' | 'function'
  | 'trigger' | 'policy';

/** In the order of the text. What is there already under `IF NOT EXISTS`, and what replaces something of its name, has been named before. */
export function namedObjects(statement: Statement, context: Pick<Context, 'catalog'>): readonly NamedObject[] {
  const { keyword } = statement;
  const { catalog } = context;
  switch (statement.kind) {
    case 'create-schema':
      return [{ kind: 'schema', name: statement.name.name, span: statement.name.span ?? keyword }, ...statement.elements.flatMap(it => namedObjects(it, context))];
    case 'create-table': {
      const { table, columns, constraints } = statement;
      if (statement.ifNotExists && catalog.relation(table)) return [];
      return [
        { kind: 'table', name: table.name, span: table.span ?? keyword },
        ...columns.flatMap(it => ofColumn(it, table.name, it.span ?? keyword)),
        ...constraints.flatMap(it => ofConstraint(it, table.name, it.span ?? keyword)),
      ];
    }
    case 'create-table-as':
      return [{ kind: statement.of === 'materialized-view' ? 'view' : 'table', name: statement.table.name, span: statement.table.span ?? keyword }];
    case 'alter-table':
      if (statement.of !== 'table' && statement.of !== 'foreign-table') return [];
      return statement.actions.flatMap((it): readonly NamedObject[] => {
        if (it.kind === 'add-constraint') return ofConstraint(it.constraint, statement.table.name, it.constraint.span ?? it.span);
        if (it.kind !== 'add-column' || (it.ifNotExists && catalog.table(statement.table)?.columns.has(it.column.name))) return [];
        return ofColumn(it.column, statement.table.name, it.column.span ?? it.span);
      });
    case 'create-index': {
      const { name, table, unique } = statement;
      if (!name || (statement.ifNotExists && catalog.index(name))) return [];
      const columns = statement.columns.every(it => it !== undefined) ? statement.columns : undefined;
      return [{ kind: unique ? 'unique-index' : 'index', name: name.name, span: name.span ?? keyword, table: table.name, ...(columns && { columns }) }];
    }
    case 'create-view':
      return statement.orReplace && catalog.view(statement.view) ? [] : [{ kind: 'view', name: statement.view.name, span: statement.view.span ?? keyword }];
    case 'create-sequence':
      return [{ kind: 'sequence', name: statement.sequence.name, span: statement.sequence.span ?? keyword }];
    case 'create-type':
    case 'create-domain':
      return [{ kind: 'type', name: statement.name.name, span: statement.name.span ?? keyword }];
    case 'create-function':
      return statement.orReplace && catalog.function(statement.name) ? [] : [{ kind: 'function', name: statement.name.name, span: statement.name.span ?? keyword }];
    case 'create-trigger':
      return statement.orReplace ? [] : [{ kind: 'trigger', name: statement.name, span: keyword, table: statement.table.name }];
    case 'create-policy':
      return [{ kind: 'policy', name: statement.name, span: keyword, table: statement.table.name }];
    case 'rename':
      return renamed(statement, context);
    default:
      return [];
  }
}

function ofColumn({ name, constraints }: ColumnDefinition, table: string, span: Span): readonly NamedObject[] {
  return [{ kind: 'column', name, span, table }, ...constraints.flatMap(it => ofConstraint(it, table, it.span ?? span))];
}

function ofConstraint({ kind, name, columns, references }: Constraint, table: string, span: Span): readonly NamedObject[] {
  const named = kind === 'exclude' ? 'exclusion' : kind;
  if (name === undefined || named === 'not-null') return [];
  return [{ kind: named, name, span, table, columns, ...(references && { referenced: references.table.name }) }];
}

function renamed({ object, name, from, to, keyword }: Rename, { catalog }: Pick<Context, 'catalog'>): readonly NamedObject[] {
  if (object === 'constraint') {
    const constraint = catalog.table(name)?.constraints.find(it => it.name === from);
    if (!constraint || constraint.kind === 'not-null') return [];
    const { kind, columns, references } = constraint;
    return [{ kind: kind === 'exclude' ? 'exclusion' : kind, name: to, span: keyword, table: name.name, columns, ...(references && { referenced: references.table.name }) }];
  }
  const kind = RENAMED[object];
  if (!kind) return [];
  if (kind !== 'index') return [{ kind, name: to, span: keyword, ...(from !== undefined && { table: name.name }) }];
  const index = catalog.index(name);
  // One that enforces a constraint is named as that is.
  if (index?.constraint !== undefined) return [];
  const columns = index?.columns.every(it => it !== undefined) ? index.columns : undefined;
  return [{ kind: index?.unique ? 'unique-index' : 'index', name: to, span: keyword, ...(index && { table: index.table.name }), ...(columns && { columns }) }];
}

const RENAMED: Partial<Record<ObjectKind, NamedKind>> = {
  schema: 'schema', table: 'table', 'foreign-table': 'table', column: 'column', view: 'view', 'materialized-view': 'view', index: 'index', sequence: 'sequence',
  type: 'type', domain: 'type', function: 'function', procedure: 'function', trigger: 'trigger', policy: 'policy',
};
