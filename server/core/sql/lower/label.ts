import type { RawNode } from '../raw.js';

/**
 * What Postgres calls an expression that has no name, as in an index's own name: `FigureColname` in
 * `src/backend/parser/parse_target.c`. `undefined` where it finds nothing better than `expr`.
 */
export function labelOf(node: RawNode): string | undefined {
  return figure(node)?.label;
}

/** `weak` gives way to a better one inside or outside. */
interface Label {
  readonly label: string;
  readonly weak: boolean;
}

function figure(node: RawNode | undefined): Label | undefined {
  const [kind, raw] = Object.entries(node ?? {})[0] as [string, RawNode] | [];
  if (kind === undefined || raw === undefined) return undefined;
  switch (kind) {
    case 'ColumnRef': return strong(last(raw['fields']));
    case 'A_Indirection': return strong(last(raw['indirection'])) ?? figure(raw['arg']);
    case 'FuncCall': return strong(last(raw['funcname']));
    case 'A_Expr': return raw['kind'] === 'AEXPR_NULLIF' ? strong('nullif') : undefined;
    case 'TypeCast': return better(figure(raw['arg']), last(raw['typeName']?.names));
    case 'CaseExpr': return better(figure(raw['defresult']), 'case');
    case 'CollateClause': return figure(raw['arg']);
    case 'A_ArrayExpr': return strong('array');
    case 'RowExpr': return strong('row');
    case 'CoalesceExpr': return strong('coalesce');
    case 'MinMaxExpr': return strong(raw['op'] === 'IS_LEAST' ? 'least' : 'greatest');
    default: return undefined;
  }
}

function better(inner: Label | undefined, own: string | undefined): Label | undefined {
  return inner && !inner.weak ? inner : own === undefined ? inner : { label: own, weak: true };
}

function strong(label: string | undefined): Label | undefined {
  return label === undefined ? undefined : { label, weak: false };
}

function last(parts: readonly RawNode[] | undefined): string | undefined {
  return parts?.map(it => it['String']?.sval as string | undefined).findLast(it => it !== undefined);
}
