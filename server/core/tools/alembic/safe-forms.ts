import type { SafeForm } from '../../sql/script.js';
import type { TextEdit } from '../../text/span.js';
import { clipped, identifier, LONGEST, qualified } from '../../sql/identifier.js';
import { argumentsOf, calledName } from '../python/arguments.js';
import type { Call } from '../python/node.js';
import type { Scope } from '../python/scope.js';
import type { Statement } from '../python/statement.js';
import { withArgument } from '../python/edits.js';

/** How Alembic writes the same without the lock, by the rule that minds it. */
export function safeForms(operation: string, call: Call, statement: Statement, text: string, scope: Scope, inside: { readonly batch: boolean; readonly autocommit: boolean }): Readonly<Record<string, readonly SafeForm[]>> | undefined {
  const concurrently = (rule: string): Readonly<Record<string, readonly SafeForm[]>> => {
    const block = inside.autocommit ? [] : autocommit(call, statement, text);
    // In a batch the calls around would be taken out of the transaction, too.
    if (inside.batch || !block) return { [rule]: [], 'ban-concurrent-in-transaction': [] };
    return {
      [rule]: [{
        title: inside.autocommit ? 'Add postgresql_concurrently=True' : 'Use postgresql_concurrently=True in an autocommit_block()',
        safety: 'review', edits: [...block, withArgument(call, 'postgresql_concurrently=True', text, inside.autocommit ? '' : '    ')],
      }],
      'ban-concurrent-in-transaction': [{ title: 'Run it in an autocommit_block()', safety: 'review', edits: block }],
    };
  };
  const notValid = (rule: string): Readonly<Record<string, readonly SafeForm[]>> => ({
    [rule]: [{ title: 'Add postgresql_not_valid=True', safety: 'review', edits: [withArgument(call, 'postgresql_not_valid=True', text)], ...(inside.batch ? {} : validated(call, scope)) }],
  });
  switch (operation) {
    case 'create_index': return concurrently('require-concurrent-index-creation');
    case 'drop_index': return concurrently('require-concurrent-index-deletion');
    case 'create_foreign_key': return notValid('adding-foreign-key-constraint');
    case 'create_check_constraint': return notValid('constraint-missing-not-valid');
    case 'alter_column': {
      const form = inside.batch ? undefined : provedFirst(call, text, scope);
      return form && { 'adding-not-nullable-field': [form] };
    }
    default: return undefined;
  }
}

function validated(call: Call, scope: Scope): Pick<SafeForm, 'followUp'> {
  const args = argumentsOf(call, ['constraint_name', calledName(call) === 'create_foreign_key' ? 'source_table' : 'table_name'], scope);
  const name = args.text('constraint_name');
  const table = args.text('source_table') ?? args.text('table_name');
  const schema = args.text('source_schema') ?? args.text('schema');
  // In `op.execute` a colon would begin a parameter.
  if (!args.told() || name === undefined || table === undefined || [name, table, schema].some(it => it !== undefined && /[:%\\'\r\n]/.test(it))) return {};
  const statement = `ALTER TABLE ${qualified({ ...(schema !== undefined && { schema }), name: table })} VALIDATE CONSTRAINT ${identifier(name)}`;
  return { followUp: { name: `validate ${name}`, code: { up: [`op.execute('${statement}')`], down: [] } } };
}

/**
 * A check that is proved while others read and write, and then makes `NOT NULL` a matter of a moment (PostgreSQL 12). `undefined` where the
 * call does more, or its way back is not the one that Alembic writes.
 */
function provedFirst(call: Call, text: string, scope: Scope): SafeForm | undefined {
  const args = argumentsOf(call, ['table_name', 'column_name'], scope);
  const [table, column, schema] = [args.text('table_name'), args.text('column_name'), args.text('schema')];
  const others = call.keywords.filter(it => !/^(?:table_name|column_name|nullable|schema|existing_\w+)$/.test(it.name));
  if (!args.told() || others.length > 0 || args.flag('nullable') !== false || !isPlain(table) || !isPlain(column) || (schema !== undefined && !isPlain(schema))) return undefined;
  const object = text.slice(call.callee.span.start, call.callee.span.end).slice(0, -'.alter_column'.length);
  const down = text.search(/^def downgrade\b/m);
  const back = new RegExp(String.raw`\b\w+\.alter_column\(\s*(['"])${table}\1,\s*(['"])${column}\2(?:[^()]|\([^()]*\))*\)`, 'g');
  const [undone, ...more] = down < call.span.end ? [] : text.slice(down).matchAll(back);
  if (!undone || more.length > 0 || !/nullable\s*=\s*True/.test(undone[0])) return undefined;

  const name = clipped(`${table}_${column}_present`, LONGEST);
  const of = schema === undefined ? '' : `, schema='${schema}'`;
  const add = `${object}.create_check_constraint(${object}.f('${name}'), '${table}', '"${column}" IS NOT NULL'${of}, postgresql_not_valid=True)`;
  const drop = `${object}.drop_constraint(${object}.f('${name}'), '${table}'${of})`;
  const alter = (nullable: string) => `op.alter_column('${table}', '${column}'${of}, nullable=${nullable})`;
  const validate = `op.execute('ALTER TABLE ${qualified({ ...(schema !== undefined && { schema }), name: table })} VALIDATE CONSTRAINT ${identifier(name)}')`;
  const plainly = (written: string) => written.replaceAll(`${object}.`, 'op.');
  const start = down + undone.index;
  return {
    title: 'Add a check without validation', safety: 'review',
    edits: [{ span: call.span, text: add }, { span: { start, end: start + undone[0].length }, text: drop }],
    followUp: {
      name: `set ${table} ${column} not null`, does: 'make it NOT NULL', required: true,
      code: { up: [validate, alter('False'), plainly(drop)], down: [plainly(add), alter('True')] },
    },
  };
}

/** As it is in a string, in a pattern and in SQL. */
function isPlain(name: string | undefined): name is string {
  return name !== undefined && /^[a-z_][a-z0-9_]*$/.test(name);
}

/** The call in a block of its own, its lines moved in; `undefined` where it is only a part of its statement. */
function autocommit(call: Call, { span }: Statement, text: string): readonly TextEdit[] | undefined {
  if (call.span.start !== span.start || call.span.end !== span.end) return undefined;
  const margin = /[ \t]*$/.exec(text.slice(0, span.start))![0];
  if (!/(?:^|[\r\n])$/.test(text.slice(0, span.start - margin.length).slice(-1))) return undefined;
  const edits: TextEdit[] = [{ span: { start: span.start, end: span.start }, text: `with op.get_context().autocommit_block():\n${margin}    ` }];
  for (const { index } of text.slice(span.start, span.end).matchAll(/\n(?=[ \t]*\S)/g)) {
    const at = span.start + index + 1;
    edits.push({ span: { start: at, end: at }, text: '    ' });
  }
  return edits;
}
