import type { Source } from '../../migrations/migration.js';
import type { Span } from '../../text/span.js';
import type { Node } from '../ruby/node.js';
import { parseRuby } from '../ruby/parse.js';
import type { Ruby } from '../ruby/parse.js';
import type { Project } from '../tool/project.js';
import type { Content } from '../tool/reading.js';
import { camelize, parseName } from './names.js';
import { oneWay, remarksOn, withoutClass } from './remarks.js';
import { irreversible } from './reversible.js';

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

/** The one migration of a file. What checks ask of it beside others travels in `options`. */
export function contents(source: Source, project: Project): readonly Content[] {
  const file = parseName(source.path);
  if (!file) return [];
  const whole: Span = { start: 0, end: source.text.length };
  const content: Content = { id: file.version, kind: 'versioned', version: file.version, name: file.name, up: whole };
  const expected = camelize(file.name, project);
  const found = migrationClass(parseRuby(source.text), expected);
  if (!found) return [{ ...content, remarks: [withoutClass(expected)] }];

  const method = (name: string) => found.body.find((it): it is Extract<Node, { kind: 'method' }> => it.kind === 'method' && it.name === name);
  const [change, up, down] = [method('change'), method('up'), method('down')];
  const outside = found.body.some(it => it.kind === 'call' && it.name === 'disable_ddl_transaction!');
  const at = nameSpan(source.text, found);
  const misnamed = [...remarksOn(found, at, expected, source, project)];
  return [{
    ...content,
    up: (change ?? up)?.span ?? whole,
    ...((change ?? down) && { down: (change ?? down)!.span }),
    at,
    options: {
      ...(found.release !== undefined ? { release: found.release } : ABOVE.test(aboveOf(source.text, found)) && misnamed.length === 0 && { bare: 'true' }),
      ...(outside && { transaction: 'false' }),
    },
    remarks: [...misnamed, ...oneWay(change ? irreversible(change.body) : [], up !== undefined && !down && !change, at)],
  }];
}

function nameSpan(text: string, { name, span }: MigrationClass): Span {
  const start = text.indexOf(name, span.start);
  return { start, end: start + name.length };
}

function aboveOf(text: string, { span }: MigrationClass): string {
  return /<\s*([^\n#;]*)/.exec(text.slice(span.start, span.start + 500))?.[1]?.trim() ?? '';
}

