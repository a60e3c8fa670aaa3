import { newRelations } from '../lint/new-relations.js';
import { afterPiece } from '../lint/replay.js';
import type { Catalog } from '../schema/catalog.js';
import type { Name } from '../sql/identifier.js';
import type { RawNode } from '../sql/raw.js';
import type { Script } from '../sql/script.js';
import type { Statement } from '../sql/statement.js';
import type { ObjectKind } from '../sql/statement/names.js';
import { undoAlterTable } from './inverse/alter-table.js';
import * as nodes from './inverse/nodes.js';
import { proposalFor } from './inverse/structure.js';
import { cannot, firstLine, node, perhaps, plainly, sql, written } from './inverse/undo.js';
import type { Place, Undo } from './inverse/undo.js';

/** What takes a migration back, last statement first. `catalog` is the schema before it. */
export function inverseOf({ text, pieces }: Script, catalog: Catalog): readonly Undo[] {
  const relations = newRelations();
  const steps: (readonly Undo[])[] = [];
  let before = catalog;
  for (const piece of pieces) {
    const after = afterPiece(before, piece);
    if (piece.kind === 'statement') {
      const at = before;
      const isNew = (relation: Name) => relations.has(relation, at);
      steps.push(undo(piece.statement, { text: text.slice(piece.span.start, piece.span.end), before, after, isNew }));
      relations.add(piece.statement, before, after);
    } else if (piece.kind !== 'psql' && piece.kind !== 'copy-data') {
      steps.push([cannot(`nobody has understood what this does: ${firstLine(text.slice(piece.span.start, piece.span.end))}`)]);
    }
    before = after;
  }
  return steps.reverse().flat();
}

function undo(statement: Statement, place: Place): readonly Undo[] {
  const { before, isNew } = place;
  switch (statement.kind) {
    case 'create-table':
      if (statement.persistence === 'temporary' || (statement.ifNotExists && before.relation(statement.table))) return [];
      return dropped(statement.foreign ? 'foreign-table' : 'table', statement.table);
    case 'create-table-as':
      if (statement.persistence === 'temporary' || (statement.ifNotExists && before.relation(statement.table))) return [];
      return dropped(statement.of, statement.table);
    case 'create-view':
      if (statement.temporary) return [];
      if (statement.orReplace && before.relation(statement.view)) return [cannot(`the view ${statement.view.name} is replaced, and its earlier query stands in an earlier migration`)];
      return dropped('view', statement.view);
    case 'create-index':
      return undoCreateIndex(statement, place);
    case 'alter-table':
      if (statement.ifExists && before.complete && !before.relation(statement.table)) return [];
      return isNew(statement.table) ? [] : undoAlterTable(statement, place);
    case 'rename':
      return isNew(statement.name) ? [] : renamedBack(statement, place);
    case 'set-schema':
      return isNew(statement.name) ? [] : orByHand(nodes.setSchema(statement.object, { schema: statement.to, name: statement.name.name }, before.fullName(statement.name).schema), place);
    case 'drop':
      return undoDrop(statement, place);
    case 'create-schema':
      return statement.ifNotExists ? [perhaps('the schema may have been there before', `DROP SCHEMA ${plainly(statement.name.name)};`)] : dropped('schema', statement.name);
    case 'create-extension':
      return statement.ifNotExists ? [perhaps('the extension may have been there before', `DROP EXTENSION ${plainly(statement.name)};`)] : dropped('extension', { name: statement.name });
    case 'create-type':
      return dropped('type', statement.name);
    case 'create-domain':
      return dropped('domain', statement.name);
    case 'create-function':
      if (statement.orReplace && before.function(statement.name)) return [cannot(`the function ${statement.name.name} is replaced, and its earlier body stands in an earlier migration`)];
      return dropped(statement.procedure ? 'procedure' : 'function', statement.name);
    case 'create-sequence':
      return statement.temporary || (statement.ifNotExists && before.relation(statement.sequence)) ? [] : dropped('sequence', statement.sequence);
    case 'create-statistics':
      return statement.name ? dropped('statistics', statement.name) : [cannot('the statistics have no name of their own')];
    case 'create-collation':
      return [sql(quote => `DROP COLLATION ${written(statement.name, quote)}`)];
    case 'create-publication':
      return dropped('publication', { name: statement.name });
    case 'create-trigger':
      if (isNew(statement.table)) return [];
      if (statement.orReplace && before.table(statement.table)?.triggers.some(it => it.name === statement.name)) return [cannot(`the trigger ${statement.name} is replaced, and its earlier definition stands in an earlier migration`)];
      return [node(nodes.dropOn('trigger', statement.name, statement.table))];
    case 'create-policy':
      return isNew(statement.table) ? [] : [sql(quote => `DROP POLICY ${quote(statement.name)} ON ${written(statement.table, quote)}`)];
    case 'create-rule':
      return isNew(statement.table) ? [] : [node(nodes.dropOn('rule', statement.name, statement.table))];
    case 'alter-enum':
      if (statement.action === 'rename-value' && statement.from !== undefined) return [node(nodes.renameEnumValue(statement.name, statement.value, statement.from))];
      return [cannot(`Postgres cannot take the value '${statement.value}' out of an enum`)];
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
      return statement.target && isNew(statement.target) ? [] : [cannot(`nobody knows what the rows were before: ${firstLine(place.text)}`)];
    case 'copy':
      return !statement.from || (statement.table && isNew(statement.table)) ? [] : [cannot(`nobody knows what the rows were before: ${firstLine(place.text)}`)];
    case 'truncate':
      return statement.tables.every(it => isNew(it)) ? [] : [cannot('the rows are gone')];
    case 'transaction':
    case 'set':
    case 'select':
    case 'vacuum':
    case 'analyze':
    case 'reindex':
    case 'cluster':
    case 'refresh-materialized-view':
    case 'lock-table':
      return [];
    case 'comment':
      return statement.name && isNew(statement.on ?? statement.name) ? [] : [cannot('the comment before is not known')];
    case 'grant':
    case 'revoke':
    case 'alter-owner':
    case 'alter-function':
    case 'alter-policy':
    case 'alter-domain':
    case 'alter-sequence':
    case 'alter-publication':
    case 'do':
    case 'call':
    case 'other':
      return [cannot(`undo by hand what this does: ${firstLine(place.text)}`)];
  }
}

