import type { SafeForm } from '../../sql/script.js';
import type { Span, TextEdit } from '../../text/span.js';
import { argumentsOf, calledName } from '../python/arguments.js';
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
    case 'RemoveField': {
      const form = renaming(call, found);
      return form && { 'rename-as-drop-and-add': [form] };
    }
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

/** Of the only field that is removed from the model and the only one that is added to it, one that goes on under another name. */
function renaming(call: Call, { operations, scope, module: { text } }: MigrationClass): SafeForm | undefined {
  const list = operations?.value;
  const calls = (list?.kind === 'list' ? list.items : []).filter(it => it.kind === 'call');
  const field = (it: Call) => argumentsOf(it, ['model_name', 'name'], scope);
  const model = field(call).text('model_name')?.toLowerCase();
  const of = (operation: string) => calls.filter(it => calledName(it) === operation && field(it).text('model_name')?.toLowerCase() === model);
  const [added, second] = of('AddField');
  const [from, to] = [call, added].map(it => it && field(it).text('name'));
  if (model === undefined || from === undefined || to === undefined || second || of('RemoveField').length > 1) return undefined;
  const prefix = text.slice(call.callee.span.start, call.callee.span.end).slice(0, -'RemoveField'.length);
  const written = argumentsOf(call, ['model_name', 'name'], scope).value('model_name')!;
  const renamed = `${prefix}RenameField(model_name=${text.slice(written.span.start, written.span.end)}, old_name="${from}", new_name="${to}")`;
  return { title: `Rename ${from} to ${to} with RenameField`, safety: 'review', edits: [{ span: call.span, text: renamed }, { span: wholeItem(added!, text), text: '' }] };
}

/** With its comma, and its line where it has one to itself. */
function wholeItem({ span: { start, end } }: Call, text: string): Span {
  const behind = /^[ \t]*,/.exec(text.slice(end))?.[0].length ?? 0;
  const margin = /\r?\n?[ \t]*$/.exec(text.slice(0, start))![0].length;
  return { start: start - margin, end: end + behind };
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
