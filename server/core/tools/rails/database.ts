import type { Node } from '../ruby/node.js';

/** Of what may run or not, what may on PostgreSQL: many migrations are written for several databases. */
export function bodiesOnPostgres({ span, bodies }: Extract<Node, { kind: 'branch' }>, text: string): readonly (readonly Node[])[] {
  const [test = [], then, ...otherwise] = bodies;
  const [first, last] = [test[0], test.at(-1)];
  if (!first) return bodies;
  // `x if y` is one body: what is asked, then what is done.
  const isBehind = then === undefined && last!.span.start < first.span.start;
  const asked = text.slice(first.span.start, isBehind ? span.end : first.span.end);
  const holds = holdsOnPostgres(asked);
  if (holds === undefined) return bodies;
  const isTrue = holds !== /\bunless\b/.test(text.slice(isBehind ? last!.span.end : span.start, first.span.start));
  if (isBehind) return isTrue ? bodies : [];
  return isTrue ? [test, ...(then ? [then] : [])] : [test, ...otherwise];
}

/** `connection.adapter_name == "SQLServer"`, `mysql?`, `adapter =~ /postg/i`; of two, or joined with another question, nobody knows. */
function holdsOnPostgres(asked: string): boolean | undefined {
  if (!/adapter|connection|database|\bdb\b|\?/i.test(asked) || /&&|\|\||\b(?:and|or|in|include)\b/.test(asked)) return undefined;
  const ours = /postg/i.test(asked);
  const other = /mysql|sqlite|mariadb|sql_?server|mssql|oracle/i.test(asked);
  return ours === other ? undefined : ours !== /!=|!~|\bnot\b|^!/.test(asked);
}
