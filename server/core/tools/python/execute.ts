import { calledName } from './arguments.js';
import type { Call, Expression } from './node.js';
import { resolved, textIn, withNamed, type Scope } from './scope.js';
import { decoded, type Decoded } from './text.js';
import { withParameters } from './parameters.js';
import type { Fragment } from '../tool/translation.js';

/** The SQL that `execute()` is given. `ofOp`: Alembic's own, where `:name` is a parameter as in `text()`. */
export function* executed(call: Call, scope: Scope, ofOp: boolean): Iterable<Fragment> {
  const given = call.positional[0] ?? call.keywords.find(it => /^(?:sqltext|statement|sql)$/.test(it.name))?.value;
  if (!given) return;
  const sql = sqlIn(given, scope);
  if (sql === 'rows') return;
  const span = given.span;
  if (!sql) {
    yield { sql: '', span, unknown: true };
    return;
  }
  const { text, offsets } = withParameters(sql.decoded, ofOp || sql.bound ? 'colon' : call.positional.length < 2 ? 'none' : /%[s(]/.test(sql.decoded.text) ? 'percent' : 'colon');
  if (text.trim() !== '') yield { sql: text, span, offsets };
}

/** `rows`: it reads or changes rows, whatever it says in detail. */
function sqlIn(written: Expression, scope: Scope, depth = 0): { readonly decoded: Decoded; readonly bound: boolean } | 'rows' | undefined {
  const value = resolved(written, scope);
  const text = textIn(value, scope);
  if (text) return { decoded: text, bound: false };
  if (depth > 10) return undefined;
  if (value.kind === 'text') return firstWord(decoded(scope.module.text, value, () => 'x')?.text ?? '');
  if (value.kind === 'sum') return startsWithRows(value.parts[0], scope);
  if (value.kind === 'other') return startsWithRows(value.parts[0], scope);
  if (value.kind === 'attribute') return sqlIn(value.of, scope, depth + 1);
  if (value.kind !== 'call') return undefined;
  const name = calledName(value);
  if (/^(?:text|DDL|TextClause)$/.test(name) && value.positional[0]) {
    const found = sqlIn(value.positional[0], scope, depth + 1);
    const context = name === 'DDL' ? value.keywords.find(it => it.name === 'context')?.value : undefined;
    if (found === 'rows' || !found) return found;
    const filled = context ? withNamed(found.decoded, context, scope, depth) : found.decoded;
    return filled && { decoded: filled, bound: true };
  }
  if (/^(?:(?:\w+_)?(?:select|insert|update|delete)|values|union|exists|CreateSequence|DropSequence|CreateSchema)$/.test(name)) return 'rows';
  // Methods of a statement, `text(…).bindparams(…)`: what they are called on says what it is.
  if (value.callee.kind === 'attribute') return name === 'format' ? startsWithRows(value.callee.of, scope) : sqlIn(value.callee.of, scope, depth + 1);
  if (value.callee.kind === 'name' && value.callee.name.includes('.')) {
    const owner: Expression = { kind: 'name', span: value.callee.span, name: value.callee.name.slice(0, value.callee.name.lastIndexOf('.')) };
    return resolved(owner, scope) === owner ? undefined : name === 'format' ? startsWithRows(owner, scope) : sqlIn(owner, scope, depth + 1);
  }
  return undefined;
}

/** What is put together at run time still shows by its first word whether it may change the schema. */
function startsWithRows(first: Expression | undefined, scope: Scope): 'rows' | undefined {
  const value = first && resolved(first, scope);
  if (value?.kind === 'text') return firstWord(decoded(scope.module.text, value, () => 'x')?.text ?? '');
  return undefined;
}

function firstWord(sql: string): 'rows' | undefined {
  const bare = sql.replace(/^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)+/, '');
  return /^(?:select|insert|update|delete|with|set|show|lock|analyze|vacuum|refresh|comment|grant|revoke)\b/i.test(bare) && !/\binto\s+(?:temp|table)|;\s*\S/i.test(bare) ? 'rows' : undefined;
}
