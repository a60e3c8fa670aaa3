/**
 * `SplitAndTrim` (`pkg/parser/{token,state}.go`): the pieces that Supabase sends and keeps. It cuts at semicolons outside
 * of quotes, comments, dollar quotes, parentheses and bodies that begin with ATOMIC, a word that it also finds in others.
 */
export function statementsOf(text: string): readonly string[] {
  const statements: string[] = [];
  /** What ends each of the parentheses and bodies that are open. */
  let open: string[] = [];
  let start = 0;
  let state: State = ready;
  for (let i = 0; i < text.length; i++) {
    const next = state(text, i, start);
    if (typeof next === 'string') {
      open.push(next);
      state = ready;
    } else if (next !== undefined || open.length > 0) {
      state = next ?? state;
      // One parenthesis closes all that are open.
      while (state === ready && open.length > 0 && endsWith(open.at(-1)!, text, i)) open.pop();
    } else {
      keep(text.slice(start, i + 1));
      start = i + 1;
      state = ready;
      open = [];
    }
  }
  keep(text.slice(start));
  return statements;

  function keep(piece: string): void {
    const trimmed = piece.replace(/;+$/, '').trim();
    if (trimmed !== '') statements.push(trimmed);
  }
}

/** What follows the character at `i`: a state, the word up to which no semicolon counts, or the end of the statement that began at `start`. */
type State = (text: string, i: number, start: number) => State | string | undefined;

const ready: State = (text, i, start) => {
  switch (text[i]) {
    case '$': return tag(i);
    case '\'':
    case '"': return quote(text[i]!, false);
    case '-': return comment;
    case '/': return block(0);
    case '\\': return escape;
    case ';': return undefined;
    case '(': return ')';
    case 'c':
    case 'C': return i - 5 >= start && endsWith('ATOMIC', text, i) ? 'END' : ready;
    default: return ready;
  }
};

const comment: State = (text, i, start) => (text[i] === '-' ? untilExactly('\n') : ready(text, i, start));
const escape: State = () => ready;

function block(depth: number): State {
  return (text, i, start) => {
    const window = text.slice(i - 1, i + 1);
    if (window === '/*') return block(depth + 1);
    if (depth === 0) return ready(text, i, start);
    return window === '*/' ? (depth === 1 ? ready : block(depth - 1)) : block(depth);
  };
}

function quote(delimiter: string, closed: boolean): State {
  return (text, i, start) => {
    if (closed) return text[i] === delimiter ? quote(delimiter, false) : ready(text, i, start);
    return quote(delimiter, text[i] === delimiter);
  };
}

function tag(offset: number): State {
  const state: State = (text, i, start) => {
    if (text[i] === '$') return untilExactly(text.slice(offset, i + 1));
    return /[\p{L}\p{Nd}_]/u.test(text[i]!) ? state : ready(text, i, start);
  };
  return state;
}

function untilExactly(delimiter: string): State {
  const state: State = (text, i) => (text.startsWith(delimiter, i + 1 - delimiter.length) ? ready : state);
  return state;
}

function endsWith(word: string, text: string, i: number): boolean {
  return text.slice(i + 1 - word.length, i + 1).toUpperCase() === word;
}
