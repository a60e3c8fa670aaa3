import { createHash } from 'node:crypto';
import type { Call, Expression } from './node.js';
import { entriesOf, resolved, textIn, type Scope } from './scope.js';

/**
 * A call's arguments by name. What is asked for and only Python could tell makes `told` false: the call is then
 * not translated at all, rather than wrongly.
 */
export interface Arguments {
  readonly call: Call;
  readonly scope: Scope;
  told(): boolean;
  untold(): void;
  /** `undefined` where it is not given, or `None`. */
  value(name: string): Expression | undefined;
  text(name: string): string | undefined;
  /** A text that may as well be missing where only Python could tell it. */
  label(name: string): string | undefined;
  /** A text that cannot be missing. */
  required(name: string): string;
  flag(name: string): boolean | undefined;
  texts(name: string): readonly string[];
  /** Positional arguments behind the named ones. */
  readonly rest: readonly Expression[];
}

/** `names` in the order of the function's parameters. */
export function argumentsOf(call: Call, names: readonly string[], scope: Scope): Arguments {
  const given = new Map<string, Expression>(call.positional.slice(0, names.length).map((it, i) => [names[i]!, it]));
  for (const [name, it] of [...call.options.flatMap(it => entriesOf(it, scope)), ...call.keywords.map(it => [it.name, it.value] as const)]) given.set(name, it);
  let told = true;
  return {
    call, scope, value, text, label, required, flag, texts,
    rest: call.positional.slice(names.length),
    told: () => told,
    untold: () => { told = false; },
  };

  function value(name: string): Expression | undefined {
    const found = given.get(name);
    const it = found && resolved(found, scope);
    return it && isNone(it) ? undefined : it;
  }

  function text(name: string): string | undefined {
    const it = value(name);
    if (!it) return undefined;
    const found = nameIn(it, scope);
    if (found === undefined) told = false;
    return found;
  }

  function label(name: string): string | undefined {
    const it = value(name);
    return it && nameIn(it, scope);
  }

  function required(name: string): string {
    const found = text(name);
    if (found === undefined) told = false;
    return found ?? '';
  }

  function flag(name: string): boolean | undefined {
    const it = value(name);
    if (!it) return undefined;
    if (it.kind === 'name' && (it.name === 'True' || it.name === 'False')) return it.name === 'True';
    told = false;
    return undefined;
  }

  function texts(name: string): readonly string[] {
    const it = value(name);
    if (!it) return [];
    const items = it.kind === 'list' || it.kind === 'tuple' ? it.items : [it];
    const found = items.map(item => nameIn(resolved(item, scope), scope));
    if (found.some(item => item === undefined)) told = false;
    return found.map(item => item ?? '');
  }
}

export function isNone(expression: Expression): boolean {
  return expression.kind === 'name' && expression.name === 'None';
}

/** A text, or one that `op.f()` marks as final. */
function nameIn(expression: Expression, scope: Scope): string | undefined {
  const marks = expression.kind === 'call' && expression.callee.kind === 'name' ? /(?:^|\.)(f|quoted_name|conv)$/.exec(expression.callee.name)?.[1] : undefined;
  const marked = marks === undefined ? undefined : (expression as Call).positional[0];
  const text = textIn(marked ?? expression, scope)?.text;
  return text === undefined || marked === undefined || marks === 'quoted_name' ? text : truncated(text);
}

/** What SQLAlchemy makes of a name that is too long, unless a person has written it (2.1.9, `sql/compiler.py`: `_truncate_and_render_maxlen_name`). */
export function truncated(name: string): string {
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 8)}_${createHash('md5').update(name).digest('hex').slice(-4)}`;
}

/** In characters (`PGDialect.max_identifier_length`). */
const LONGEST = 63;

/** The last part of what is called: `sa.Column` is `Column`. */
export function calledName({ callee }: Call): string {
  return callee.kind === 'name' ? callee.name.slice(callee.name.lastIndexOf('.') + 1) : callee.kind === 'attribute' ? callee.name : '';
}

/** What stands for a condition that only Python could tell: another where it is written in other words. */
export function unknownCondition({ span }: Expression, { module }: Scope): string {
  return `${quoted(module.text.slice(span.start, span.end))} IS NOT NULL`;
}

/** A text as SQL writes it. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
