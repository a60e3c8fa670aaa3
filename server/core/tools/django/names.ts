import { createHash } from 'node:crypto';

/** The name that Django gives an index or a constraint (django 5.2, `db/backends/base/schema.py`: `_create_index_name`). */
export function indexName(table: string, columns: readonly string[], suffix: string): string {
  const bare = table.replace(/^.*"\."/, '').replaceAll('"', '');
  const hashed = `${digest([bare, ...columns])}${suffix}`;
  const whole = `${bare}_${columns.join('_')}_${hashed}`;
  if (whole.length <= LONGEST) return whole;
  const end = hashed.length > LONGEST / 3 ? hashed.slice(0, Math.floor(LONGEST / 3)) : hashed;
  const rest = Math.floor((LONGEST - end.length) / 2) - 1;
  const name = `${bare.slice(0, rest)}_${columns.join('_').slice(0, rest)}_${end}`;
  return /^[_\d]/.test(name) ? `D${name.slice(0, -1)}` : name;
}

/** Of a table that has no name of its own (`db/backends/utils.py`: `truncate_name`). */
export function tableName(app: string, model: string): string {
  const name = `${app}_${model}`;
  return name.length <= LONGEST ? name : `${name.slice(0, LONGEST - 4)}${digest([name]).slice(0, 4)}`;
}

/** In characters: what PostgreSQL has room for. */
const LONGEST = 63;

function digest(parts: readonly string[]): string {
  return createHash('md5').update(parts.join('')).digest('hex').slice(0, 8);
}
