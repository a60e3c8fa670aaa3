import type { SafeForm } from '../../sql/script.js';
import type { TextEdit } from '../../text/span.js';
import type { Call } from '../ruby/node.js';
import { keyword } from './arguments.js';

/** How Rails itself writes the same without the danger, by the rule that tells of it. */
export function safeForms(call: Call, text: string, head: number): Readonly<Record<string, readonly SafeForm[]>> | undefined {
  const outside = withoutTransaction(text, head);
  const concurrently: SafeForm = { title: outside.length > 0 ? 'Add `algorithm: :concurrently`, and `disable_ddl_transaction!`' : 'Add `algorithm: :concurrently`', safety: 'review', edits: [argument(call, 'algorithm: :concurrently'), ...outside] };
  const unvalidated: SafeForm = { title: 'Add `validate: false`', safety: 'review', edits: [argument(call, 'validate: false')] };
  switch (call.name) {
    case 'add_index':
      return keyword(call, 'algorithm') ? alone(outside) : { 'require-concurrent-index-creation': [concurrently], 'adding-unique-index': [] };
    case 'remove_index':
      return keyword(call, 'algorithm') ? alone(outside) : { 'require-concurrent-index-deletion': [concurrently] };
    case 'add_reference':
    case 'add_belongs_to':
      return keyword(call, 'index') ? undefined : { 'require-concurrent-index-creation': [{ ...concurrently, title: 'Build the index concurrently, outside a transaction', edits: [argument(call, 'index: { algorithm: :concurrently }'), ...outside] }] };
    case 'add_foreign_key':
      return keyword(call, 'validate') ? undefined : { 'adding-foreign-key-constraint': [unvalidated] };
    case 'add_check_constraint':
      return keyword(call, 'validate') ? undefined : { 'constraint-missing-not-valid': [unvalidated] };
    default:
      return undefined;
  }
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
