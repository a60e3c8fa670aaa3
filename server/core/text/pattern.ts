/**
 * A regular expression that somebody has written into a setting. It is matched in time that grows with the text and the
 * pattern alone, whatever they are: `^(a+)+$` cannot run away. `{word}` stands for a text that is given when it is matched.
 */
export interface Pattern {
  readonly program: readonly Step[];
  readonly start: number;
}

/** Characters are tested by the engine of the language, one at a time. */
type Step =
  | { readonly kind: 'one'; readonly accepts: RegExp; readonly next: number }
  | { readonly kind: 'word'; readonly word: string; readonly next: number }
  | { readonly kind: 'either'; readonly next: readonly number[] }
  | { readonly kind: 'at'; readonly end: 'start' | 'end'; readonly next: number }
  | { readonly kind: 'found' };

type Part =
  | { readonly kind: 'one'; readonly accepts: RegExp }
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'at'; readonly end: 'start' | 'end' }
  | { readonly kind: 'all'; readonly parts: readonly Part[] }
  | { readonly kind: 'either'; readonly parts: readonly Part[] }
  | { readonly kind: 'repeated'; readonly part: Part; readonly least: number; readonly most: number };

/** Or why it is none, as the end of a sentence. `words`: those that may stand in braces. */
export function patternOf(source: string, words: readonly string[] = []): Pattern | { readonly problem: string } {
  if (source.length > 1_000) return { problem: 'longer than 1,000 characters' };
  try {
    // What may stand where, the language knows best.
    new RegExp(source.replace(WORD, '(?:x)'), 'u');
  } catch (error) {
    return { problem: (error as Error).message.replace(/^Invalid regular expression: \/[^]*\/u?: /, '').toLowerCase() };
  }
  const parsed = parse(source, words);
  return 'problem' in parsed ? parsed : compiled(parsed);
}

/** Somewhere in the text, unless `^` and `$` say more. `words`: what the words in braces stand for; one that stands for nothing known fits any text. */
export function fits({ program, start }: Pattern, text: string, words: Readonly<Record<string, string | undefined>> = {}): boolean {
  const characters = [...text];
  /** By place in the text, the steps that are reached there. */
  const reached: Set<number>[] = Array.from({ length: characters.length + 1 }, () => new Set([start]));
  for (const [place, steps] of reached.entries()) {
    // What is added meanwhile has its turn, too.
    for (const at of steps) {
      const step = program[at]!;
      switch (step.kind) {
        case 'found': return true;
        case 'either': step.next.forEach(it => steps.add(it)); break;
        case 'at': if (place === (step.end === 'start' ? 0 : characters.length)) steps.add(step.next); break;
        case 'one': if (place < characters.length && step.accepts.test(characters[place]!)) reached[place + 1]!.add(step.next); break;
        case 'word': {
          const word = words[step.word];
          if (word === undefined) for (let i = place; i <= characters.length; i++) reached[i]!.add(step.next);
          else if (characters.slice(place, place + [...word].length).join('') === word) reached[place + [...word].length]!.add(step.next);
        }
      }
    }
  }
  return false;
}

const WORD = /\{[a-z]+\}/g;

function parse(source: string, words: readonly string[]): Part | { readonly problem: string } {
  let at = 0;
  let problem: string | undefined;
  const part = choice();
  return problem === undefined ? part : { problem };

  function choice(): Part {
    const parts = [sequence()];
    while (problem === undefined && source[at] === '|') {
      at++;
      parts.push(sequence());
    }
    return parts.length === 1 ? parts[0]! : { kind: 'either', parts };
  }

  function sequence(): Part {
    const parts: Part[] = [];
    while (problem === undefined && at < source.length && source[at] !== '|' && source[at] !== ')') parts.push(repeated(single()));
    return { kind: 'all', parts };
  }

  function repeated(part: Part): Part {
    const found = take(/[*+?]|\{(\d+)(?:(,)(\d*))?\}/y);
    if (!found) return part;
    // Whether it takes as much or as little as it can does not change whether there is a match.
    take(/\?/y);
    const [sign, first = '', comma, last = ''] = found;
    if (sign === '*' || sign === '+') return { kind: 'repeated', part, least: sign === '+' ? 1 : 0, most: Infinity };
    if (sign === '?') return { kind: 'repeated', part, least: 0, most: 1 };
    return { kind: 'repeated', part, least: Number(first), most: comma === undefined ? Number(first) : last === '' ? Infinity : Number(last) };
  }

  function single(): Part {
    const end = take(/[\^$]/y);
    if (end) return { kind: 'at', end: end[0] === '^' ? 'start' : 'end' };
    const word = take(/\{([a-z]+)\}/y);
    if (word) {
      if (!words.includes(word[1]!)) return refuse(words.length === 0 ? `nothing stands for \`${word[0]}\` here` : `\`${word[0]}\` is none of ${words.map(it => `\`{${it}}\``).join(', ')}`);
      return { kind: 'word', word: word[1]! };
    }
    if (take(/\((?:\?(?::|<(?![=!])[^>]*>))?(?!\?)/y)) {
      const inner = choice();
      at++;
      return inner;
    }
    if (take(/\(\?/y)) return refuse('it looks ahead or behind, which is not understood here');
    if (take(/\\(?:[bBk]|[1-9])/y)) return refuse('it looks ahead or behind, which is not understood here');
    const one = take(/\[(?:\\[^]|[^\]\\])*\]|\\(?:[pPu]\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|c[a-zA-Z]|[^])|[^]/uy);
    return { kind: 'one', accepts: new RegExp(`^${one![0]}$`, 'u') };
  }

  function take(form: RegExp): RegExpExecArray | undefined {
    form.lastIndex = at;
    const found = form.exec(source) ?? undefined;
    at += found?.[0].length ?? 0;
    return found;
  }

  function refuse(why: string): Part {
    problem = why;
    return { kind: 'all', parts: [] };
  }
}

/** More, and a pattern is larger than anybody's conventions. */
const MANY = 5_000;

function compiled(part: Part): Pattern | { readonly problem: string } {
  const program: Step[] = [{ kind: 'found' }];
  const start = emit(part, 0);
  return program.length > MANY ? { problem: 'it repeats too much' } : { program, start };

  /** Where it begins; `next` is what comes behind it. */
  function emit(it: Part, next: number): number {
    if (program.length > MANY) return next;
    switch (it.kind) {
      case 'one': return add({ kind: 'one', accepts: it.accepts, next });
      case 'word': return add({ kind: 'word', word: it.word, next });
      case 'at': return add({ kind: 'at', end: it.end, next });
      case 'all': return it.parts.reduceRight((behind, inner) => emit(inner, behind), next);
      case 'either': return add({ kind: 'either', next: it.parts.map(inner => emit(inner, next)) });
      case 'repeated': {
        let from = next;
        if (it.most === Infinity) {
          from = add({ kind: 'either', next: [next] });
          program[from] = { kind: 'either', next: [emit(it.part, from), next] };
        } else {
          for (let i = it.least; i < it.most && program.length <= MANY; i++) from = add({ kind: 'either', next: [emit(it.part, from), next] });
        }
        for (let i = 0; i < it.least && program.length <= MANY; i++) from = emit(it.part, from);
        return from;
      }
    }
  }

  function add(step: Step): number {
    return program.push(step) - 1;
  }
}
