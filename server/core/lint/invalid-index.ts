import type { Statement } from '../sql/statement.js';
import type { CreateIndex } from '../sql/statement/indexes.js';
import { plain } from './index-first.js';
import type { Context, StatementFix } from './rule.js';
import { keyword } from './words.js';

/** A build that can fail half-way, and that nothing in the migration cleans up after. */
export function leavesInvalid({ concurrently, name, table }: CreateIndex, { catalog, isNew, statements, position, transaction }: Context): boolean {
  if (!concurrently || !name || transaction || isNew(table) || catalog.table(table)?.partitioned) return false;
  if (catalog.index({ schema: catalog.fullName(table).schema, name: name.name })) return false;
  return !statements.slice(0, position).some(it => drops(it, name.name)) && !statements.slice(position).some(it => rebuilds(it, name.name, table.name));
}

function drops(statement: Statement, index: string): boolean {
  return statement.kind === 'drop' && statement.object === 'index' && statement.names.some(it => it.name === index);
}

function rebuilds(statement: Statement, index: string, table: string): boolean {
  return statement.kind === 'reindex' && (statement.name?.name === index || statement.name?.name === table);
}

export function dropFirst({ name, table }: CreateIndex, { text }: Context): StatementFix {
  const schema = table.schema === undefined ? '' : `${plain(table.schema)}.`;
  const drop = `${keyword('DROP INDEX CONCURRENTLY IF EXISTS', text)} ${schema}${plain(name!.name)};\n`;
  return { title: 'Drop what a failed attempt has left', safety: 'review', edits: [{ span: { start: 0, end: 0 }, text: drop }] };
}
