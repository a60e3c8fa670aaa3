import { dropBlanks, skipBlanks } from '../sql/lexer.js';
import type { Script } from '../sql/script.js';
import { linesOf } from '../text/lines.js';
import type { Span } from '../text/span.js';

/** Lines that can be hidden behind the first of them. Both count from 0, and the last is one of them. */
export interface Fold {
  readonly first: number;
  readonly last: number;
  readonly what: 'section' | 'statement' | 'block' | 'comment';
}

/** Sections of a file, its statements, and, as an editor would by itself, what is indented inside of one: the body of a function. */
export function foldsIn({ text, pieces, comments }: Pick<Script, 'text' | 'pieces' | 'comments'>, sections: readonly Span[]): readonly Fold[] {
  const { positionAt } = linesOf(text);
  const lines = text.split(/\r\n|\r|\n/);
  const statements = pieces.filter(it => it.kind !== 'psql').map(it => foldOf(it.span, 'statement'));
  return [
    ...sections.map(it => foldOf(it, 'section')),
    ...statements,
    ...statements.flatMap(it => indented(lines, it)),
    ...commentFolds(),
  ].filter(it => it.last > it.first);

  function foldOf({ start, end }: Span, what: Fold['what']): Fold {
    const from = skipBlanks(text, start);
    return { first: positionAt(from).line, last: positionAt(dropBlanks(text, from, Math.max(from, end))).line, what };
  }

  /** Line comments that follow one another are one. */
  function commentFolds(): readonly Fold[] {
    const folds: Fold[] = [];
    for (const it of comments) {
      const fold = foldOf(it, 'comment');
      const before = folds.at(-1);
      if (lines[fold.first]!.slice(0, positionAt(it.start).character).trim() !== '') continue;
      if (before !== undefined && text.startsWith('--', it.start) && fold.first === before.last + 1) folds[folds.length - 1] = { ...before, last: fold.last };
      else folds.push(fold);
    }
    return folds;
  }
}

/** A line, and those behind it that stand further to the right. */
function indented(lines: readonly string[], { first, last }: Fold): readonly Fold[] {
  const folds: Fold[] = [];
  const open: { readonly line: number; readonly depth: number }[] = [];
  let previous = first;
  for (let line = first + 1; line <= last; line++) {
    const depth = lines[line]!.search(/\S/);
    if (depth < 0) continue;
    close(depth);
    open.push({ line, depth });
    previous = line;
  }
  close(0);
  return folds;

  function close(depth: number): void {
    for (let top = open.at(-1); top !== undefined && top.depth >= depth; top = open.at(-1)) {
      folds.push({ first: top.line, last: previous, what: 'block' });
      open.pop();
    }
  }
}
