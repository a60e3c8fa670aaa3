import type { Check } from './checks.js';
import { partOf, pathOf } from './migration.js';
import type { Problem } from './problem.js';
import type { ProjectIndex } from './project-index.js';
import type { Applied, Row, State } from './status.js';

/** What is said about a file because of what a database has applied. The prose is for `explain`, the reference and hovers. */
export const historyChecks = [
  {
    id: 'applied-migration-modified',
    severity: 'error',
    summary: 'A migration was changed after it was applied',
    why: 'Databases that have applied it keep the old schema, new ones get another. Tools that keep checksums refuse to go on.',
    instead: 'Put the file back as it was applied, and write the change as a new migration.',
  },
  {
    id: 'missing-migration-file',
    severity: 'warning',
    summary: 'A database has applied a migration that has no file here',
    why: 'The file may be on another branch, renamed or deleted. Nobody who starts from this folder gets the same schema.',
    instead: 'Bring the file back from the branch that has it; to undo its change, write a new migration.',
  },
  {
    id: 'failed-migration',
    severity: 'error',
    summary: 'A migration began on a database and did not finish',
    why: 'What it left behind is unknown until somebody looks, and the tool refuses to go on.',
    instead: 'Look what the migration has left, mend it by hand, then tell the tool that the history is right again. Where the tool knows such a word, Repair says what the database shows, and tells it.',
  },
] as const satisfies readonly Check[];

/** `rows` are the comparison of the project's files with the history of the connection called `connection`. */
export function historyProblems({ project }: Pick<ProjectIndex, 'project'>, rows: readonly Row[], connection: string): readonly Problem[] {
  const newest = rows.filter(it => it.applied !== undefined && it.migration?.kind === 'versioned').at(-1)?.migration?.version;
  return rows.flatMap(row => {
    const found = problemOf(row, connection, newest);
    const path = row.migration === undefined ? project.folder : pathOf(row.migration);
    return found === undefined ? [] : [{ ...found, path, span: { start: 0, end: 0 } }];
  });
}

/** A history as it was read once, and what was known then. */
export interface PastReading {
  readonly applied: readonly Applied[];
  readonly rows: readonly Row[];
  /** By the migration's id: the file's text when its row said `applied`, and the checksum that the history had for it. */
  readonly verified: ReadonlyMap<string, Verified>;
}

export interface Verified {
  readonly text: string;
  readonly checksum: string | undefined;
}

/** What this reading proves to have been applied, with what an earlier one did: a file that was edited since is still known as it was. */
export function verifiedBy(rows: readonly Row[], earlier: ReadonlyMap<string, Verified> = new Map()): ReadonlyMap<string, Verified> {
  return new Map(rows.flatMap(({ state, migration, applied }) => {
    if (migration?.up === undefined || applied === undefined) return [];
    const { checksum } = applied;
    const before = earlier.get(migration.id);
    // Where the tool keeps no checksum, the text of the first reading counts: later ones cannot tell.
    if (before !== undefined && before.checksum === checksum) return [[migration.id, before] as const];
    return state === 'applied' ? [[migration.id, { text: partOf(migration.up), checksum }] as const] : [];
  }));
}

/**
 * The rows of an earlier reading of the history, for the files as they are now: an edit needs no second reading.
 * What took a look into git to find out (`difference`, `foundOn`) is kept for files that are as they were.
 */
export function compareAgain(
  index: ProjectIndex,
  { applied, rows, verified }: PastReading,
  differenceOf: (applied: string, now: string) => NonNullable<Row['difference']>,
): readonly Row[] {
  const before = new Map(rows.map(it => [idOf(it), it]));
  return index.tool.history.compare(index.migrations, applied, index.project).map(row => {
    const { migration } = row;
    const known = before.get(idOf(row));
    const was = migration && verified.get(migration.id);
    const text = migration?.up && partOf(migration.up);
    if (was !== undefined && text !== undefined && text !== was.text && (row.state === 'applied' ? was.checksum === undefined : row.state === 'modified')) {
      return { ...row, state: 'modified', difference: differenceOf(was.text, text) };
    }
    if (known === undefined || (known.migration?.up && partOf(known.migration.up)) !== text || (known.state !== row.state && known.state !== 'modified')) return row;
    return { ...known, ...(migration && { migration }) };
  });
}

/** Ids of migrations that the tool will not run again on this database: their risk is past. */
export function pastOf(rows: readonly Row[]): ReadonlySet<string> {
  return new Set(rows.flatMap(({ state, migration }) => migration !== undefined && IS_PAST[state] ? [migration.id] : []));
}

const IS_PAST: Readonly<Record<State, boolean>> = {
  pending: false, applied: true, modified: true, outdated: false, outOfOrder: false, failed: false, missing: false,
  undone: false, baseline: true, ignored: true, superseded: true,
};

function idOf({ migration, applied }: Row): string {
  return migration?.id ?? applied?.id ?? '';
}

type Found = Pick<Problem, 'rule' | 'severity' | 'message'>;

function problemOf(row: Row, connection: string, newest: string | undefined): Found | undefined {
  const when = row.applied?.appliedAt === undefined ? '' : ` on ${row.applied.appliedAt.slice(0, 10)}`;
  switch (row.state) {
    case 'modified':
      return row.difference === 'formatting'
        ? { rule: 'applied-migration-modified', severity: 'warning', message: `Applied on \`${connection}\`${when} and changed since, in comments, blanks or line ends only` }
        : { rule: 'applied-migration-modified', severity: 'error', message: `Applied on \`${connection}\`${when} and changed since${row.difference === 'sql' ? ': the SQL differs' : ''}` };
    case 'missing': {
      const { version, name = '' } = row.applied ?? {};
      const where = row.foundOn === undefined || row.foundOn.length === 0 ? '' : `; its file is on ${row.foundOn.map(it => `\`${it}\``).join(', ')}`;
      return { rule: 'missing-migration-file', severity: 'warning', message: `\`${connection}\` has applied \`${[version, name].filter(Boolean).join(' ')}\`${when}, which has no file here${where}` };
    }
    case 'failed':
      return { rule: 'failed-migration', severity: 'error', message: row.reason ?? `Failed on \`${connection}\`${when}: the history says that it did not finish` };
    case 'outOfOrder': {
      const behind = newest === undefined ? 'a migration' : `\`${newest}\``;
      const fate = { run: 'it will run after it', refuse: 'the tool will refuse it', skip: 'the tool will never run it' }[row.willRun ?? 'refuse'];
      return { rule: 'migration-out-of-order', severity: row.willRun === 'run' ? 'info' : 'error', message: `Sorts before ${behind}, which \`${connection}\` has applied: ${fate}` };
    }
    case 'pending':
    case 'applied':
    case 'outdated':
    case 'undone':
    case 'baseline':
    case 'ignored':
    case 'superseded':
      return undefined;
  }
}
