import type { SafeForm } from '../../sql/script.js';
import type { TextEdit } from '../../text/span.js';
import { clipped, LONGEST } from '../../sql/identifier.js';
import type { Call, Node } from '../ruby/node.js';
import { keyword, nameOf } from './arguments.js';

/** How Rails itself writes the same without the danger, by the rule that tells of it. */
export function safeForms(call: Call, text: string, head: number): Readonly<Record<string, readonly SafeForm[]>> | undefined {
  const outside = withoutTransaction(text, head);
  const concurrently: SafeForm = { title: outside.length > 0 ? 'Add `algorithm: :concurrently`, and `disable_ddl_transaction!`' : 'Add `algorithm: :concurrently`', safety: 'review', edits: [argument(call, 'algorithm: :concurrently'), ...outside] };
  const unvalidated = (followUp: SafeForm['followUp']): SafeForm => ({ title: 'Add `validate: false`', safety: 'review', edits: [argument(call, 'validate: false')], ...(followUp && { followUp }) });
  switch (call.name) {
    case 'add_index':
      return keyword(call, 'algorithm') ? alone(outside) : { 'require-concurrent-index-creation': [concurrently], 'adding-unique-index': [] };
    case 'remove_index':
      return keyword(call, 'algorithm') ? alone(outside) : { 'require-concurrent-index-deletion': [concurrently] };
    case 'add_reference':
    case 'add_belongs_to':
      return keyword(call, 'index') ? undefined : { 'require-concurrent-index-creation': [{ ...concurrently, title: 'Build the index concurrently, outside a transaction', edits: [argument(call, 'index: { algorithm: :concurrently }'), ...outside] }] };
    case 'add_foreign_key':
      return keyword(call, 'validate') ? undefined : { 'adding-foreign-key-constraint': [unvalidated(validatedKey(call, text))] };
    case 'add_check_constraint':
      return keyword(call, 'validate') ? undefined : { 'constraint-missing-not-valid': [unvalidated(validatedCheck(call, text))] };
    case 'change_column_null': {
      const form = provedFirst(call, text);
      return form && { 'adding-not-nullable-field': [form] };
    }
    default:
      return undefined;
  }
}

/** `validate_foreign_key`, which finds the key by what `add_foreign_key` was told. */
function validatedKey(call: Call, text: string): SafeForm['followUp'] {
  const [from, to] = call.args;
  const [table, other] = [nameOf(from), nameOf(to)];
  if (table === undefined || other === undefined) return undefined;
  const said = ['name', 'column'].map(it => [it, keyword(call, it)] as const).find(([, it]) => it !== undefined);
  if (said && nameOf(said[1]) === undefined) return undefined;
  const by = said ? `${said[0]}: ${written(said[1]!, text)}` : written(to!, text);
  return { name: `validate foreign key of ${table} to ${other}`, code: { up: [`validate_foreign_key ${written(from!, text)}, ${by}`], down: [] } };
}

function validatedCheck(call: Call, text: string): SafeForm['followUp'] {
  const [on, expression] = call.args;
  const table = nameOf(on);
  const name = keyword(call, 'name');
  if (table === undefined || (name ? nameOf(name) === undefined : expression?.kind !== 'text' || !expression.known)) return undefined;
  const by = name ? `name: ${written(name, text)}` : `expression: ${written(expression!, text)}`;
  return { name: `validate check of ${table}${name ? ` ${nameOf(name)}` : ''}`, code: { up: [`validate_check_constraint ${written(on!, text)}, ${by}`], down: [] } };
}

/** A check that is proved while others read and write, and then makes `NOT NULL` a matter of a moment (PostgreSQL 12). In `change`, Rails knows the way back. */
function provedFirst(call: Call, text: string): SafeForm | undefined {
  const [on, of, nullable, ...more] = call.args;
  const [table, column] = [nameOf(on), nameOf(of)];
  if (table === undefined || column === undefined || nullable?.kind !== 'false' || more.length > 0 || call.receiver) return undefined;
  if (/^[a-z_][a-z0-9_]*$/.exec(column) === null || !/^[a-z_][a-z0-9_.]*$/.test(table) || [...text.slice(0, call.span.start).matchAll(/^\s*def\s+(\w+)/gm)].at(-1)?.[1] !== 'change') return undefined;
  const name = clipped(`${table.replaceAll('.', '_')}_${column}_null`, LONGEST);
  const check = `${written(on!, text)}, name: "${name}"`;
  const added = `add_check_constraint ${written(on!, text)}, '"${column}" IS NOT NULL', name: "${name}", validate: false`;
  const change = `change_column_null ${written(on!, text)}, ${written(of!, text)}`;
  return {
    title: 'Add a check without validation', safety: 'review', edits: [{ span: call.span, text: added }],
    followUp: {
      name: `set ${table} ${column} not null`, does: 'make it NOT NULL', required: true,
      code: { up: [`validate_check_constraint ${check}`, `${change}, false`, `remove_check_constraint ${check}`], down: [added, `${change}, true`] },
    },
  };
}

function written({ span }: Node, text: string): string {
  return text.slice(span.start, span.end);
}

function alone(outside: readonly TextEdit[]): Readonly<Record<string, readonly SafeForm[]>> | undefined {
  return outside.length === 0 ? undefined : { 'ban-concurrent-in-transaction': [{ title: 'Add `disable_ddl_transaction!`', safety: 'review', edits: outside }] };
}

function argument({ argsEnd, args }: Call, written: string): TextEdit {
  return { span: { start: argsEnd, end: argsEnd }, text: args.length === 0 ? ` ${written}` : `, ${written}` };
}

function withoutTransaction(text: string, head: number): readonly TextEdit[] {
  return /^\s*disable_ddl_transaction!/m.test(text) ? [] : [{ span: { start: head, end: head }, text: '  disable_ddl_transaction!\n\n' }];
}
