import type { Source } from '../../migrations/migration.js';
import type { Remark } from '../../migrations/problem.js';
import { fileOf } from '../../text/paths.js';
import type { Span } from '../../text/span.js';
import type { Call, Expression } from '../python/node.js';
import { calledName } from '../python/arguments.js';
import { moduleOf, type Line, type Module } from '../python/lines.js';
import { resolved, scopeOf, textIn, type Scope } from '../python/scope.js';
import { statementOf, statementsOf } from '../python/statement.js';
import type { Project } from '../tool/project.js';
import type { Content } from '../tool/reading.js';
import { labelOf, swappedModel } from './labels.js';
import { irreversible } from './reversible.js';

/** What the body of `class Migration` says, besides its operations. */
export interface MigrationClass {
  readonly module: Module;
  /** Its own lines. */
  readonly body: readonly Line[];
  readonly scope: Scope;
  /** Of the name `Migration`. */
  readonly at: Span;
  readonly span: Span;
  readonly dependencies: readonly Reference[];
  readonly replaces: readonly Reference[];
  readonly runBefore: readonly Reference[];
  readonly atomic: boolean;
  readonly initial: boolean;
  readonly operations: Assigned | undefined;
}

interface Assigned {
  readonly span: Span;
  /** Parsed when somebody asks. */
  value(): Expression;
}

/** `('shop', '0001_initial')`; the name may be `__first__` or `__latest__`. */
export interface Reference {
  readonly app: string;
  readonly name: string;
  readonly span: Span;
}

/** The migration that a file holds. What the graph asks of it travels in `options`: several ids are joined by line ends. */
export function contents(source: Source, project: Project): readonly Content[] {
  const found = migrationIn(source, project);
  if (!found) return [];
  const { at, span, dependencies, replaces, runBefore, atomic, initial, operations } = found;
  const app = labelOf(source.path, project);
  const name = fileOf(source.path).slice(0, -'.py'.length);
  const ids = (references: readonly Reference[]) => references.map(it => `${it.app}.${it.name}`);
  const back = irreversible(found);
  const models = importedModels(source.text);
  return [{
    id: `${app}.${name}`, kind: 'versioned', version: `${app}.${name}`, name: name.replace(/^\d+_/, ''),
    up: operations?.span ?? span, down: span, at,
    after: ids(dependencies),
    options: {
      app,
      ...(replaces.length > 0 && { replaces: ids(replaces).join('\n') }),
      ...(runBefore.length > 0 && { before: ids(runBefore).join('\n') }),
      ...(!atomic && { atomic: 'false' }),
      ...(initial && { initial: 'true' }),
    },
    remarks: [
      ...back.map((it): Remark => ({ rule: 'irreversible-migration', severity: 'hint', span: it, message: `Operation ${/^[\w.]+/.exec(source.text.slice(it.start, it.start + 60))![0].split('.').at(-1)} in ${app}.${name} is not reversible` })),
      ...models.map((it): Remark => ({ rule: 'imported-model', severity: 'warning', span: it, message: 'This migration uses the models of today: it breaks when they change' })),
    ],
  }];
}

