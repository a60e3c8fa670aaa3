import type { RawNode } from '../raw.js';
import type { Comparison, Expression, TypeName } from '../statement/expression.js';
import { conjuncts, constant, withoutCasts } from './constants.js';
import { expressionSpan } from './expression-span.js';
import { mentions } from './mentions.js';
import { strings, typeName } from './names.js';
import type { Place } from './place.js';

/** A wrapped expression node. */
export function expression(raw: RawNode, place: Place): Expression {
  const span = expressionSpan(raw, place);
  const inner = withoutCasts(raw);
  const column = columnName(inner);
  const { calls, columns } = mentions(raw);
  const parts = conjuncts(raw);
  return {
    ...(span && { span }),
    text: span ? place.text.slice(span.start, span.end) : '',
    isNull: inner['A_Const']?.isnull === true,
    calls,
    columns,
    comparisons: parts.flatMap(comparison),
    provesNotNull: parts.flatMap(provenNotNull),
    ...(column !== undefined && { castOfColumn: column, casts: castsOf(raw, place) }),
  };
}

function castsOf(raw: RawNode, place: Place): readonly TypeName[] {
  const cast = raw['TypeCast'];
  return cast === undefined ? [] : [...castsOf(cast.arg, place), typeName(cast.typeName, place)];
}

function columnName(raw: RawNode | undefined): string | undefined {
  return raw?.['ColumnRef'] === undefined ? undefined : strings(raw['ColumnRef'].fields).at(-1);
}

/** Also `NOT (a IS NULL)`, which Postgres turns round before it looks. */
function provenNotNull(raw: RawNode): readonly string[] {
  const test = raw['NullTest'];
  if (test?.nulltesttype === 'IS_NOT_NULL') return columnName(test.arg) === undefined ? [] : [columnName(test.arg)!];
  const negated = raw['BoolExpr']?.boolop === 'NOT_EXPR' ? raw['BoolExpr'].args[0]?.NullTest : undefined;
  if (negated === undefined || negated.nulltesttype === 'IS_NOT_NULL') return [];
  return columnName(negated.arg) === undefined ? [] : [columnName(negated.arg)!];
}

const OPERATORS = { '=': '=', '<>': '<>', '!=': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=' } as const;
const MIRRORED = { '=': '=', '<>': '<>', '<': '>', '<=': '>=', '>': '<', '>=': '<=' } as const;

/** What a part of a condition compares with constants. */
export function comparison(raw: RawNode): readonly Comparison[] {
  const test = raw['NullTest'];
  if (test) {
    const column = columnName(test.arg);
    return column === undefined ? [] : [{ column, operator: test.nulltesttype === 'IS_NOT_NULL' ? 'is-not-null' : 'is-null', values: [] }];
  }
  const operation = raw['A_Expr'];
  if (operation === undefined) return [];

  const left = columnName(withoutCasts(operation.lexpr ?? {}));
  const items = (operation.rexpr?.List?.items ?? operation.rexpr?.A_ArrayExpr?.elements) as readonly RawNode[] | undefined;
  const values = items?.map(constant).filter(it => typeof it === 'string');
  if (left !== undefined && items !== undefined && values?.length === items.length) {
    if (operation.kind === 'AEXPR_BETWEEN') {
      return [{ column: left, operator: '>=', values: [values[0]!] }, { column: left, operator: '<=', values: [values[1]!] }];
    }
    const any = operation.kind === 'AEXPR_IN' || operation.kind === 'AEXPR_OP_ANY';
    return any && strings(operation.name)[0] === '=' ? [{ column: left, operator: 'in', values }] : [];
  }

  const operator = OPERATORS[(strings(operation.name).at(-1) ?? '') as keyof typeof OPERATORS];
  if (operation.kind !== 'AEXPR_OP' || operator === undefined) return [];
  const right = columnName(withoutCasts(operation.rexpr ?? {}));
  const after = constant(operation.rexpr);
  const before = constant(operation.lexpr);
  if (left !== undefined && typeof after === 'string') return [{ column: left, operator, values: [after] }];
  if (right !== undefined && typeof before === 'string') return [{ column: right, operator: MIRRORED[operator], values: [before] }];
  return [];
}
