import { childOf, flagOf, valueOf, type Node } from '../document.js';
import { literal, nameOf, qualifiedName, regclass, type Naming } from './names.js';
import { typeOf } from './types.js';

/** A column of `createTable` or `addColumn`. */
export interface Column {
  readonly node: Node;
  readonly name: string;
  readonly constraints: Node | undefined;
  readonly isNotNull: boolean;
  /** `"id" BIGINT DEFAULT 0 NOT NULL`, without what becomes a constraint of the table. */
  readonly definition: string;
}

export function columnOf(node: Node, naming: Naming): Column {
  const name = nameOf(valueOf(node, 'name') ?? '', naming);
  const constraints = childOf(node, 'constraints');
  const isAuto = flagOf(node, 'autoIncrement') ?? false;
  const isKey = constraints !== undefined && (flagOf(constraints, 'primaryKey') ?? false);
  const isNotNull = constraints !== undefined && flagOf(constraints, 'nullable') === false;
  const value = defaultOf(node, naming);
  const type = typeOf(valueOf(node, 'type') ?? 'int', isAuto);
  return { node, name, constraints, isNotNull: isNotNull || isKey, definition: `${name} ${type}${value === undefined || isAuto ? '' : ` DEFAULT ${value}`}${isNotNull || isKey ? ' NOT NULL' : ''}` };
}

export function defaultOf(node: Node, naming: Naming): string | undefined {
  const [text, number, boolean, date, computed, sequence] = ['defaultValue', 'defaultValueNumeric', 'defaultValueBoolean', 'defaultValueDate', 'defaultValueComputed', 'defaultValueSequenceNext'].map(it => valueOf(node, it));
  if (text !== undefined) return /^null$/i.test(text) ? 'NULL' : literal(text);
  if (number !== undefined) return /^[-+\d.eE]+$/.test(number.trim()) ? number : `${number}`;
  if (boolean !== undefined) return /^(?:true|t|1|yes|y)$/i.test(boolean.trim()) ? 'TRUE' : 'FALSE';
  if (date !== undefined) return dated(date);
  if (computed !== undefined) return /^current_timestamp$|^sysdate$|^now$/i.test(computed.trim()) ? 'NOW()' : computed;
  if (sequence !== undefined) return `nextval(${literal(regclass(qualifiedSequence(sequence, naming)))})`;
  return undefined;
}

/** A value of `insert`, `update` or `addColumn`; `undefined` where none is given. */
export function dataOf(node: Node): string | undefined {
  const of = (name: string): string | undefined => valueOf(node, name);
  if (of('value') !== undefined) return /^null$/i.test(of('value')!) ? 'NULL' : literal(of('value')!);
  if (of('valueNumeric') !== undefined) return of('valueNumeric')!;
  if (of('valueBoolean') !== undefined) return /^(?:true|t|1)$/i.test(of('valueBoolean')!) ? 'TRUE' : 'FALSE';
  if (of('valueDate') !== undefined) return dated(of('valueDate')!);
  if (of('valueComputed') !== undefined) return of('valueComputed')!;
  if (of('valueSequenceNext') !== undefined) return `nextval(${literal(of('valueSequenceNext')!)})`;
  if (of('valueSequenceCurrent') !== undefined) return `currval(${literal(of('valueSequenceCurrent')!)})`;
  if (of('valueClobFile') !== undefined || of('valueBlobFile') !== undefined) return "''";
  return undefined;
}

function dated(text: string): string {
  return /^(?:now|current_|today|\w+\()/i.test(text.trim()) ? text : literal(text.replace('T', ' '));
}

export function qualifiedSequence(written: string, naming: Naming): string {
  const [schema, name] = written.includes('.') ? written.split('.') as [string, string] : [undefined, written];
  return qualifiedName(schema, name, naming);
}
