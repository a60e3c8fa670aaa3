import type { Span } from '../../text/span.js';
import type { Call, Node } from '../ruby/node.js';
import { keyword } from './arguments.js';

export interface Blocked {
  readonly span: Span;
  readonly message: string;
}

/**
 * What `change` cannot take back (6.1 to 8.0, `active_record/migration/command_recorder.rb`), in Rails' own words. What stands
 * in `reversible` or `up_only` has said itself which way it goes.
 */
export function irreversible(body: readonly Node[], table?: string): readonly Blocked[] {
  return body.flatMap((node): readonly Blocked[] => {
    switch (node.kind) {
      case 'call':
        return ofCall(node, table);
      case 'branch':
        return node.bodies.flatMap(it => irreversible(it, table));
      default:
        return [];
    }
  });
}

function ofCall(call: Call, table: string | undefined): readonly Blocked[] {
  const { name, receiver, block, span } = call;
  if (receiver) {
    const inTable = table !== undefined && receiver.kind === 'call' && receiver.name === table;
    if (inTable && (name === 'change' || name === 'change_default' || (name === 'remove' && keyword(call, 'type') === undefined))) {
      return [{ span, message: name === 'remove' ? IN_TABLE_REMOVE : simple(name === 'change' ? 'change_column' : 'change_column_default') }];
    }
    return block ? irreversible(block.body, table) : [];
  }
  if (name === 'reversible' || name === 'up_only' || name === 'revert') return [];
  if (name === 'change_table') return irreversible(block?.body ?? [], block?.parameters[0] ?? '');
  if (block && name !== 'create_table' && name !== 'create_join_table' && name !== 'drop_table') return irreversible(block.body, table);
  const message = reason(call);
  return message === undefined ? [] : [{ span, message }];
}

function reason(call: Call): string | undefined {
  const { name, args, block } = call;
  const positional = args.filter(it => it.kind !== 'hash');
  switch (name) {
    case 'change_column':
    case 'execute':
    case 'remove_columns':
      return name === 'remove_columns' && keyword(call, 'type') !== undefined ? undefined : name === 'remove_columns' ? 'remove_columns is only reversible if given a type.' : simple(name);
    case 'change_column_default':
    case 'change_column_comment':
    case 'change_table_comment':
      return keyword(call, 'from') !== undefined && keyword(call, 'to') !== undefined ? undefined : `${name} is only reversible if given a :from and :to option.`;
    case 'remove_column':
      return positional.length < 3 && keyword(call, 'type') === undefined ? 'remove_column is only reversible if given a type.' : undefined;
    case 'remove_index':
      return positional.length < 2 && keyword(call, 'column') === undefined ? 'remove_index is only reversible if given a :column option.' : undefined;
    case 'remove_foreign_key':
      return positional.length < 2 && keyword(call, 'to_table') === undefined ? 'remove_foreign_key is only reversible if given a second table' : undefined;
    case 'remove_check_constraint':
      return positional.length < 2 ? 'remove_check_constraint is only reversible if given an expression.' : undefined;
    case 'drop_table':
      return args.length < 2 && !block ? 'To avoid mistakes, drop_table is only reversible if given options or a block (can be empty).' : undefined;
    default:
      return undefined;
  }
}

/** `ActiveRecord::IrreversibleMigration`. */
function simple(method: string): string {
  return `This migration uses ${method}, which is not automatically reversible.`;
}

const IN_TABLE_REMOVE = 'remove_columns is only reversible if given a type.';
