import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { knownSpans, spansByAst } from '../../server/edges/spans.js';

const parser = startParser();
afterAll(() => parser.close());

// The bars stand where lowering finds the parts by tokens. pgsql-ast-parser, which knows nothing of it, agrees on every
// beginning; its ends fall short of a closing parenthesis or a CASCADE here and there, so it does not have the first word.
test.each([
  'alter table t |add column a int|',
  'ALTER TABLE IF EXISTS ONLY app."T" |ADD COLUMN IF NOT EXISTS a numeric(12, 2) DEFAULT 5 NOT NULL|, |drop column b cascade|',
  "alter table t |alter column a type varchar(20)|,\n  |alter column b set default 'x, y'|, |alter c drop not null|",
  'alter table t -- one, two\n  |add constraint c check (a > 0 and b in (1, 2))| /* , */ , |drop constraint if exists d|',
  'alter table t |add constraint f foreign key (a, b) references u (a, b) on delete cascade|, |add primary key (id)|',
  'alter table t |rename column a to b|',
  'alter table t |alter a set not null|, |alter b set data type text[]|, |owner to x|',
  'drop table |a|',
  'drop table if exists |a.b|, |"C d"|, |e| cascade',
  'drop index concurrently if exists |a|, |b|',
  'drop sequence |a|, |b.c|',
  'drop type |a|, |b|',
])('%s', async marked => {
  const text = marked.replaceAll('|', '');
  const expected = marked.split('|').filter((_, i) => i % 2 === 1);

  const { actions, names } = await spansByAst(text);
  const starts = marked.split('|').flatMap((_, i, all) => (i % 2 === 1 ? [all.slice(0, i).join('').length] : []));
  expect((actions ?? names)!.map(it => it.start)).toEqual(starts);

  const [parsed] = await parser.parse([text]);
  if (parsed?.kind === 'statement' && parsed.statement.kind === 'alter-table') expect(parsed.statement.actions.map(it => text.slice(it.span.start, it.span.end))).toEqual(expected);
  else if (parsed?.kind === 'statement' && parsed.statement.kind === 'drop') expect(parsed.statement.names.map(it => text.slice(it.span!.start, it.span!.end))).toEqual(expected);
  else expect(parsed).toMatchObject({ kind: 'statement', statement: { kind: 'rename' } });
});

test('the second parser is believed only where it counts as the first does', async () => {
  const text = 'drop table a, b';
  const drop = (targets: number): Promise<unknown> => knownSpans({ DropStmt: { objects: Array(targets).fill({}) } }, text);
  expect(await drop(2)).toEqual({});
  expect(await drop(3)).toEqual({});
  // The commas say two, both parsers one.
  expect(await knownSpans({ AlterTableStmt: { cmds: [{}] } }, 'alter table t add check (a > 0)')).toEqual({});
  expect(await knownSpans({ DropStmt: { objects: [{}] } }, 'drop table a /* b */; drop table c, d')).toEqual({ names: [{ start: 11, end: 12 }] });
  expect(await knownSpans({ SelectStmt: {} }, 'select 1, 2')).toEqual({});
});
