import type { Source } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import type { Node } from '../ruby/node.js';
import { parseRuby } from '../ruby/parse.js';
import type { Ruby } from '../ruby/parse.js';
import type { Content, Project } from '../tool.js';
import { irreversible } from './reversible.js';
import { parseName } from './names.js';

/** What a migration's file says of itself. */
export interface MigrationClass {
  readonly name: string;
  readonly span: Span;
  /** The release in the brackets: `7.1`. */
  readonly release?: string;
  readonly body: readonly Node[];
}

const ABOVE = /^(?:::)?ActiveRecord::Migration(?:\s*\[\s*(\d+\.\d+)\s*\])?$/;

/** The class that Rails will run; of several, the one that is called as the file is, else the last. */
export function migrationClass({ nodes }: Ruby, expected?: string): MigrationClass | undefined {
  const found = [...classes(nodes)].filter(it => it.above !== undefined && /migration/i.test(it.above));
  const chosen = found.find(it => it.name === expected) ?? found.at(-1);
  if (!chosen) return undefined;
  const release = ABOVE.exec(chosen.above!)?.[1];
  return { name: chosen.name, span: chosen.span, body: chosen.body, ...(release !== undefined && { release }) };
}

type Class = Extract<Node, { kind: 'class' }>;

function* classes(nodes: readonly Node[]): Iterable<Class> {
  for (const node of nodes) {
    if (node.kind !== 'class') continue;
    yield node;
    yield* classes(node.body);
  }
}

/** The one migration of a file. What checks ask of it travels in `options`. */
export function contents(source: Source, project: Project, expected: (name: string) => string): readonly Content[] {
  const file = parseName(source.path);
  if (!file) return [];
  const whole: Span = { start: 0, end: source.text.length };
  const content: Content = { id: file.version, kind: 'versioned', version: file.version, name: file.name, up: whole };
  const found = migrationClass(parseRuby(source.text), expected(file.name));
  if (!found) return [{ ...content, options: { class: '' } }];

  const method = (name: string) => found.body.find((it): it is Extract<Node, { kind: 'method' }> => it.kind === 'method' && it.name === name);
  const [change, up, down] = [method('change'), method('up'), method('down')];
  const outside = found.body.some(it => it.kind === 'call' && it.name === 'disable_ddl_transaction!');
  const blocked = change ? irreversible(change.body) : [];
  return [{
    ...content,
    up: (change ?? up)?.span ?? whole,
    ...((change ?? down) && { down: (change ?? down)!.span }),
    at: nameSpan(source.text, found),
    options: {
      class: found.name,
      ...(found.release !== undefined && { release: found.release }),
      ...(!ABOVE.test(aboveOf(source.text, found)) && { inherits: 'elsewhere' }),
      ...(outside && { transaction: 'false' }),
      ...(up && !down && !change && { oneWay: 'true' }),
      ...(blocked.length > 0 && { irreversible: blocked.map(({ span, message }) => `${span.start} ${span.end} ${message}`).join('\n') }),
    },
  }];
}

function nameSpan(text: string, { name, span }: MigrationClass): Span {
  const start = text.indexOf(name, span.start);
  return { start, end: start + name.length };
}

function aboveOf(text: string, { span }: MigrationClass): string {
  return /<\s*([^\n#;]*)/.exec(text.slice(span.start, span.start + 500))?.[1]?.trim() ?? '';
}

