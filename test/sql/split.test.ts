import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tokens } from '../../server/core/sql/lexer.js';
import { split } from '../../server/core/sql/split.js';
import { splitAgain } from '../../server/core/sql/split-again.js';

// Left: a script. Right: its pieces, a psql line after `\`, rows after `=`, then the comments after `#`.
test.each([
  ['', ''],
  [' \n\t;; ;', ''],
  ['select 1', 'select 1'],
  ['select 1;', 'select 1'],
  ['select 1 ; select 2', 'select 1 | select 2'],
  ['\ufeffselect 1', 'select 1'],
  ['select 1\r\n;\r\nselect 2\r\n', 'select 1 | select 2'],
  ['-- a\nselect 1; -- b', 'select 1 | #-- a | #-- b'],
  ['select 1 -- a\r\n + 2 /* b */;', 'select 1 -- a\r\n + 2 | #-- a | #/* b */'],
  ['select 1\n--> statement-breakpoint\nselect 2;--> statement-breakpoint\nselect 3', 'select 1 | select 2 | select 3 | #--> statement-breakpoint | #--> statement-breakpoint'],
  ['/* a /* b */ ; */ select 1', 'select 1 | #/* a /* b */ ; */'],
  ['/* never closed ; select 1', '/* never closed ; select 1'],
  ['select 1; /* never', 'select 1 | /* never'],
  [`select 'a;b', 'it''s;', ''; x`, `select 'a;b', 'it''s;', '' | x`],
  [`select 'a\\'; x`, `select 'a\\' | x`],
  [`select E'a\\';b'; x`, `select E'a\\';b' | x`],
  [`select e'a'\n'b\\';c'; x`, `select e'a'\n'b\\';c' | x`],
  [`select U&'\\0041;' uescape '!', u&"a;b", B'0;', X'f;', N';'; x`, `select U&'\\0041;' uescape '!', u&"a;b", B'0;', X'f;', N';' | x`],
  [`select "a;b", "a"";b"; x`, `select "a;b", "a"";b" | x`],
  [`select 'never; x`, `select 'never; x`],
  ['select $$a;b$$; x', 'select $$a;b$$ | x'],
  ['select $a$ $b$ ; $$ $a$; x', 'select $a$ $b$ ; $$ $a$ | x'],
  ['select $é$;$é$; x', 'select $é$;$é$ | x'],
  ['select a$b$c; x$$; y', 'select a$b$c | x$$ | y'],
  ['select $1$$;$$; x', 'select $1$$ | $$; x'],
  ['select $1; x', 'select $1 | x'],
  ['do $$ begin end $$; x', 'do $$ begin end $$ | x'],
  ['create rule r as on insert to t do (select 1; select 2); x', 'create rule r as on insert to t do (select 1; select 2) | x'],
  ['create function f() returns int begin atomic select 1; select case when true then 2 end; end; x', 'create function f() returns int begin atomic select 1; select case when true then 2 end; end | x'],
  ['create function f() returns int\nBEGIN /* a */ ATOMIC\n select 1;\nEND; x', 'create function f() returns int\nBEGIN /* a */ ATOMIC\n select 1;\nEND | x | #/* a */'],
  ['begin; select 1; end; x', 'begin | select 1 | end | x'],
  ['create table atomic (begin int, "end" int); x', 'create table atomic (begin int, "end" int) | x'],
  ['\\set x 1; y\nselect 1;', '\\\\set x 1; y | select 1'],
  [`\\echo don't\r\nselect 1`, `\\\\echo don't | select 1`],
  ['select 1 \\gset\nselect 2 \\g out; x', 'select 1 | \\\\gset | select 2 | \\\\g out; x'],
  ['copy t from stdin;\n1\t;\n\\.\nselect 1', 'copy t from stdin | =1\t;\n\\. | select 1'],
  [`COPY t (a, b) FROM STDIN WITH (format csv); -- x\r\nit's\r\n\\.\r\nselect 1`, `COPY t (a, b) FROM STDIN WITH (format csv) | =it's\r\n\\. | select 1`],
  ['copy t from stdin;\n\\.\nselect 1', 'copy t from stdin | =\\. | select 1'],
  ['\\copy t (a) from stdin csv\n1;\n\\.\nselect 1', '\\\\copy t (a) from stdin csv | =1;\n\\. | select 1'],
  ['copy t from stdin;\n1\n2', 'copy t from stdin | =1\n2'],
  ['copy t from stdin', 'copy t from stdin'],
  [`copy t from '/a'; select 1`, `copy t from '/a' | select 1`],
  ['copy (select 1 from stdin) to stdout; select 1', 'copy (select 1 from stdin) to stdout | select 1'],
  ['select a[1:2], b::int, 1..2; x', 'select a[1:2], b::int, 1..2 | x'],
  ['select \0; x', 'select \0 | x'],
  ['select é😀, \ud800; x', 'select é😀, \ud800 | x'],
])('%j', (text, expected) => {
  const { pieces, comments } = split(text);
  const mark = { statement: '', psql: '\\', 'copy-data': '=' };
  const found = [...pieces.map(it => mark[it.kind] + slice(it.span)), ...comments.map(it => `#${slice(it)}`)];
  expect(found.join(' | ')).toBe(expected);

  function slice({ start, end }: { start: number; end: number }): string {
    return text.slice(start, end);
  }
});

