import type { SafeForm } from '../../sql/script.js';
import type { TextEdit } from '../../text/span.js';
import { argumentsOf } from '../python/arguments.js';
import type { Call } from '../python/expression.js';
import type { MigrationClass } from './contents.js';

/** How Django writes the same without the lock, by the rule that minds it. */
export function safeForms(operation: string, call: Call, found: MigrationClass, app: string): Readonly<Record<string, readonly SafeForm[]>> | undefined {
  switch (operation) {
    case 'AddIndex': return { 'require-concurrent-index-creation': [concurrently(call, found, 'AddIndexConcurrently')] };
    case 'RemoveIndex': return { 'require-concurrent-index-deletion': [concurrently(call, found, 'RemoveIndexConcurrently')] };
    case 'AddIndexConcurrently': case 'RemoveIndexConcurrently':
      return { 'ban-concurrent-in-transaction': [{ title: 'Set atomic = False', safety: 'review', edits: notAtomic(found) }] };
    case 'AddConstraint':
      return { 'constraint-missing-not-valid': [{ title: 'Use AddConstraintNotValid', safety: 'review', edits: [...renamed(call, 'AddConstraintNotValid'), ...imported(found, 'AddConstraintNotValid')], ...validated(call, found, app) }] };
    default: return undefined;
  }
}

function validated(call: Call, { scope }: MigrationClass, app: string): Pick<SafeForm, 'followUp'> {
  const args = argumentsOf(call, ['model_name', 'constraint'], scope);
  const model = args.required('model_name');
  const constraint = args.value('constraint');
  const name = constraint?.kind === 'call' ? argumentsOf(constraint, [], scope).text('name') : undefined;
  if (!args.told() || name === undefined) return {};
  const operation = `ValidateConstraint(model_name=${JSON.stringify(model)}, name=${JSON.stringify(name)}),`;
  return { followUp: { name: `${app}.validate ${name}`, code: { up: [operation], down: [], imports: ['from django.contrib.postgres.operations import ValidateConstraint'] } } };
}

function concurrently(call: Call, found: MigrationClass, name: string): SafeForm {
  return { title: `Use ${name} and atomic = False`, safety: 'review', edits: [...notAtomic(found), ...renamed(call, name), ...imported(found, name)] };
}

function renamed({ callee }: Call, name: string): readonly TextEdit[] {
  return [{ span: callee.span, text: name }];
}

/** A line of its own before the first of the class. */
function notAtomic({ atomic, span, module }: MigrationClass): readonly TextEdit[] {
  if (!atomic) return [];
  const line = module.lines.find(it => it.span.start === span.start)?.body[0];
  if (!line) return [];
  const margin = /[ \t]*$/.exec(module.text.slice(0, line.span.start))![0];
  return [{ span: { start: line.span.start, end: line.span.start }, text: `atomic = False\n\n${margin}` }];
}

function imported({ module }: MigrationClass, name: string): readonly TextEdit[] {
  const { text } = module;
  if (new RegExp(`^from django\\.contrib\\.postgres\\.operations import\\b[^\\n]*\\b${name}\\b`, 'm').test(text)) return [];
  const first = /^(?:from|import)\b/m.exec(text)?.index ?? 0;
  return [{ span: { start: first, end: first }, text: `from django.contrib.postgres.operations import ${name}\n` }];
}
