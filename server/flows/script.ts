import { masked, placeholders, standIns, unmasked, type MaskStyle, type StandIn } from '../core/sql/mask.js';
import { resync } from '../core/sql/resync.js';
import { placeIn } from '../core/sql/script.js';
import type { Piece, Script } from '../core/sql/script.js';
import { split, type Cut, type Cutting } from '../core/sql/split.js';
import { splitAgain, type CutText } from '../core/sql/split-again.js';
import { shift, type Span } from '../core/text/span.js';
import type { Fragment } from '../core/tools/tool/translation.js';
import type { Parsed, Parser } from './ports.js';
import { remembered, type Memory } from './script/memory.js';

/** Reads scripts; what was parsed once is remembered by its text, so that an edit costs one statement. */
export interface Scripts {
  read(text: string, options?: ReadOptions): Promise<Script>;
  /** Asks the parser at once, and waits later. */
  begin(text: string, options?: ReadOptions): Reading;
  /** What a text in another language sends. */
  translated(text: string, fragments: readonly Fragment[], comments: readonly Span[], masks?: readonly MaskStyle[]): Promise<Script>;
}

export interface Reading {
  /** `meanwhile` is given a long script as far as it is read, whenever the parser has begun with what comes next. */
  whole(meanwhile?: (part: Script) => void): Promise<Script>;
}

export interface ReadOptions {
  /** The placeholders that the tool fills in before it runs the text. */
  readonly masks?: readonly MaskStyle[];
  /** Only this part of the text; all spans count in the whole. */
  readonly within?: Span | undefined;
}

export function scripts(parser: Parser): Scripts {
  /** One for each choice of masks. */
  const memories = new Map<string, Memory>();
  /** The last long text that was cut: as a rule the one that somebody types in. */
  let last: CutText | undefined;
  return { read, begin, translated };

  function read(text: string, options?: ReadOptions): Promise<Script> {
    return begin(text, options).whole();
  }

  function begin(text: string, { masks = [], within }: ReadOptions = {}): Reading {
    const parts = cut(within ? text.slice(within.start, within.end) : text, masks);
    let next = parts.next();
    return {
      async whole(meanwhile) {
        for (;;) {
          const { value, done } = await next;
          const script = placed(value);
          if (done) return script;
          next = parts.next();
          meanwhile?.(script);
        }
      },
    };

    function placed({ pieces, comments }: Pieces): Script {
      return within ? { text, within, pieces: pieces.map(it => shifted(it, within.start)), comments: comments.map(it => shift(it, within.start)) } : { text, pieces, comments };
    }
  }

  async function translated(text: string, fragments: readonly Fragment[], comments: readonly Span[], masks: readonly MaskStyle[] = NO_MASKS): Promise<Script> {
    // One request for the statements of all, so that each finds its own remembered.
    await parseTexts(fragments.flatMap(({ sql }) => split(sql).pieces.flatMap(it => parsable(it, sql) ?? [])), masks, text.length);
    const parts = await Promise.all(fragments.map(async it => partOf(it, await read(it.sql, { masks }))));
    return {
      text,
      pieces: parts.flatMap(it => it.pieces),
      comments: [...comments, ...parts.flatMap(it => it.comments)].sort((a, b) => a.start - b.start),
    };
  }

  /** Gives the pieces so far before it waits for more of them, at last all. */
  async function* cut(text: string, masks: readonly MaskStyle[]): AsyncGenerator<Pieces, Pieces> {
    let { pieces: ahead, comments } = cuttingsOf(text);
    const pieces: Piece[] = [];
    let read = 0;
    let part = PART;
    let next = parsedFrom(0);
    let parsed: Awaited<typeof next> = [];

    for (let at = 0; at < ahead.length; at++) {
      if (at % part === 0) {
        const asked = next;
        next = parsedFrom(at + part);
        if (at > 0) yield { pieces: [...pieces], comments };
        parsed = await asked;
      }
      const piece = pieceOf(ahead[at]!, parsed[at % part], text);
      const search = piece.kind === 'error' && read < MOST_CUT_AGAIN ? resync(text, ahead, at, piece.at.start) : { read: 0 };
      read += search.read;
      const cut = search.found;
      const last = pieces.at(-1);
      if (cut) {
        pieces.push({ ...piece, span: cut.span });
        const end = ahead[cut.through]!.end;
        comments = [...comments.filter(it => it.start < cut.span.end), ...cut.comments, ...comments.filter(it => it.start >= end)];
        ahead = [...cut.pieces, ...ahead.slice(cut.through + 1)];
        // Most of these have been read already: all in one go.
        part = Math.max(PART, ahead.length);
        next = parsedFrom(0);
        at = -1;
      }
      // What follows the cut fails at the very same token: it was one statement after all.
      else if (piece.kind === 'error' && last?.kind === 'error' && last.at.start === piece.at.start) pieces[pieces.length - 1] = { ...last, span: { start: last.span.start, end: piece.span.end } };
      else pieces.push(piece);
    }
    return { pieces, comments };

    function parsedFrom(at: number): Promise<readonly (Parsed | undefined)[]> {
      return parseTexts(ahead.slice(at, at + part).map(it => parsable(it, text)), masks, text.length);
    }
  }

  function cuttingsOf(text: string): Cut {
    if (text.length < LONG) return split(text);
    last = { text, cut: last ? splitAgain(text, last) : split(text) };
    return last.cut;
  }

  /** What the parser says of each; it is asked, in one request, for those that it has not seen. */
  async function parseTexts(texts: readonly (string | undefined)[], masks: readonly MaskStyle[], whole: number): Promise<readonly (Parsed | undefined)[]> {
    const memory = memories.get(masks.join()) ?? remembered();
    memories.set(masks.join(), memory);
    const seen = texts.map(it => (it === undefined ? undefined : memory.get(it, whole)));
    const unseen = [...new Set(texts.filter((it, i) => it !== undefined && !seen[i]) as string[])];
    if (unseen.length === 0) return seen;

    const answers = masks.length === 0 ? await parser.parse(unseen) : await parseTemplates(unseen, masks);
    unseen.forEach((it, i) => memory.set(it, answers[i]!, whole));
    const fresh = new Map(unseen.map((it, i) => [it, answers[i]!]));
    return seen.map((it, i) => it ?? fresh.get(texts[i] ?? ''));
  }

  async function parseTemplates(texts: readonly string[], masks: readonly MaskStyle[]): Promise<readonly Parsed[]> {
    const spans = texts.map(it => placeholders(it, masks));
    const parsed = await parser.parse(texts.map((it, i) => masked(it, spans[i]!, firstStandIns(it, spans[i]!))));
    return Promise.all(parsed.map((it, i) => (spans[i]!.length === 0 ? it : parseTemplate(texts[i]!, spans[i]!, it))));
  }

  /** As long as the parser stops at a placeholder, that one may stand for something else. */
  async function parseTemplate(text: string, spans: readonly Span[], first: Parsed): Promise<Parsed> {
    const as = firstStandIns(text, spans);
    let parsed = first;
    for (let i = 0; parsed.kind === 'error' && i < MOST_STAND_INS; i++) {
      const culprit = placeholderAt(text, spans, parsed.at);
      const choices = culprit === undefined ? [] : standIns(text.slice(spans[culprit]!.start, spans[culprit]!.end));
      const next = culprit === undefined ? undefined : choices[choices.indexOf(as[culprit]!) + 1];
      if (culprit === undefined || next === undefined) break;
      as[culprit] = next;
      parsed = (await parser.parse([masked(text, spans, as)]))[0]!;
    }
    return unmasked(parsed.kind === 'error' ? first : parsed, text, spans);
  }

}

