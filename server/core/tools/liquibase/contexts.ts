/**
 * `ExpressionMatcher` (Liquibase 4.28.0): `test and !(prod or stage)`, without minding the case. A comma is an `or`. Where no
 * context is active, everything matches.
 */
export function matches(expression: string, active: readonly string[]): boolean {
  if (active.length === 0 || expression.trim() === '') return true;
  const items = new Set(active.map(it => it.trim().replace(/^@\s*/, '').toLowerCase()));
  const tokens = expression.match(/[()!,@]|[^\s()!,@]+/g) ?? [];
  let at = 0;
  return either(0);

  function either(depth: number): boolean {
    let found = both(depth);
    while (at < tokens.length && (tokens[at] === ',' || tokens[at]!.toLowerCase() === 'or')) {
      at++;
      found = both(depth) || found;
    }
    return found;
  }

  function both(depth: number): boolean {
    let found = one(depth);
    while (tokens[at]?.toLowerCase() === 'and') {
      at++;
      found = one(depth) && found;
    }
    return found;
  }

  function one(depth: number): boolean {
    if (tokens[at] === '@') at++;
    if (tokens[at] === '!' || tokens[at]?.toLowerCase() === 'not') {
      at++;
      return depth < DEEPEST ? !one(depth + 1) : false;
    }
    if (tokens[at] === '(') {
      at++;
      const found = depth < DEEPEST && either(depth + 1);
      if (tokens[at] === ')') at++;
      return found;
    }
    // Names may have blanks in them.
    const words: string[] = [];
    while (at < tokens.length && !/^(?:[()!,@]|or|and)$/i.test(tokens[at]!)) words.push(tokens[at++]!.toLowerCase());
    return items.has(words.join(' '));
  }
}

const DEEPEST = 500;

/** Whether contexts are named after databases, and this one is for others: `mysql`, `!postgresql`. */
export function isOfOtherDatabases(expression: string): boolean {
  const words = expression.match(/[\w.-]+/g)?.map(it => it.toLowerCase()).filter(it => !/^(?:and|or|not)$/.test(it)) ?? [];
  const isForeign = (word: string): boolean => /^(?:mysql\d?|mariadb|oracle|h2|hsqldb|derby|db2|mssql|sql-?server|sqlite|sybase|cassandra)$/.test(word);
  if (!words.some(it => isForeign(it) || /^postgres/.test(it))) return false;
  return !matches(expression, ['postgresql', 'postgres', 'postgre', ...words.filter(it => !isForeign(it))]);
}

/** `DatabaseList.definitionMatches`: `postgresql, !h2`. */
export function isForPostgres(dbms: string | undefined): boolean {
  const names = (dbms ?? '').toLowerCase().split(',').map(it => it.trim()).filter(it => it !== '');
  if (names.length === 0 || names.includes('all')) return true;
  if (names.includes('none') || names.includes('!postgresql')) return false;
  const wanted = names.filter(it => !it.startsWith('!'));
  return wanted.length === 0 || wanted.includes('postgresql');
}

/** How the history stores what a changeset and those that include it say: each in parentheses. */
export function storedContexts(all: readonly string[]): string | undefined {
  return all.length === 0 ? undefined : all.map(it => `(${it.trim()})`).join(' AND ');
}

/** All that must hold for a changeset: its own, and those of what includes it. */
export function contextsOf(options: Readonly<Record<string, string>>): readonly string[] {
  return [...(options['includedIn']?.split('\n') ?? []), ...(options['contexts'] === undefined ? [] : [options['contexts']])];
}

/** Why an update passes over a changeset, whatever the database has; `undefined` where it does not. */
export function whyIgnored(options: Readonly<Record<string, string>>, active: readonly string[], labelFilter: string): string | undefined {
  if (options['ignore'] === 'true') return 'Its changelog says that it is to be ignored';
  const filtered = contextsOf(options).find(it => !matches(it, active));
  if (filtered !== undefined) return `It is for the context ${filtered}, and active are: ${active.join(', ')}`;
  const labels = options['labels'];
  return labelFilter !== '' && labels !== undefined && !matches(labelFilter, labels.split(',')) ? `Its labels are ${labels}, and wanted are: ${labelFilter}` : undefined;
}
