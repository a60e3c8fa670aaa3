import { expect, test } from 'vitest';
import { foldsIn } from '../../server/core/editor/folding.js';
import { split } from '../../server/core/sql/split.js';

/** Left of each line, what begins (`[`), goes on and ends (`]`) there, one column a fold; sections stand in the text as `--# `. */
test.each([
  ['a statement in one line is nothing to fold', `
   | select 1;`],
  ['statements, and what is indented in them', `
[  | create table t (
|  |   a int,
|  |   b int
]  | );
   |
[  | create function f() returns int language plpgsql as $$
|[ | begin
||[|   if true then
||]|     return 1;
|] |   end if;
|  | end
]  | $$;`],
  ['comments that follow one another are one, those behind a statement none', `
[  | -- a
|  | -- b
]  | -- c
   |
[  | /* d
]  |    e */
   | select 1; -- f
   | -- g
   | select 2; -- h`],
  ['sections end where their last line does', `
[  | --# up
|  | select 1;
|  |
|[ | select
]] |   2;
   |
[  | --# down
]  | select 3;
   |
   |`],
  ['what is not closed runs to the end', `
[  | select (
|  |   1
|  |
]  | 'a`],
])('%s', (_, drawing) => {
  const text = drawing.slice(1).split('\n').map(it => it.slice(5)).join('\n');
  expect(drawn(text)).toBe(drawing.slice(1));
  expect(drawn(text.replaceAll('\n', '\r\n'))).toBe(drawing.slice(1));
});

function drawn(text: string): string {
  const { pieces, comments } = split(text);
  const starts = [...text.matchAll(/^--# /gm)].map(it => it.index);
  const folds = foldsIn({ text, pieces: pieces.map(it => ({ kind: 'opaque', span: it.span, keyword: '' })), comments }, starts.map((start, i) => ({ start, end: starts[i + 1] ?? text.length })));
  const columns: (typeof folds)[number][][] = [];
  for (const fold of [...folds].sort((a, b) => a.first - b.first || b.last - a.last)) {
    const free = columns.findIndex(it => it.every(other => other.last < fold.first));
    if (free < 0) columns.push([fold]);
    else columns[free]!.push(fold);
  }
  return text.split(/\r?\n/).map((line, i) => {
    const marks = [0, 1, 2].map(at => {
      const fold = columns[at]?.find(it => it.first <= i && i <= it.last);
      return fold === undefined ? ' ' : fold.first === i ? '[' : fold.last === i ? ']' : '|';
    }).join('');
    return `${marks}| ${line}`.trimEnd();
  }).join('\n');
}
