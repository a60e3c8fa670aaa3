import { afterAll, expect, test } from 'vitest';
import type { Script } from '../../server/core/sql/script.js';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';
import type { Parser } from '../../server/flows/ports.js';

const parser = startParser();
afterAll(() => parser.close());

// Left: a script. Right: each piece, an error with its message and, after @, where Postgres stopped.
test.each([
  [`select 'é😀'; selec 1;\n\\echo x\ncopy t from stdin;\n1\t2\n\\.\nselect 2`, `select 'é😀' | ! syntax error at or near "selec" @selec | psql | copy t from stdin | copy-data | select 2`],
  [`-- é😀\nselect 'é😀', é + ;`, '! syntax error at end of input @+'],
  [`select 'é😀' frm "é😀" x`, '! syntax error at or near ""é😀"" @"é😀"'],
  ['select (1', '! syntax error at end of input @1'],
  [`select 'abc`, `! unterminated quoted string at or near "'abc" @'abc`],
  [`select 'abc\nmore text`, `! unterminated quoted string at or near "'abc…" @'abc`],
  ['select $a$b', '! unterminated dollar-quoted string at or near "$a$b" @$a$b'],
  ['select "a', '! unterminated quoted identifier at or near ""a" @"a'],
  ['select 1; /* a', 'select 1 | ! unterminated /* comment at or near "/* a" @/* a'],
  ['select 1 from t\\x', '! syntax error at or near "\\" @\\'],
  // A lost semicolon: both are named, the second is read.
  ['select 1\ncreate table t (id int);\nselect 2', '! syntax error at or near "create" @create | create table t (id int) | select 2'],
  // A lost quote, parenthesis, comment end: the line that begins like a statement begins one.
  [`insert into a values ('x);\ninsert into b values ('y');\nselect 1;`, `! syntax error at or near "y" @y | insert into b values ('y') | select 1`],
  ['create table a (id int;\ncreate table b (id int);\nselect 1', '! syntax error at or near ";" @; | create table b (id int) | select 1'],
  ['/* a\nselect 1;\nselect 2', '! unterminated /* comment at or near "/* a…" @/* a | select 1 | select 2'],
  // What is quoted on purpose stays whole, however its statement fails.
  [`insert into a values ('\nselect 1;\n') foo bar;\nselect 'z'`, `! syntax error at or near "foo" @foo | select 'z'`],
  ['create function f() returns void as $$\ndelete from a;\ndelete from b;\n$$ languag sql;\nselect 1', '! syntax error at or near "languag" @languag | select 1'],
  ['with x as (\nselect 1\n)\nselect a b c from x;\nselect 1', '! syntax error at or near "c" @c | select 1'],
  ['create view v as\nselect a b c from t;\nselect 1', '! syntax error at or near "c" @c | select 1'],
  ['insert into t\nselect a from b\non conflct do nothing;\nselect 1', '! syntax error at or near "conflct" @conflct | select 1'],
])('%j', async (text, expected) => {
  expect(shown(await scripts(parser).read(text))).toBe(expected);
});

const STATEMENTS: readonly string[] = Array.from({ length: 500 }, (_, i) => [
  `create table t${i} (\n  id bigint primary key,\n  name text default 'x${i}' -- don't\n);`,
  `insert into t${i} (name, "a") values ('it''s; ${i}', 'b'), ('c', 'd');`,
  `create function f${i}() returns trigger language plpgsql as $$\nbegin\n  new.name := 'a';\n  return new;\nend\n$$;`,
  `alter table t${i} add column c int default 5, drop column b; /* note ${i} */`,
]).flat();

// Left: what is lost in the middle of 2,000 statements. Right: how many statements are still read, and how many errors there are.
test.each([
  [`quote of a value`, 1001, `('it`, `(it`, '1999 + 1'],
  [`quote of a default`, 1000, `'x250'`, `'x250`, '1999 + 1'],
  [`quote of a name`, 1001, `"a"`, `"a`, '1999 + 1'],
  [`end of a body`, 1002, `end\n$$`, `end\n`, '1999 + 1'],
  [`opening parenthesis`, 1000, `(`, ``, '1999 + 1'],
  [`closing parenthesis`, 1001, `'d')`, `'d'`, '1999 + 1'],
  [`end of a comment`, 1003, `*/`, ``, '2000 + 1'],
  [`semicolon`, 1000, `;`, ``, '1999 + 1'],
])('a lost %s', async (_, at, old, now, expected) => {
  const broken = STATEMENTS[at]!.replace(old, now);
  expect(broken).not.toBe(STATEMENTS[at]);
  const { pieces } = await scripts(parser).read(STATEMENTS.with(at, broken).join('\n'));
  const count = (kind: string): number => pieces.filter(it => it.kind === kind).length;
  expect(`${count('statement')} + ${count('error')}`).toBe(expected);
});

test('an edit of one character reads one statement, and the others are the same objects', async () => {
  const asked: string[] = [];
  const counting: Parser = { ...parser, parse: texts => (asked.push(...texts), parser.parse(texts)) };
  const { read } = scripts(counting);
  const before = await read(STATEMENTS.join('\n'));
  asked.length = 0;
  const after = await read(STATEMENTS.with(1003, STATEMENTS[1003]!.replace('c int', 'cc int')).join('\n'));
  expect(asked).toEqual(['alter table t250 add column cc int default 5, drop column b']);
  const changed = after.pieces.filter((it, i) => it.kind === 'statement' && it.statement !== (before.pieces[i] as typeof it).statement);
  expect(changed.length).toBe(1);
});

test('comments of a script that was cut again are its own', async () => {
  const text = `-- a\nselect 'x;\n-- b\nselect 1; -- don't\nselect 2 -- c`;
  const { comments } = await scripts(parser).read(text);
  expect(comments.map(({ start, end }) => text.slice(start, end))).toEqual(['-- a', `-- don't`, '-- c']);
});

function shown({ text, pieces }: Script): string {
  return pieces.map(it => {
    const own = text.slice(it.span.start, it.span.end);
    if (it.kind === 'error') return `! ${it.message} @${text.slice(it.at.start, it.at.end)}`;
    return it.kind === 'statement' ? own : it.kind;
  }).join(' | ');
}