type Pieces = Pick<Script, 'pieces' | 'comments'>;

function pieceOf({ kind, span }: Cutting, parsed: Parsed | undefined, text: string): Piece {
  if (kind !== 'statement') return { kind, span };
  if (!parsed) return { kind: 'opaque', span, keyword: /^[a-z]*/i.exec(text.slice(span.start, span.start + 32))![0].toLowerCase() };
  return parsed.kind === 'statement' ? { kind: 'statement', span, statement: parsed.statement } : { ...parsed, span, at: shift(parsed.at, span.start) };
}

/** `undefined` for what is no statement, or too large. */
function parsable(cutting: Cutting, text: string): string | undefined {
  return cutting.kind === 'statement' && !isOpaque(cutting) ? statementText(text, cutting.span) : undefined;
}

const NO_MASKS: readonly MaskStyle[] = [];

function shifted(piece: Piece, by: number): Piece {
  const span = shift(piece.span, by);
  return piece.kind === 'error' ? { ...piece, span, at: shift(piece.at, by) } : { ...piece, span };
}

/** A fragment's statements at their places in the file. */
function partOf({ sql, span, offsets, unknown, unjudged, safeForms }: Fragment, { pieces, comments }: Pieces): Pieces {
  if (unknown) return { pieces: [{ kind: 'opaque', span, keyword: '' }], comments: [] };
  return {
    pieces: pieces.map((piece): Piece => {
      const at = offsets ? placeIn(offsets, piece.span) : span;
      switch (piece.kind) {
        case 'statement': {
          const { start, end } = piece.span;
          return {
            ...piece, span: at,
            sent: {
              text: sql.slice(start, end),
              ...(offsets && { offsets: offsets.slice(start, end + 1) }),
              ...(safeForms && { safeForms }),
              ...(unjudged && { unjudged }),
            },
          };
        }
        case 'error':
          // What we wrote ourselves is no mistake of the author's.
          return offsets ? { ...piece, span: at, at: placeIn(offsets, piece.at) } : { kind: 'opaque', span, keyword: '' };
        case 'psql':
        case 'copy-data':
        case 'opaque':
          return { ...piece, span: at };
      }
    }),
    comments: offsets ? comments.map(it => placeIn(offsets, it)) : [],
  };
}

/** In UTF-16 code units; beyond it a statement is data, and its tree would take hundreds of megabytes. */
const LARGEST = 256 * 1024;
/** How many characters may be cut again in one reading: a text that is broken everywhere must not take for ever. */
const MOST_CUT_AGAIN = 20_000_000;
const MOST_STAND_INS = 16;
/** Statements that the parser is asked for at a time. */
const PART = 500;
/** Characters, from which on a text is worth to be remembered as it was cut. */
const LONG = 10_000;

function isOpaque({ span, closed }: Cutting): boolean {
  return closed && span.end - span.start > LARGEST;
}

/** Of what is too large and not closed, the beginning is enough to find the error. */
function statementText(text: string, { start, end }: Span): string {
  return text.slice(start, Math.min(end, start + LARGEST));
}

function firstStandIns(text: string, spans: readonly Span[]): StandIn[] {
  return spans.map(({ start, end }) => standIns(text.slice(start, end))[0]!);
}

/** The placeholder in the token at which the parser stopped, or right before it. */
function placeholderAt(text: string, spans: readonly Span[], at: Span): number | undefined {
  const index = spans.findLastIndex(({ start }) => start < at.end);
  const end = spans[index]?.end;
  return end !== undefined && (end > at.start || text.slice(end, at.start).trim() === '') ? index : undefined;
}
