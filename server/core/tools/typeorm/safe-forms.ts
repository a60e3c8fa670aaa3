import { clipped, LONGEST } from '../../sql/identifier.js';
import type { SafeForm } from '../../sql/script.js';
import type { TextEdit } from '../../text/span.js';
import { quoted, withEntry } from '../javascript/edits.js';
import type { Call, Node } from '../javascript/node.js';

/** How TypeORM writes the same without the lock, by the rule that minds it: as SQL, where it has no words for it. */
export function safeForms(call: Call, sql: string, alone: boolean, text: string): Readonly<Record<string, readonly SafeForm[]>> {
  const runner = call.callee.kind === 'member' ? text.slice(call.callee.of.span.start, call.callee.of.span.end) : '';
  const form = (title: string, statement: string, more: Partial<SafeForm> = {}): readonly SafeForm[] => (alone ? [{ title, safety: 'review', edits: [{ span: call.span, text: `${runner}.query(${quoted(statement)})` }], ...more }] : []);
  const outside = withoutTransaction(call, text);
  const made = madeOf(call.args[1]);
  const concurrently = (otherwise: string): readonly SafeForm[] => {
    if (!outside || !alone) return [];
    if (made) return [{ title: outside.length > 0 ? 'Add `isConcurrent: true`, and `transaction = false`' : 'Add `isConcurrent: true`', safety: 'review', edits: [withEntry(made, 'isConcurrent: true', text), ...outside] }];
    return form('Write it as SQL with CONCURRENTLY, and `transaction = false`', otherwise).map(it => ({ ...it, edits: [...it.edits, ...outside] }));
  };
  const [, table, name] = /^ALTER TABLE (\S+) ADD CONSTRAINT (\S+) /.exec(sql) ?? [];
  const followUp: Partial<SafeForm> = table === undefined ? {} : { followUp: { name: `validate ${name!.replaceAll('"', '')}`, code: { up: [`await queryRunner.query(${quoted(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${name!}`)});`], down: [] } } };
  return {
    'require-concurrent-index-creation': concurrently(sql.replace(/^(CREATE (?:UNIQUE )?INDEX) /, '$1 CONCURRENTLY ')),
    'require-concurrent-index-deletion': concurrently(sql.replace(/^DROP INDEX /, 'DROP INDEX CONCURRENTLY ')),
    ...outsideForms(call, text),
    'adding-foreign-key-constraint': form('Add it as NOT VALID', `${sql} NOT VALID`, followUp),
    'constraint-missing-not-valid': form('Add it as NOT VALID', `${sql} NOT VALID`, followUp),
    'adding-not-nullable-field': provedFirst(sql, form),
  };
}

/** What takes a migration out of its transaction, also one that is written in SQL. */
export function outsideForms(call: Call, text: string): Readonly<Record<string, readonly SafeForm[]>> {
  const outside = withoutTransaction(call, text);
  return { 'ban-concurrent-in-transaction': outside && outside.length > 0 ? [{ title: 'Add `transaction = false`', safety: 'review', edits: outside }] : [] };
}

/** A check that is proved while others read and write, and then makes `NOT NULL` a matter of a moment (PostgreSQL 12). */
function provedFirst(sql: string, form: (title: string, statement: string, more?: Partial<SafeForm>) => readonly SafeForm[]): readonly SafeForm[] {
  const [, table, column] = /^ALTER TABLE "(\w+)" ALTER COLUMN "(\w+)" SET NOT NULL$/.exec(sql) ?? [];
  if (table === undefined) return [];
  const name = clipped(`${table}_${column!}_null`, LONGEST);
  const added = `ALTER TABLE "${table}" ADD CONSTRAINT "${name}" CHECK ("${column!}" IS NOT NULL) NOT VALID`;
  const run = (statement: string) => `await queryRunner.query(${quoted(statement)});`;
  return form('Add a check without validation', added, { followUp: {
    name: `set ${table} ${column!} not null`, does: 'make it NOT NULL', required: true,
    code: { up: [`ALTER TABLE "${table}" VALIDATE CONSTRAINT "${name}"`, sql, `ALTER TABLE "${table}" DROP CONSTRAINT "${name}"`].map(run), down: [added, `ALTER TABLE "${table}" ALTER COLUMN "${column!}" DROP NOT NULL`].map(run) },
  } });
}

/** `new TableIndex({…})`, written out. */
function madeOf(node: Node | undefined): Extract<Node, { kind: 'dictionary' }> | undefined {
  const [options] = node?.kind === 'call' && node.makes ? node.args : [];
  return options?.kind === 'dictionary' ? options : undefined;
}

/** In the class that the call is in. Nothing to write where it is there; `undefined` where there is no class. */
function withoutTransaction({ span }: Call, text: string): readonly TextEdit[] | undefined {
  const head = [...text.slice(0, span.start).matchAll(/\bclass\s+\w+[^{]*\{[^\S\n]*(?:\r?\n([^\S\n]*))?/g)].at(-1);
  if (!head) return undefined;
  if (/\btransaction\s*(?::[^=;]*)?=\s*false\b/.test(text.slice(head.index, span.start))) return [];
  const at = head.index + head[0].indexOf('{') + 1;
  const written = head[1] === undefined ? ' transaction = false as const;' : `\n${head[1]}transaction = false as const;\n`;
  return [{ span: { start: at, end: at }, text: written.replace(' as const', /:\s*QueryRunner\b/.test(text) ? ' as const' : '') }];
}
