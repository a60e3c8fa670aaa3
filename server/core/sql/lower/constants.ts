import type { RawNode } from '../raw.js';

/** A constant as written, without quotes and casts; `null` is NULL, `undefined` no constant. */
export function constant(raw: RawNode | undefined): string | null | undefined {
  const value = raw === undefined ? undefined : withoutCasts(raw)['A_Const'];
  if (value === undefined) return undefined;
  if (value.isnull) return null;
  if (value.ival) return String(value.ival.ival ?? 0);
  if (value.boolval) return String(value.boolval.boolval ?? false);
  return value.sval?.sval ?? value.fval?.fval ?? value.bsval?.bsval ?? '';
}

export function isFalse(raw: RawNode | undefined): boolean {
  return raw !== undefined && conjuncts(raw).some(it => constant(it) === 'false');
}

/** `true`, a constant compared with itself, and what AND and OR make of these. */
export function isTrue(raw: RawNode | undefined): boolean {
  if (raw === undefined) return false;
  const parts = (raw['BoolExpr']?.args ?? []) as readonly RawNode[];
  if (raw['BoolExpr']?.boolop === 'AND_EXPR') return parts.every(isTrue);
  if (raw['BoolExpr']?.boolop === 'OR_EXPR') return parts.some(isTrue);
  if (constant(raw) === 'true') return true;
  const { kind, name, lexpr, rexpr } = (raw['A_Expr'] ?? {}) as RawNode;
  const left = constant(lexpr);
  return kind === 'AEXPR_OP' && name?.[0]?.String?.sval === '=' && typeof left === 'string' && left === constant(rexpr);
}

export function withoutCasts(raw: RawNode): RawNode {
  let node = raw;
  while (node['TypeCast']) node = node['TypeCast'].arg as RawNode;
  return node;
}

/** The parts of a top-level AND. */
export function conjuncts(raw: RawNode): readonly RawNode[] {
  const all = raw['BoolExpr'];
  return all?.boolop === 'AND_EXPR' ? (all.args as readonly RawNode[]).flatMap(conjuncts) : [raw];
}
