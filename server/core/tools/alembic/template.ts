/** What `alembic revision` knows when it fills a template (1.19.2, `script/base.py`: `ScriptDirectory.generate_revision`). */
export interface Values {
  readonly message: string;
  readonly revision: string;
  readonly parents: readonly string[];
  /** Absent where the same is to be written at any time: the lines that ask for it go. */
  readonly created: string | undefined;
}

/**
 * Fills the project's `script.py.mako` where it asks for nothing but the variables that every template has.
 * `undefined` where it does more: Mako is a language of its own, and what it holds is Python, which is not run here.
 */
export function filled(template: string, values: Values): string | undefined {
  const dated = values.created === undefined ? template.replace(/^.*\$\{\s*create_date\s*\}.*\n/gm, '') : template;
  // Mako's own comments, and a line end that a backslash takes away.
  const plain = dated.replace(/^[ \t]*##[^\n]*\n/gm, '').replace(/\\\r?\n/g, '');
  if (/<%|<\/%|^[ \t]*%(?!%)/m.test(plain)) return undefined;
  const asked = valuesOf(values);
  let isKnown = true;
  const text = plain.replace(/\$\{([^{}]*)\}/g, (_, expression: string) => {
    const value = asked.get(expression.replace(/\s+/g, ' ').replace(/ ?([|,()]) ?/g, '$1').trim());
    isKnown &&= value !== undefined;
    return value ?? '';
  });
  return isKnown && !text.includes('${') ? text.replace(/^[ \t]*%%/gm, it => it.slice(0, -1)) : undefined;
}

/** As the templates that Alembic comes with write them, and people after these. */
function valuesOf({ message, revision, parents, created }: Values): ReadonlyMap<string, string> {
  const down = parents.length === 0 ? 'None' : parents.length === 1 ? literal(parents[0]!) : `(${parents.map(literal).join(', ')})`;
  return new Map([
    ['message', message], ['message or ""', message], ["message or ''", message],
    ['up_revision', revision], ['repr(up_revision)', literal(revision)], ['up_revision|repr', literal(revision)],
    ['down_revision', parents.length === 0 ? 'None' : parents.join(', ')], ['down_revision|comma,n', parents.join(', ')], ['repr(down_revision)', down],
    ['repr(branch_labels)', 'None'], ['branch_labels', 'None'], ['repr(depends_on)', 'None'], ['depends_on', 'None'],
    ...(created === undefined ? [] : [['create_date', created] as const]),
    ['imports if imports else ""', ''], ["imports if imports else ''", ''], ['imports', ''], ['imports or ""', ''],
    ...['upgrades', 'downgrades'].flatMap(it => [[`${it} if ${it} else "pass"`, 'pass'], [`${it} if ${it} else 'pass'`, 'pass'], [`${it} or "pass"`, 'pass'], [`${it} or 'pass'`, 'pass']] as const),
  ]);
}

function literal(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
