import { pathOf, type Migration } from '../../migrations/migration.js';
import type { Body } from '../../sql/script.js';
import { fileOf, folderOf, pathIn } from '../../text/paths.js';
import type { NewFile, ScaffoldRequest } from '../tool/scaffold.js';
import { slug } from '../numbering.js';
import { appGraphOf, appOf, compareIds } from './graph.js';
import { labelOf } from './labels.js';

/** An empty migration, as `makemigrations --empty` writes it: of the app that begins the name (`shop.add price`), else of the newest. */
export function scaffold({ name, project, existing }: ScaffoldRequest): readonly NewFile[] {
  const { leaves } = appGraphOf(existing);
  const [, label, rest] = /^(\w+)[.:/]\s*(.*)$/s.exec(name.trim()) ?? [];
  const app = label !== undefined && leaves.has(label) ? label : existing.length > 0 ? appOf(existing.at(-1)!) : undefined;
  const own = existing.filter(it => appOf(it) === app);
  const words = app === label && rest !== undefined ? rest : name;
  const folder = own.length > 0 ? folderOf(pathOf(own.at(-1)!)) : project.locations[0]!.path;
  const dependencies = (app === undefined ? [] : leaves.get(app) ?? []).map(it => [app!, it.slice(it.indexOf('.') + 1)] as const);
  const file = fileName(next(own), slug(words).replace(/[^\w]/g, '_'));
  return [{ path: pathIn(folder, file), text: migrationFile(dependencies, own.length === 0 && app === undefined ? labelOf(pathIn(folder, file), project) : undefined) }];
}

/** Operations go back by themselves. */
export function withBody(text: string, { up, imports = [] }: Body): string {
  const listed = up.map(it => `        ${it}\n`).join('');
  const isOwn = (line: string) => /^from django\.db import .*\bmigrations\b/.test(line);
  const own = imports.find(isOwn);
  const head = own === undefined ? text : text.replace(/^from django\.db import migrations$/m, () => own);
  return [...imports.filter(it => !isOwn(it)), head.replace('operations = []', () => `operations = [\n${listed}    ]`)].join('\n');
}

/** What `makemigrations --merge` writes. */
export function mergeFile(leaves: readonly Migration[]): NewFile {
  const sorted = [...leaves].sort((a, b) => compareIds(a.id, b.id));
  const names = sorted.map(it => it.id.slice(it.id.indexOf('.') + 1));
  const app = appOf(sorted[0]!);
  const joined = `merge_${names.join('_')}`;
  // Django itself takes the date where the names are too long for one.
  const file = fileName(next(sorted), joined.length > 47 ? `merge_${names.map(it => /^\d+/.exec(it)?.[0] ?? it).join('_')}`.slice(0, 47) : joined);
  return { path: pathIn(folderOf(pathOf(sorted[0]!)), file), text: migrationFile(names.map(it => [app, it] as const), undefined) };
}

function fileName(number: string, words: string): string {
  return `${number}_${words}.py`;
}

function next(existing: readonly Migration[]): string {
  const numbers = existing.map(it => Number(/^\d+/.exec(fileOf(pathOf(it)))?.[0] ?? 0)).filter(it => Number.isSafeInteger(it));
  return String(Math.max(0, ...numbers.slice(-1000)) + 1).padStart(4, '0');
}

function migrationFile(dependencies: readonly (readonly [string, string])[], first: string | undefined): string {
  const list = dependencies.length === 0 ? '[]' : `[\n${dependencies.map(([app, name]) => `        ("${app}", "${name}"),\n`).join('')}    ]`;
  return `from django.db import migrations


class Migration(migrations.Migration):
${first === undefined ? '' : '\n    initial = True\n'}
    dependencies = ${list}

    operations = []
`;
}