function undoCreateIndex(statement: Extract<Statement, { kind: 'create-index' }>, { before, after, isNew }: Place): readonly Undo[] {
  if (isNew(statement.table)) return [];
  const { schema } = statement.table;
  const at = (name: string): Name => ({ ...(schema !== undefined && { schema }), name });
  if (statement.name) {
    const name = at(statement.name.name);
    return statement.ifNotExists && before.index(name) ? [] : [node(nodes.drop('index', name, statement.concurrently)!)];
  }
  const known = new Set(indexesOf(before, statement.table));
  const made = indexesOf(after, statement.table).find(it => !known.has(it));
  return made === undefined ? [cannot('Postgres chose the name of the index')] : [node(nodes.drop('index', at(made), statement.concurrently)!)];
}

function indexesOf(catalog: Catalog, relation: Name): readonly string[] {
  return (catalog.table(relation) ?? catalog.view(relation))?.indexes.map(it => it.name.name) ?? [];
}

function renamedBack(statement: Extract<Statement, { kind: 'rename' }>, place: Place): readonly Undo[] {
  const { object, of = 'table', name, from, to, ifExists } = statement;
  // IF EXISTS of what no migration has made, and all were understood: nothing was renamed.
  if (ifExists && place.before.complete && !place.before.relation(name)) return [];
  if (from === undefined) return orByHand(nodes.rename(object, of, { ...(name.schema !== undefined && { schema: name.schema }), name: to }, undefined, name.name), place);
  if (object === 'trigger' || object === 'policy' || object === 'rule') {
    return [sql(quote => `ALTER ${object.toUpperCase()} ${quote(to)} ON ${written(name, quote)} RENAME TO ${quote(from)}`)];
  }
  return orByHand(nodes.rename(object, of, name, to, from), place);
}

function undoDrop({ object, names, on }: Extract<Statement, { kind: 'drop' }>, { before, isNew }: Place): readonly Undo[] {
  return names.filter(it => !isNew(on ?? it)).map(name => {
    const proposal = proposalFor(object, name, before);
    const lost = object === 'table' || object === 'materialized-view' ? 'its rows are gone' : 'its definition stands in an earlier migration';
    return { kind: 'comment', why: `Cannot be undone: ${object.replaceAll('-', ' ')} ${name.name} is dropped, and ${lost}.`, ...(proposal !== undefined && { proposal }) };
  });
}

function dropped(object: ObjectKind, name: Name): readonly Undo[] {
  return [node(nodes.drop(object, { ...(name.schema !== undefined && { schema: name.schema }), name: name.name })!)];
}

function orByHand(tree: RawNode | undefined, { text }: Place): readonly Undo[] {
  return [tree ? node(tree) : cannot(`undo by hand what this does: ${firstLine(text)}`)];
}
