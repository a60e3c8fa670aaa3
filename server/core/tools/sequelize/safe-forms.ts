import type { SafeForm } from '../../sql/script.js';
import { quoted, withEntry, withOption } from '../javascript/edits.js';
import type { Call } from '../javascript/node.js';

/** How Sequelize writes the same without the lock, by the rule that minds it: as SQL, where it has no words for it. */
export function safeForms(call: Call, sql: string, alone: boolean, text: string): Readonly<Record<string, readonly SafeForm[]>> {
  const { callee, args } = call;
  const target = callee.kind === 'member' ? text.slice(callee.of.span.start, callee.of.span.end) : '';
  // A transaction that it is handed would refuse it.
  const handed = args.at(-1)?.kind === 'dictionary' && /\btransaction\b/.test(text.slice(args.at(-1)!.span.start, call.span.end));
  const [, second] = args;
  const option = callee.kind === 'member' && callee.name === 'addIndex' && second?.kind === 'dictionary' ? withEntry(second, 'concurrently: true', text) : withOption(call, 2, 'concurrently: true', text);
  const concurrently: readonly SafeForm[] = handed || !option ? [] : [{ title: 'Add `concurrently: true`', safety: 'review', edits: [option] }];
  const [, table, name] = /^ALTER TABLE (\S+) ADD CONSTRAINT (\S+) /.exec(sql) ?? [];
  const notValid: readonly SafeForm[] = table === undefined || !alone || handed ? [] : [{
    title: 'Add it as NOT VALID', safety: 'review', edits: [{ span: call.span, text: `${target}.sequelize.query(${quoted(`${sql} NOT VALID`)})` }],
    followUp: { name: `validate ${name!.replaceAll('"', '')}`, code: { up: [`await queryInterface.sequelize.query(${quoted(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name!}`)});`], down: [] } },
  }];
  return {
    'require-concurrent-index-creation': concurrently, 'require-concurrent-index-deletion': concurrently, 'ban-concurrent-in-transaction': [],
    'adding-foreign-key-constraint': notValid, 'constraint-missing-not-valid': notValid, 'adding-not-nullable-field': [],
  };
}
