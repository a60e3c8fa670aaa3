import { clipped, LONGEST } from '../../sql/identifier.js';
import type { SafeForm } from '../../sql/script.js';
import type { TextEdit } from '../../text/span.js';
import { quoted } from '../javascript/edits.js';
import type { Call } from '../javascript/node.js';

export interface Said {
  /** The whole of `knex.schema.…`, where it is one call. */
  readonly chain: Call | undefined;
  /** It sends nothing else. */
  readonly alone: boolean;
  /** The call of the table's builder. */
  readonly of: Call | undefined;
}

/** Knex has no words for what spares a busy table: what sends nothing else is written as SQL. */
export function safeForms(sql: string, { chain, alone, of }: Said, text: string): Readonly<Record<string, readonly SafeForm[]>> {
  const raw = (statement: string): TextEdit | undefined => (chain && alone && of && !statement.includes('?') && chain.callee.kind === 'member' && chain.callee.of.kind === 'member'
    ? { span: chain.span, text: `${text.slice(chain.callee.of.of.span.start, chain.callee.of.of.span.end)}.raw(${quoted(statement)})` } : undefined);
  const form = (title: string, statement: string, more: Partial<SafeForm> = {}, edits: readonly TextEdit[] = []): readonly SafeForm[] => {
    const edit = raw(statement);
    return edit ? [{ title, safety: 'review', edits: [edit, ...edits], ...more }] : [];
  };
  const outside = withoutTransaction(text);
  const concurrently = (statement: string) => (outside ? form('Build it with `concurrently`, outside a transaction', statement, {}, outside) : []);
  return {
    'require-concurrent-index-creation': concurrently(sql.replace(/^(create (?:unique )?index) /, '$1 concurrently ')),
    'require-concurrent-index-deletion': outside ? form('Drop it with `concurrently`, outside a transaction', sql.replace(/^drop index /, 'drop index concurrently '), {}, outside) : [],
    ...outsideForms(text),
    'adding-foreign-key-constraint': form('Add it as NOT VALID', `${sql} not valid`, followUp(sql)),
    'constraint-missing-not-valid': form('Add it as NOT VALID', `${sql} not valid`, followUp(sql)),
    'adding-not-nullable-field': provedFirst(sql, form),
  };
}

/** What takes a migration out of its transaction, also one that is written in SQL. */
export function outsideForms(text: string): Readonly<Record<string, readonly SafeForm[]>> {
  const outside = withoutTransaction(text);
  return { 'ban-concurrent-in-transaction': outside && outside.length > 0 ? [{ title: 'Add `config = { transaction: false }`', safety: 'review', edits: outside }] : [] };
}

function followUp(sql: string): Partial<SafeForm> {
  const [, table, name] = /^alter table (\S+) add constraint (\S+) /.exec(sql) ?? [];
  return table === undefined ? {} : { followUp: { name: `validate ${name!.replaceAll('"', '')}`, code: { up: [`await knex.raw(${quoted(`alter table ${table} validate constraint ${name!}`)});`], down: [] } } };
}

/** A check that is proved while others read and write, and then makes `NOT NULL` a matter of a moment (PostgreSQL 12). */
function provedFirst(sql: string, form: (title: string, statement: string, more?: Partial<SafeForm>) => readonly SafeForm[]): readonly SafeForm[] {
  const [, table, column] = /^alter table "(\w+)" alter column "(\w+)" set not null$/.exec(sql) ?? [];
  if (table === undefined) return [];
  const name = clipped(`${table}_${column!}_null`, LONGEST);
  const added = `alter table "${table}" add constraint "${name}" check ("${column!}" is not null) not valid`;
  const run = (statement: string) => `await knex.raw(${quoted(statement)});`;
  return form('Add a check without validation', added, { followUp: {
    name: `set ${table} ${column!} not null`, does: 'make it NOT NULL', required: true,
    code: { up: [`alter table "${table}" validate constraint "${name}"`, sql, `alter table "${table}" drop constraint "${name}"`].map(run), down: [added, `alter table "${table}" alter column "${column!}" drop not null`].map(run) },
  } });
}

/** Nothing to write where it is there; `undefined` where there is no room for it. */
function withoutTransaction(text: string): readonly TextEdit[] | undefined {
  if (/\bconfig\b[^;]*?\btransaction\s*:\s*false\b/.test(text)) return [];
  const written = /\bexports\.up\b/.test(text) ? 'exports.config' : /\bexport\s+(?:async\s+)?(?:function|const)\s+up\b/.test(text) ? 'export const config' : undefined;
  const end = text.trimEnd().length;
  return written === undefined ? undefined : [{ span: { start: end, end }, text: `\n\n${written} = { transaction: false };` }];
}
