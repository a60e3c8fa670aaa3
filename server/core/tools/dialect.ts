/**
 * Whether these scripts were written for another database: many of them say what PostgreSQL cannot read, and more than
 * say what only PostgreSQL can. A sample is enough; one or two are somebody's slip, to be told as such.
 * `folder`: where all of them are. One that is called after another database needs one such script, and none of PostgreSQL's.
 */
export function isOfAnotherDialect(texts: readonly string[], folder = ''): boolean {
  const step = Math.max(1, Math.floor(texts.length / SAMPLE));
  let foreign = 0;
  let ours = 0;
  for (let i = 0; i < texts.length; i += step) {
    const sql = texts[i]!.slice(0, LENGTH).replace(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'/g, ' ');
    if (COCKROACH.test(sql)) foreign++;
    else if (POSTGRES.test(sql)) ours++;
    else if (FOREIGN.some(it => it.test(sql))) foreign++;
  }
  const isSure = foreign >= 3 && foreign > ours && foreign * 4 >= Math.min(texts.length, SAMPLE);
  // What names PostgreSQL among others is written for it, too.
  return (isSure || (foreign > 0 && ours === 0 && ELSEWHERE.test(folder))) && !texts.some(it => NAMED.test(it));
}

const NAMED = /\b(?:dbms|type|context(?:Filter)?)["']?\s*[:=]\s*["']?[\w ,]*\bpostgres/i;

/** Whether the script says something that only PostgreSQL understands. */
export function isOfPostgres(text: string): boolean {
  return POSTGRES.test(text.slice(0, LENGTH));
}

const ELSEWHERE = /(?:^|[/_-])(?:mysql|mariadb|sqlite3?|oracle|mssql|sqlserver|h2|hsqldb|derby|db2)(?:[/_-]|$)/i;

const SAMPLE = 200;
const LENGTH = 20_000;

const FOREIGN = [
  // MySQL and MariaDB.
  /\bengine\s*=\s*\w+|\bauto_increment\b|`\w+`|\b(?:tiny|medium)int\b|\b(?:medium|long)(?:text|blob)\b|\bunsigned\b/i,
  /\balter\s+table\s+\w+\s+(?:modify|change|add\s+(?:index|key))\s+|\bdrop\s+index\s+\w+\s+on\s+\w|\balter\s+table\b[^;]*\bafter\s+\w+\s*[,;]/i,
  /\w\s+datetime\s*(?:\(\d\)\s*)?(?:[,)]|null\b|not\s+null\b|default\b)/i,
  // SQLite; a trigger that carries its statements is MySQL's, too.
  /\bautoincrement\b|^[^\S\n]*pragma\b|\binsert\s+or\s+(?:ignore|replace|abort|fail|rollback)\b|\braise\s*\(\s*(?:abort|ignore|fail|rollback)\b|\bwithout\s+rowid\b/im,
  /\b(?:datetime|strftime|unixepoch)\s*\(|\w\s+blob\s*(?:[,)]|not\s+null\b)|\bfor\s+each\s+row\s+(?:when\b[^;]*?\s)?begin\b/i,
  // SQL Server.
  /\bnvarchar\b|\bidentity\s*\(\s*\d+\s*,|^[^\S\n]*go[^\S\n]*$|\[dbo\]/im,
  // Oracle.
  /\bn?varchar2\b|\bnumber\s*\(\s*\d/i,
];

/** CockroachDB, which says most of what PostgreSQL says, too. */
const COCKROACH = /[,(]\s*family\s+(?:"\w+"|fam\w*)\s*\(|\binverted\s+index\b|\bunique\s+index\s+\w+\s*\(|\w"?\s+string\s+(?:(?:not\s+)?null|unique|primary|default)\b|\bstoring\s*\(|\bunique_rowid\s*\(|\bcrdb_internal\b/i;

const POSTGRES =
  /\b(?:big|small)?serial\b|\bjsonb\b(?!\s*\()|\btimestamptz\b|\btimestamp\s*(?:\(\d\)\s*)?with(?:out)?\s+time\s+zone\b|\bbytea\b|\bplpgsql\b|\$\w*\$|\bconcurrently\b|\bas\s+identity\b|\w::\w|\busing\s+(?:gin|gist|btree|hash)\b|\bcreate\s+extension\b|\bowner\s+to\b|\bcharacter\s+varying\b|\w\[\]|\bcitext\b/i;
