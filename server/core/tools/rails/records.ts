import { identifier } from '../../sql/identifier.js';
import type { Call, Hash, Node } from '../ruby/node.js';
import { defaultSql } from './columns.js';
import { tableName } from './given.js';
import { plural } from './inflection.js';
import { snake } from './names.js';

/**
 * `City.where(name: nil).update_all(name: '')` and `delete_all` as the statement that they send (7.1, `active_record/relation.rb`);
 * `undefined` where the rows or the model are computed. `text`: of the file, which may give the model a table of its own.
 */
export function changedRows({ name, receiver, args }: Call, text: string): string | undefined {
  if (name !== 'update_all' && name !== 'delete_all') return undefined;
  const chosen = receiver && chosenBy(receiver);
  if (chosen === undefined) return undefined;
  const table = tableName(ownTable(chosen.model, text) ?? plural(snake(chosen.model)));
  const where = chosen.conditions.length === 0 ? '' : ` WHERE ${chosen.conditions.join(' AND ')}`;
  if (name === 'delete_all') return `DELETE FROM ${table}${where}`;
  const set = args[0] && setBy(args[0]);
  return set === undefined ? undefined : `UPDATE ${table} SET ${set}${where}`;
}

interface Chosen {
  readonly model: string;
  readonly conditions: readonly string[];
}

function chosenBy(node: Node): Chosen | undefined {
  if (node.kind === 'constant') return /^[A-Z]\w*$/.test(node.name) ? { model: node.name, conditions: [] } : undefined;
  if (node.kind !== 'call' || node.receiver === undefined) return undefined;
  const { name, receiver, args } = node;
  if ((name === 'all' || name === 'unscoped') && args.length === 0) return chosenBy(receiver);
  const negated = name === 'not' && receiver.kind === 'call' && receiver.name === 'where' && receiver.args.length === 0;
  const before = negated ? receiver.receiver && chosenBy(receiver.receiver) : name === 'where' ? chosenBy(receiver) : undefined;
  const [condition] = args;
  const said = condition === undefined || args.length > 1 ? undefined : condition.kind === 'hash' ? ofHash(condition, negated) : condition.kind === 'text' && !negated ? condition.known && `(${condition.known.text})` : undefined;
  return before === undefined || said === undefined ? undefined : { ...before, conditions: [...before.conditions, said] };
}

function ofHash({ pairs }: Hash, negated: boolean): string | undefined {
  const parts = pairs.map(({ key, value }) => (key === undefined || !/^\w+$/.test(key) ? undefined : compared(identifier(key), value, negated)));
  if (parts.length === 0 || parts.includes(undefined)) return undefined;
  return negated && parts.length > 1 ? undefined : parts.join(' AND ');
}

function compared(column: string, value: Node, negated: boolean): string | undefined {
  if (value.kind === 'nil') return `${column} IS ${negated ? 'NOT ' : ''}NULL`;
  if (value.kind === 'array') return value.items.length > 0 && value.items.every(isLiteral) ? `${column} ${negated ? 'NOT ' : ''}IN (${value.items.map(defaultSql).join(', ')})` : undefined;
  return isLiteral(value) ? `${column} ${negated ? '<>' : '='} ${defaultSql(value)}` : undefined;
}

function isLiteral(node: Node): boolean {
  return node.kind === 'true' || node.kind === 'false' || node.kind === 'number' || node.kind === 'symbol' || (node.kind === 'text' && node.known !== undefined);
}

/** What is computed is some value. */
function setBy(node: Node): string | undefined {
  if (node.kind === 'text') return node.known?.text;
  if (node.kind !== 'hash' || node.pairs.length === 0 || node.pairs.some(it => it.key === undefined)) return undefined;
  return node.pairs.map(({ key, value }) => `${identifier(key!)} = ${defaultSql(value) ?? 'NULL'}`).join(', ');
}

/** `self.table_name = …` in a class of this name. */
function ownTable(model: string, text: string): string | undefined {
  const at = text.search(new RegExp(`\\bclass\\s+${model}\\b`));
  return at < 0 ? undefined : /^[^\n]*\n(?:(?!\s*(?:class|def|end)\b)[^\n]*\n)*?\s*self\.table_name\s*=\s*["':](\w+)/.exec(text.slice(at))?.[1];
}
