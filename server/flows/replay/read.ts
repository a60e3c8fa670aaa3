import type { Migration, Source } from '../../core/migrations/migration.js';
import { keyOf, partOf } from '../../core/migrations/migration.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import { unsendable } from '../../core/replay/turns.js';
import { emptyCatalog } from '../../core/schema/catalog.js';
import type { SqlProblem } from '../../core/sql/problem.js';
import type { Script } from '../../core/sql/script.js';
import type { Span } from '../../core/text/span.js';
import { statementsOf } from '../apply/left.js';
import { walk } from '../check/walk.js';
import { projectOn } from '../history.js';
import type { PlannedStep } from '../plan.js';
import { sentOf } from '../plan/sent.js';
import type { SessionInfo } from '../ports.js';
import type { Scripts } from '../script.js';
import type { Given } from './ground.js';

/** One way of a migration, as it was written. */
export interface Read {
  /** Placeholders stand for themselves. */
  readonly script: Script;
  /** It is not SQL that was written: the script is what the tool would make of it. */
  readonly translated: boolean;
}

export type Direction = 'up' | 'down';

/** By `readKey`. */
export type Reads = ReadonlyMap<string, Read>;

export function readKey(migration: Migration, direction: Direction): string {
  return `${direction}\0${keyOf(migration)}`;
}

export async function readAll(index: ProjectIndex, scripts: Scripts): Promise<Reads> {
  const { files } = await walk(index, {}, { scripts, rules: [], empty: emptyCatalog(), known: new Map() });
  return new Map(files.map(({ migration, source, script, translated }) => [readKey(migration, source === migration.up ? 'up' : 'down'), { script, translated: translated !== undefined }]));
}

export type ReadStep =
  | { readonly kind: 'step'; readonly step: PlannedStep; readonly translated: boolean }
  /** It cannot be run here, and the sentence says why. */
  | { readonly kind: 'unable'; readonly reason: string }
  /** The tool would not run it either. */
  | { readonly kind: 'refused'; readonly message: string; readonly span: Span };

/** What runs one way of a migration. A down is looked at as if it were the migration's up. */
export async function stepOf(index: ProjectIndex, info: SessionInfo, migration: Migration, direction: Direction, { reads, scripts, shadow }: Pick<Given, 'reads' | 'scripts' | 'shadow'>): Promise<ReadStep> {
  const source = migration[direction]!;
  const read = reads.get(readKey(migration, direction));
  if (!read) return { kind: 'unable', reason: 'It cannot be read' };
  const { sent, problem } = read.translated ? { sent: read.script } : await sentOf(index, info, migration, source, scripts);
  if (problem !== undefined) return { kind: 'unable', reason: problem };

  const { psql, copyFromStdin, refuses, ...execution } = index.tool.execution(sent, migration, projectOn(index, info));
  const refused = refusalOf(source, sent, index.tool.title, { psql, copyFromStdin, refuses: direction === 'up' ? refuses : undefined });
  if (refused) return { kind: 'refused', ...refused };
  const reason = unsendable(read.script, sent, source, shadow.engine === 'server');
  if (reason !== undefined) return { kind: 'unable', reason };
  return {
    kind: 'step',
    translated: read.translated,
    step: {
      migration: direction === 'up' ? migration : { ...migration, up: source },
      sent,
      // What it would send whole is no text of the file's.
      execution: read.translated ? { ...execution, sends: 'statement' } : execution,
      statements: statementsOf(read.script).map(({ span }) => ({ span, text: '', relations: [] })),
    },
  };
}

/** Whether the statement there is one that we have made of a call: its tool may send another. */
export function isOurs({ sent }: PlannedStep, span: Span | undefined): boolean {
  return span !== undefined && sent.pieces.some(it => it.kind === 'statement' && it.sent && !it.sent.offsets && it.span === span);
}

export function asTranslated({ message }: SqlProblem): string {
  return `As it is translated here it fails, which its tool may do otherwise: ${message}`;
}

function refusalOf(source: Source, sent: Script, title: string, { psql, copyFromStdin, refuses }: { psql: boolean | undefined; copyFromStdin: boolean | undefined; refuses: string | undefined }): { readonly message: string; readonly span: Span } | undefined {
  const whole = { start: source.within?.start ?? 0, end: source.within?.start ?? 0 };
  if (source.flaw) return source.flaw;
  if (refuses !== undefined) return { message: refuses, span: whole };
  const nul = partOf(source).indexOf('\0');
  if (nul >= 0) return { message: 'A NUL character, which no PostgreSQL text can hold', span: { start: whole.start + nul, end: whole.start + nul + 1 } };
  for (const piece of sent.pieces) {
    if (piece.kind === 'psql' && !psql) return { message: `A command of psql, which ${title} does not run`, span: piece.span };
    if (!copyFromStdin && piece.kind === 'statement' && piece.statement.kind === 'copy' && piece.statement.from && piece.statement.stdin) {
      return { message: `Rows copied from the file, which ${title} does not do`, span: piece.span };
    }
  }
  return undefined;
}
