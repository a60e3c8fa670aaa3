import { clipped, LONGEST } from '../../sql/identifier.js';
import type { SafeForm } from '../../sql/script.js';
import type { TextEdit } from '../../text/span.js';
import { quoted, withOption, withStatement } from '../javascript/edits.js';
import type { Call, Function } from '../javascript/node.js';

type SafeForms = Readonly<Record<string, readonly SafeForm[]>>;

/** How node-pg-migrate writes the same without the lock, by the rule that minds it. `way` is the function that the call is in, `sql` what the call sends first. */
export function safeForms(call: Call, sql: string, way: Function, text: string): SafeForms | undefined {
  const { callee } = call;
  if (callee.kind !== 'member') return undefined;
  switch (callee.name) {
    case 'sql':
      return outsideForms(way, text);
    case 'createIndex':
    case 'addIndex':
      return concurrently(call, 'require-concurrent-index-creation', way, text);
    case 'dropIndex':
      return concurrently(call, 'require-concurrent-index-deletion', way, text);
    case 'addConstraint':
    case 'createConstraint': {
      const form = unvalidated(call, sql);
      return { 'adding-foreign-key-constraint': form ? [form] : [], 'constraint-missing-not-valid': form ? [form] : [] };
    }
    case 'alterColumn': {
      const form = provedFirst(call, sql, text);
      return { 'adding-not-nullable-field': form ? [form] : [] };
    }
    default:
      return undefined;
  }
}

function concurrently(call: Call, rule: string, way: Function, text: string): SafeForms {
  const outside = withoutTransaction(way, text);
  if (!outside) return { [rule]: [], 'ban-concurrent-in-transaction': [] };
  const option = withOption(call, 2, 'concurrently: true', text);
  const title = outside.length > 0 ? 'Add `concurrently: true`, and `pgm.noTransaction()`' : 'Add `concurrently: true`';
  return {
    [rule]: option ? [{ title, safety: 'review', edits: [option, ...outside] }] : [],
    ...outsideForms(way, text),
  };
}

/** What takes a migration out of its transaction, also one that is written in SQL. */
function outsideForms(way: Function, text: string): SafeForms {
  const outside = withoutTransaction(way, text);
  return { 'ban-concurrent-in-transaction': outside && outside.length > 0 ? [{ title: 'Add `pgm.noTransaction()`', safety: 'review', edits: outside }] : [] };
}

/** Nothing to write where it is there; `undefined` where there is no room for it. */
function withoutTransaction(way: Function, text: string): readonly TextEdit[] | undefined {
  const [builder] = way.parameters[0] ?? [];
  if (!builder) return undefined;
  if (new RegExp(`(?<![\\w$])${builder.name.replaceAll('$', '\\$')}\\.noTransaction\\(`).test(text.slice(way.span.start, way.span.end))) return [];
  const edit = withStatement(way, `${builder.name}.noTransaction();`, text);
  return edit && [edit];
}

/** Only as an expression can a constraint be left unproved. */
function unvalidated({ args: [, , given] }: Call, sql: string): SafeForm | undefined {
  const [, table, name, constraint] = /^ALTER TABLE (\S+) ADD CONSTRAINT ("(?:[^"]|"")+") (.+)$/s.exec(sql) ?? [];
  if (!given || constraint === undefined || /, ADD |\bNOT VALID$/.test(constraint)) return undefined;
  return {
    title: 'Add it as NOT VALID', safety: 'review', edits: [{ span: given.span, text: quoted(`${constraint} NOT VALID`) }],
    followUp: { name: `validate ${name!.slice(1, -1)}`, code: { up: [`pgm.sql(${quoted(`ALTER TABLE ${table!} VALIDATE CONSTRAINT ${name!}`)});`], down: [] } },
  };
}

/** A check that is proved while others read and write, and then makes `NOT NULL` a matter of a moment (PostgreSQL 12). */
function provedFirst({ callee, args, span }: Call, sql: string, text: string): SafeForm | undefined {
  const [, table, column] = /^ALTER TABLE "(\w+)" ALTER "(\w+)" SET NOT NULL$/.exec(sql) ?? [];
  const [first, second] = args;
  if (table === undefined || column === undefined || callee.kind !== 'member' || first?.kind !== 'text' || second?.kind !== 'text') return undefined;
  const name = clipped(`${table}_${column}_null`, LONGEST);
  const added = (builder: string) => `${builder}.addConstraint(${quoted(table)}, ${quoted(name)}, ${quoted(`CHECK ("${column}" IS NOT NULL) NOT VALID`)})`;
  const change = (notNull: boolean) => `pgm.alterColumn(${quoted(table)}, ${quoted(column)}, { notNull: ${String(notNull)} });`;
  return {
    title: 'Add a check without validation', safety: 'review', edits: [{ span, text: added(text.slice(callee.of.span.start, callee.of.span.end)) }],
    followUp: {
      name: `set ${table} ${column} not null`, does: 'make it NOT NULL', required: true,
      code: { up: [`pgm.sql(${quoted(`ALTER TABLE "${table}" VALIDATE CONSTRAINT "${name}"`)});`, change(true), `pgm.dropConstraint(${quoted(table)}, ${quoted(name)});`], down: [`${added('pgm')};`, change(false)] },
    },
  };
}
