import { afterAll, expect, test } from 'vitest';
import { startParser } from '../../server/edges/parser.js';
import { scripts } from '../../server/flows/script.js';

const parser = startParser();
afterAll(() => parser.close());

const chain = (terms: number): string => `select ${Array.from({ length: terms }, () => '1').join('+')}`;
const inserts = (characters: number): string => 'insert into t values (1, \'a\');\n'.repeat(Math.ceil(characters / 31));

// Left: what a file may hold. Right: how many pieces of each kind, then the errors in their words.
test.each([
  ['nothing', '', ''],
  ['blanks', ' \t\r\n\v\f', ''],
  ['comments alone', '-- a\n/* b /* c */ */', ''],
  ['semicolons alone', ';;\n;', ''],
  ['a byte order mark', '\ufeffselect 1', '1 statement'],
  ['a byte order mark further on', 'select 1;\n\ufeffselect 2', '1 statement 1 error: syntax error at or near "\ufeffselect"'],
  ['CRLF', 'select 1;\r\nselect 2\r\n', '2 statement'],
  ['CR alone', 'select 1; -- a\rselect 2', '2 statement'],
  ['NUL', 'select 1;\nselect \0 2; select 3', '2 statement 1 error: invalid byte sequence for encoding "UTF8": 0x00'],
  ['NUL in a comment between statements', 'select 1; -- \0\nselect 2', '2 statement'],
  ['NULs alone', '\0\0', '1 error: invalid byte sequence for encoding "UTF8": 0x00'],
  ['half a surrogate pair', `select '\ud83d', '\ude00'; select \ud83d`, '2 statement'],
  ['bytes that were no UTF-8', `select '\ufffd\ufffd'`, '1 statement'],
  ['an unterminated string', `select 1; select 'a`, '1 statement 1 error: unterminated quoted string at or near "\'a"'],
  ['an unterminated name', 'select "a', '1 error: unterminated quoted identifier at or near ""a"'],
  ['an unterminated body', 'do $x$ begin', '1 error: unterminated dollar-quoted string at or near "$x$ begin"'],
  ['an unterminated comment', 'select 1; /* a /* b */', '1 statement 1 error: unterminated /* comment at or near "/* a /* b */"'],
  ['an unterminated parenthesis', 'select (((1', '1 error: syntax error at end of input'],
  ['an empty quoted name', 'select ""', '1 error: zero-length delimited identifier at or near """"'],
  ['a bad escape', `select E'\\u12'`, '1 error: invalid Unicode escape'],
  ['another language', '#!/bin/sh\necho "hello"\n', '1 error: syntax error at or near "#!/"'],
  ['a sum of ten thousand terms', `${chain(10_000)}; select 1`, '2 statement'],
  ['a sum of fifty thousand terms', `${chain(50_000)}; select 1`, '2 statement'],
  ['five thousand parentheses', `select ${'('.repeat(5_000)}1${')'.repeat(5_000)}; select 1`, '2 statement'],
  ['a hundred thousand parentheses', `select ${'('.repeat(100_000)}1${')'.repeat(100_000)}; select 1`, '1 statement 1 error: memory exhausted at or near "("'],
  ['psql commands', '\\set x 1\n\\connect db\nselect 1;\n\\if :x\nselect 2 \\gset\n\\endif', '2 statement 5 psql'],
  ['COPY data', `copy t from stdin;\nit's\t;\n\\.\nselect 1;`, '2 statement 1 copy-data'],
  ['COPY data without an end', `copy t from stdin;\nit's\t;\n`, '1 statement 1 copy-data'],
  ['placeholders that nobody fills in', 'create table ${a}.b (c int); select 1', '1 statement 1 error: syntax error at or near "$"'],
  ['a long line', `select '${'x'.repeat(200_000)}'; select 1`, '2 statement'],
  ['one statement of 10 MB', `insert into t values ${Array.from({ length: 900_000 }, () => "(1,'abcdef')").join(',')}; select 1`, '1 statement 1 opaque'],
  ['10 MB of statements', inserts(10_000_000), '322581 statement'],
  ['10 MB of a string that is not closed', `select 1;\nselect '${'x;\n'.repeat(3_500_000)}`, '1 statement 1 error: unterminated quoted string at or near "\'x;…"'],
  ['10 MB of an opened parenthesis', `select (\n${inserts(10_000_000)}`, '322581 statement 1 error: syntax error at or near "into"'],
  ['10 MB of quotes', "'\nselect 1;\n".repeat(800_000), '400000 error: syntax error at or near "\'…"'],
  ['10 MB of blanks', ' '.repeat(10_000_000), ''],
  ['10 MB of semicolons', ';'.repeat(10_000_000), ''],
  ['10 MB of one comment', `/*${'*'.repeat(10_000_000)}*/`, ''],
])('%s', async (_, text, expected) => {
  const { pieces } = await scripts(parser).read(text);
  const kinds = [...new Set(pieces.map(it => it.kind))].sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b));
  const counts = kinds.map(kind => `${pieces.filter(it => it.kind === kind).length} ${kind}`).join(' ');
  const words = [...new Set(pieces.flatMap(it => (it.kind === 'error' ? [it.message] : [])))];
  expect([counts, ...words].join(': ')).toBe(expected);
  expect(pieces.filter(it => it.kind === 'error' && !(0 <= it.at.start && it.at.start < it.at.end && it.at.end <= text.length))).toEqual([]);
});

const ORDER = ['statement', 'opaque', 'psql', 'copy-data', 'error'];

