// Writes server/core/sql/volatility/built-in.ts from pg_proc.
// Usage: node test/sql/update-volatility.mjs URL…, one server a major, oldest first; each needs a database in which extensions may be created.
import { writeFileSync } from 'node:fs';
import pg from 'pg';

const EXTENSIONS = [
  'btree_gin', 'btree_gist', 'citext', 'cube', 'dblink', 'earthdistance', 'fuzzystrmatch', 'hstore', 'intarray', 'isn', 'lo', 'ltree',
  'pg_trgm', 'pgcrypto', 'seg', 'sslinfo', 'tablefunc', 'unaccent', 'uuid-ossp', 'xml2',
];

// What takes or gives these is called by the system alone.
const QUERY = `
  select proname as name, pronargs - pronargdefaults as least, case when provariadic <> 0 then 99 else pronargs end as most, provolatile as volatility
  from pg_proc
  where pronamespace in ('pg_catalog'::regnamespace, 'public'::regnamespace)
    and not exists (select from unnest(proargtypes) as t (type) where type = any (array['internal'::regtype, 'cstring'::regtype]))
    and prorettype not in ('internal'::regtype, 'cstring'::regtype, 'trigger'::regtype, 'event_trigger'::regtype)`;

const known = new Map();
for (const url of process.argv.slice(2)) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  for (const name of EXTENSIONS) await client.query(`create extension if not exists "${name}" cascade`);
  const names = new Map();
  for (const row of (await client.query(QUERY)).rows) names.set(row.name, [...(names.get(row.name) ?? []), row]);
  // The newest server that has a function says what it is.
  for (const [name, overloads] of names) known.set(name, overloads);
  await client.end();
}

const lists = { i: [], s: [], v: [] };
const mixed = [];
for (const [name, overloads] of [...known].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const all = new Set(overloads.map(it => it.volatility));
  // Between immutable and stable nothing here decides; volatile overloads are told apart by how many arguments they take.
  if (!all.has('v')) lists[all.has('s') ? 's' : 'i'].push(name);
  else if (all.size === 1) lists.v.push(name);
  else mixed.push([name, overloads.filter(it => it.volatility === 'v').map(it => it.most)]);
}

const wrapped = names => names.join(' ').replace(/(.{1,150})(?: |$)/g, '  $1\n');
writeFileSync('server/core/sql/volatility/built-in.ts', `import type { FunctionCall } from '../statement.js';

/** Of PostgreSQL's own functions and those of its contrib extensions; \`undefined\` for all others. */
export function builtInVolatility({ schema, name, arguments: given }: FunctionCall): 'immutable' | 'stable' | 'volatile' | undefined {
  if (schema !== undefined && schema !== 'pg_catalog' && schema !== 'public' && schema !== 'extensions') return undefined;
  if (VOLATILE.has(name)) return 'volatile';
  if (MIXED.has(name)) return MIXED.get(name)!.includes(given) ? 'volatile' : 'immutable';
  if (STABLE.has(name)) return 'stable';
  return IMMUTABLE.has(name) ? 'immutable' : undefined;
}

// Everything below is written by test/sql/update-volatility.mjs from \`pg_proc\` of PostgreSQL 10 to 18.

// By a blank alone: a pattern takes ten times as long, at every start.
const words = (text: string): ReadonlySet<string> => new Set(text.replaceAll('\\n', ' ').split(' '));

/** Volatile with so many arguments, else immutable. */
const MIXED: ReadonlyMap<string, readonly number[]> = new Map([
${mixed.map(([name, counts]) => `  ['${name}', [${counts.join(', ')}]],`).join('\n')}
]);

const VOLATILE = words(\`
${wrapped(lists.v)}\`);

/** Some of these have overloads that are immutable. */
const STABLE = words(\`
${wrapped(lists.s)}\`);

const IMMUTABLE = words(\`
${wrapped(lists.i)}\`);
`);