const FRAGMENTS = [
  'select', 'create function f()', 'begin atomic', 'end', 'case', 'copy t from stdin', '\\.', '\\echo a', '(', ')', ';', ';', "'", "''", 'E', '\\', '"', '$$', '$a$', '$', 'u&',
  '--', '/*', '*/', '\n', '\r\n', ' ', '\t', '1', '1.5e-3', '0x1f', '$1', 'é', '😀', '\ud800', '\0', '::', ':=', '+', '-', '@', '[', ']', ',', '.', 'a', '_b',
];
const text = fc.array(fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...FRAGMENTS) }, fc.string({ unit: 'binary', maxLength: 3 })), { maxLength: 40 }).map(it => it.join(''));

test('pieces and comments lie in order, and what is in neither is blank, a semicolon, or behind the semicolon of a COPY', () => {
  fc.assert(fc.property(text, text => {
    const { pieces, comments } = split(text);
    let at = 0;
    let between = '';
    for (const { span } of pieces) {
      expect(span.start).toBeGreaterThanOrEqual(at);
      expect(span.end).toBeGreaterThan(span.start);
      between += text.slice(at, span.start) + '\n';
      at = span.end;
    }
    between += text.slice(at);
    const outside = comments.filter(it => pieces.every(({ span }) => it.end <= span.start || span.end <= it.start)).map(it => text.slice(it.start, it.end));
    for (const comment of outside) between = between.replace(comment, () => '');
    if (!pieces.some(it => it.kind === 'copy-data')) expect(between.replace(/^\ufeff/, '')).toMatch(/^[\s;]*$/);
    comments.reduce((end, it) => (expect(it.start).toBeGreaterThanOrEqual(end), it.end), 0);
  }), { numRuns: 2_000 });
});

test('after an edit it is cut as if it had never been cut before', () => {
  fc.assert(fc.property(text, text, text, text, text, (head, old, young, tail, more) => {
    const statements = `${more};\n`.repeat(3);
    const [before, after] = [head + statements + old + tail + statements, head + statements + young + tail + statements];
    expect(splitAgain(after, { text: before, cut: split(before) })).toEqual(split(after));
  }), { numRuns: 5_000 });
});

test.each([
  ['rows behind what was not a COPY', 'select 1; select t from stdin;\n1\n\\.\nselect 2;', 'select 1; copy t from stdin;\n1\n\\.\nselect 2;'],
  ['the first rows', 'select 1;\ncopy t from stdin;\n', 'select 1;\ncopy t from stdin;\n1;2\n'],
  ['a quote that swallows the rest', "select 1; select 2; select 'a'; select 3;", "select 1; select '2; select 'a'; select 3;"],
  ['a command of psql becomes another', 'select 1 \\g\nselect 2;', 'select 1 \\gone\nselect 2;'],
  ['a breakpoint of Drizzle', 'select 0; select 1\n--> statement-breakpoin\nselect 2', 'select 0; select 1\n--> statement-breakpoint\nselect 2'],
  ['a byte order mark', 'select 1; select 2;', '\ufeffselect 1; select 2;'],
  ['nothing is left', 'select 1; select 2;', ''],
])('cut again: %s', (_, before, after) => {
  expect(splitAgain(after, { text: before, cut: split(before) })).toEqual(split(after));
  expect(splitAgain(before, { text: after, cut: split(after) })).toEqual(split(before));
});

test('a statement cut out of a script is one statement again', () => {
  fc.assert(fc.property(text, text => {
    for (const { kind, span } of split(text).pieces) {
      if (kind !== 'statement') continue;
      const alone = text.slice(span.start, span.end);
      expect(split(alone).pieces.map(it => [it.kind, it.span])).toEqual([['statement', { start: 0, end: alone.length }]]);
    }
  }), { numRuns: 2_000 });
});

test('tokens do not overlap and leave out blanks only', () => {
  fc.assert(fc.property(text, text => {
    let at = 0;
    for (const { span } of tokens(text)) {
      expect(text.slice(at, span.start)).toMatch(/^[ \t\n\v\f\r]*$/);
      expect(span.end).toBeGreaterThan(span.start);
      at = span.end;
    }
    expect(text.slice(at)).toMatch(/^[ \t\n\v\f\r]*$/);
  }), { numRuns: 2_000 });
});

// Left: a text. Right: the kind and text of each token.
test.each([
  [`a "b""c" 'd''e' E'\\'' u&"x" $$f$$ $1 -- g`, `word a|quoted "b""c"|string 'd''e'|string E'\\''|quoted u&"x"|string $$f$$|parameter $1|comment -- g`],
  ['1 1.5 .5 1. 1e3 1e 1_000 0x1F 0b1 1..2 a.b', 'number 1|number 1.5|number .5|number 1.|number 1e3|number 1e|number 1_000|number 0x1F|number 0b1|number 1|punctuation ..|number 2|word a|punctuation .|word b'],
  ['a::b :=c a[1:2]', 'word a|punctuation ::|word b|punctuation :=|word c|word a|punctuation [|number 1|punctuation :|number 2|punctuation ]'],
  ['a*-1 b @- c <= d||e->>f*/*x*/-1--y', 'word a|operator *|operator -|number 1|word b|operator @-|word c|operator <=|word d|operator |||word e|operator ->>|word f|operator *|comment /*x*/|operator -|number 1|comment --y'],
  ['naïve é😀$1 nb\u00a0sp', 'word naïve|word é😀$1|word nb\u00a0sp'],
  ["e 'x' ebx'y'", "word e|string 'x'|word ebx|string 'y'"],
])('%s', (text, expected) => {
  expect(tokens(text).map(({ kind, span }) => `${kind} ${text.slice(span.start, span.end)}`).join('|')).toBe(expected);
});
