/** What one comment says about findings. Offsets count in the comment. */
export interface Directive {
  /** `here`: on its line, or the statement below. `statement`: also the whole of the statement that it stands in. `start` and `end`: what is between them. */
  readonly scope: 'here' | 'statement' | 'file' | 'start' | 'end';
  /** It is ours, and told of when it silences nothing. */
  readonly ours: boolean;
  /** `all` rules, or those of these names; none where nothing in its list can be a name. */
  readonly names: 'all' | readonly DirectiveName[];
  /** Whether somebody wrote why; `undefined` where there is no place for it. */
  readonly reason: boolean | undefined;
}

export interface DirectiveName {
  readonly name: string;
  readonly start: number;
}

/** How one linter writes its ignore comments. */
interface Dialect {
  /** From behind the comment's opening mark to the list of names. Its group `scope` is a key of `scopes`. */
  readonly tag: RegExp;
  readonly scopes?: Readonly<Record<string, Directive['scope']>>;
  readonly otherwise: Directive['scope'];
  /** Where the list ends and a reason begins. */
  readonly reason?: RegExp;
  /** A comment without a list silences all rules. */
  readonly alone: boolean;
  /** The only names that count. */
  readonly name?: RegExp;
  /** The list ends with its first name. */
  readonly single?: boolean;
  /** Names that stand for all rules. */
  readonly all?: readonly string[];
}

const OURS: Dialect = { tag: /^\s*migration-lens-ignore(?<scope>-file)?(?![\w-])/, scopes: { '-file': 'file' }, otherwise: 'here', reason: /:|--/, alone: true };

const DIALECTS: readonly Dialect[] = [
  OURS,
  // squawk 2.63, crates/squawk_linter/src/ignore.rs.
  { tag: /^\s*squawk-ignore(?<scope>-file)?(?![\w-])/, scopes: { '-file': 'file' }, otherwise: 'here', reason: /--/, alone: true },
  // eugene 0.8, eugene/src/comments.rs.
  { tag: /^ eugene: ignore(?=\s|$)/, otherwise: 'statement', alone: true },
  // pgfence 0.5, src/parser.ts; names without the colon before them are no names there.
  { tag: /^\s*pgfence-ignore(?![\w-])(?:\s*:|[^]*)/i, otherwise: 'statement', alone: true },
  { tag: /^\s*pgfence:\s*ignore(?=\s)/i, otherwise: 'statement', alone: false },
  // atlas, sql/migrate/dir.go and cmd/atlas/internal/migratelint/lint.go.
  { tag: /^[ -~]*?atlas:nolint(?=\s|$)/, otherwise: 'here', alone: true },
  // pg-migration-lint, src/suppress.rs.
  { tag: /^\s*pgm-lint:suppress(?<scope>-file)?(?![\w-])/, scopes: { '-file': 'file' }, otherwise: 'here', alone: false },
  // postgres-language-server, crates/pgls_suppressions; `pgt-ignore` until 0.16, and all rules were in `lint/safety`.
  {
    tag: /^\s*(?:pgls|pgt)-ignore(?<scope>-all|-start|-end)?(?=\s)/, scopes: { '-all': 'file', '-start': 'start', '-end': 'end' }, otherwise: 'here',
    reason: /:/, alone: false, single: true, all: ['lint', 'safety'],
  },
  // MigrationPilot, src/rules/disable.ts; its README has `-next-line`, too.
  { tag: /^\s*migrationpilot-disable(?<scope>-file|-next-line)?(?![\w-])/i, scopes: { '-file': 'file' }, otherwise: 'here', alone: true, name: /^MP\d{3}$/i },
];

/** Whether a comment is worth a closer look. */
export function mayDirect(comment: string): boolean {
  return /ignore|nolint|suppress|disable/i.test(comment);
}

/** Reads a comment, with its marks. `onTop`: nothing is before it in the file but comments, and the line behind it is blank. */
export function directiveOf(comment: string, onTop: () => boolean): Directive | undefined {
  // SQL's marks, and those of the languages that migrations are written in.
  const mark = /^(?:--|\/\*|\/\/|#|<!--)/.exec(comment)?.[0].length ?? 0;
  const body = comment.slice(mark).replace(/(?:\*\/|-->)$/, '');
  for (const dialect of DIALECTS) {
    const match = dialect.tag.exec(body);
    if (!match) continue;
    const rest = body.slice(match[0].length);
    const at = dialect.reason ? rest.search(dialect.reason) : -1;
    const list = at === -1 ? rest : rest.slice(0, at);
    const scope = dialect.scopes?.[(match.groups?.['scope'] ?? '').toLowerCase()] ?? (match[0].endsWith('atlas:nolint') && onTop() ? 'file' : dialect.otherwise);
    const reason = dialect.reason && scope !== 'end' ? at !== -1 && /[^\s:-]/.test(rest.slice(at)) : undefined;
    return { scope, ours: dialect === OURS, names: namesIn(list, dialect, mark + match[0].length), reason };
  }
  return undefined;
}

function namesIn(list: string, { alone, name: wanted, single, all = [] }: Dialect, offset: number): Directive['names'] {
  if (alone && list.trim() === '') return 'all';
  const found = [...list.matchAll(/[\w/-]+/g)].slice(0, single ? 1 : undefined).flatMap(({ 0: word, index }): readonly DirectiveName[] => {
    const name = word.slice(word.lastIndexOf('/') + 1);
    return wanted && !wanted.test(name) ? [] : [{ name: wanted ? name.toUpperCase() : name, start: offset + index + word.length - name.length }];
  });
  return found.some(it => all.includes(it.name)) ? 'all' : found;
}

/** Whether a name in a comment means this rule: its own, one that others have for it, or either `writtenLikeThis`. */
export function means(name: string, { id, aliases = [] }: { readonly id: string; readonly aliases?: readonly string[] }): boolean {
  const names = [id, ...aliases];
  return names.includes(name) || (/^[a-z]+[A-Z]/.test(name) && names.includes(name.replace(/[A-Z]/g, it => `-${it.toLowerCase()}`)));
}