export function migrationIn({ text }: Pick<Source, 'text'>, project: Project): MigrationClass | undefined {
  if (!text.includes('Migration')) return undefined;
  const module = moduleOf(text);
  const line = module.lines.find(it => /^class[ \t]+Migration\b/.test(text.slice(it.span.start, it.span.start + 40)));
  if (!line) return undefined;
  const found = new Map<string, Assigned>();
  for (const it of line.body) {
    VARIABLE.lastIndex = it.span.start;
    const name = VARIABLE.exec(text)?.[1];
    if (name !== undefined) lazily(name, it);
  }
  const scope = needsNames() ? classScope(module, line.body) : scopeOf(module, []);
  const start = line.span.start + text.slice(line.span.start).indexOf('Migration');
  const [atomic, initial] = ['atomic', 'initial'].map(it => found.get(it)?.value());
  return {
    module, scope, body: line.body, at: { start, end: start + 'Migration'.length },
    span: { start: line.span.start, end: lastOf(line).span.end },
    dependencies: references('dependencies'), replaces: references('replaces'), runBefore: references('run_before'),
    atomic: !(atomic?.kind === 'name' && atomic.name === 'False'),
    initial: initial?.kind === 'name' && initial.name === 'True',
    operations: found.get('operations'),
  };

  /** Of several assignments of one name, the last counts. */
  function lazily(name: string, it: Line): void {
    let read: Expression | undefined;
    const value = (): Expression => {
      const statement = statementOf(module, it);
      return statement.kind === 'assignment' ? statement.value : { kind: 'other', span: it.span, parts: [] };
    };
    found.set(name, { span: it.span, value: () => read ??= value() });
  }

  function needsNames(): boolean {
    return ['dependencies', 'replaces', 'run_before'].some(it => {
      const value = found.get(it)?.value();
      return value !== undefined && !(value.kind === 'list' && value.items.every(item => item.kind === 'tuple' && item.items.every(part => part.kind === 'text')));
    });
  }

  function references(name: string): readonly Reference[] {
    return listed(found.get(name)?.value()).flatMap((it): readonly Reference[] => {
      const value = resolved(it, scope);
      if (value.kind === 'call') return swappable(value, scope, project);
      if (value.kind !== 'tuple' && value.kind !== 'list') return [];
      const [app, migration] = value.items.map(item => textIn(item, scope)?.text);
      return app === undefined || migration === undefined ? [] : [{ app, name: migration, span: value.span }];
    });
  }

  function listed(value: Expression | undefined, depth = 0): readonly Expression[] {
    const it = value && resolved(value, scope);
    if (!it || depth > 5) return [];
    if (it.kind === 'sum') return it.parts.flatMap(part => listed(part, depth + 1));
    return it.kind === 'list' || it.kind === 'tuple' ? it.items : [];
  }
}

/** Names of the class stand before those of the file. */
export function classScope(module: Module, body: readonly Line[]): Scope {
  return scopeOf(module, statementsOf(module, body), scopeOf(module, statementsOf(module, module.lines)));
}

const VARIABLE = /(dependencies|replaces|run_before|atomic|initial|operations)[ \t]*(?::[^=\n]+)?=(?!=)/y;

/** `migrations.swappable_dependency(settings.AUTH_USER_MODEL)`: the first migration of the model's app (django 5.2, `db/migrations/migration.py`). */
function swappable(call: Call, scope: Scope, project: Project): readonly Reference[] {
  const [setting] = call.positional;
  if (calledName(call) !== 'swappable_dependency' || !setting) return [];
  const model = textIn(setting, scope)?.text ?? (setting.kind === 'name' ? swappedModel(setting.name, project) : undefined);
  return model === undefined ? [] : [{ app: model.split('.')[0]!, name: '__first__', span: call.span }];
}

function lastOf(line: Line): Line {
  let last = line;
  while (last.body.length > 0) last = last.body.at(-1)!;
  return last;
}

/** Imports of models of today whose rows the migration then reads or changes. */
function importedModels(text: string): readonly Span[] {
  if (!/\.models[ \t]+import\b/.test(text)) return [];
  return [...text.matchAll(/^from[ \t]+(?!django\b)[\w.]*\.models[ \t]+import[ \t]+(?:\(([^)]*)\)|([^\n\r(]+))/gm)].flatMap(found => {
    const names = (found[1] ?? found[2])!.split(',').map(it => it.trim().split(/\s+as\s+/).at(-1)!).filter(it => /^[A-Z]\w*$/.test(it));
    return names.some(it => new RegExp(`\\b${it}\\.(?:objects|_default_manager|_base_manager)\\b`).test(text)) ? [{ start: found.index, end: found.index + found[0].trimEnd().length }] : [];
  });
}
