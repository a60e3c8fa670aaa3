import { partOf } from '../migrations/migration.js';
import type { Migration, Source } from '../migrations/migration.js';
import { fileOf, folderOf, pathIn } from '../text/paths.js';
import { withLines } from './javascript/edits.js';
import { historyOf } from './javascript/history.js';
import { projectAt, projectsWith, withSettings } from './javascript/projects.js';
import { slug } from './numbering.js';
import type { Tool } from './tool.js';
import type { Content, Reading } from './tool/reading.js';
import type { ScaffoldRequest } from './tool/scaffold.js';
import { translate } from './typeorm/translate.js';

/** TypeORM (github.com/typeorm/typeorm at 281bfba, `src/migration/MigrationExecutor.ts`), whose migrations only its own program runs. */
export const typeorm: Tool = {
  id: 'typeorm',
  title: 'TypeORM',
  reference: {
    files: '`1704164645000-Name.ts`, found by `MigrationInterface` below a package that has `typeorm`; a migration is called as its class. The methods of `queryRunner` are read as the SQL that they send',
    order: 'the moment at the end of the class\'s name',
    transactions: 'one for all that is pending, one for each, or none; a class with `transaction = false` has none',
    evidence: { run: '1.1.1', read: '281bfba' },
  },

  configures: path => /(?:^|\/)package\.json$/.test(path) || CONFIG.test(path),
  detect: tree => projectsWith(['typeorm'], /\bMigrationInterface\b/, tree, at).map(it => withSettings(it, tree, CONFIG, { table: 'migrationsTableName', historySchema: 'schema' })),
  at,

  read,
  contents,
  contained: () => true,
  translate,
  settles: ['multiple-alter-table'],
  withBody: (text, { up, down }) => withLines(withLines(text, 'up', up), 'down', down),
  comment: text => `// ${text}`,
  compare: (a, b) => momentOf(a) - momentOf(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  duplicate: (_, second) => `Duplicate migrations: ${second.id}`,
  traits: () => ({ down: 'section', outOfOrder: 'run' }),

  execution: (_, { up }) => ({ wraps: !/\btransaction\s*(?::[^=;]*)?=\s*false\b/.test(up ? partOf(up) : ''), sends: 'statement' }),
  history: historyOf({ columns: ['timestamp', 'name'], missing: () => ({}) }),
  lock: () => ({ kind: 'none' }),
  run: { by: 'nobody', why: 'Only TypeORM runs these migrations: `typeorm migration:run`' },
  scaffold,
};

/** Where people make their `DataSource`. */
const CONFIG = /(?:^|\/)(?:ormconfig\.(?:json|[cm]?[jt]s)|[\w.-]*data-?source[\w.-]*\.[cm]?[jt]s|typeorm[\w.-]*\.[cm]?[jt]s)$/i;

function at(folder: string) {
  return projectAt('typeorm', folder, 'migrations');
}

function read(path: string): Reading | undefined {
  const file = fileOf(path);
  if (!/\.(?:ts|js|mjs|cjs)$/.test(file) || /\.d\.ts$/.test(file)) return undefined;
  const name = file.replace(/\.\w+$/, '');
  return { kind: 'migration', direction: 'both', id: name, of: 'versioned', version: name, name: name.replace(/^\d+-?/, '') };
}

/** Each class that ends in a moment; `name = '…'` in it overrules what it is called. */
function contents({ text }: Source): readonly Content[] {
  const whole = { start: 0, end: text.length };
  return [...text.matchAll(/\bclass\s+(\w+?)(\d{13})\b/g)].map((found, i, all): Content => {
    const start = found.index + found[0].length - found[1]!.length - 13;
    const end = all[i + 1]?.index ?? text.length;
    const id = /\bname\s*(?::\s*string\s*)?=\s*["'`](\w+)["'`]/.exec(text.slice(found.index, end))?.[1] ?? `${found[1]}${found[2]}`;
    const span = all.length === 1 ? whole : { start: found.index, end };
    return { id, kind: 'versioned', version: id, name: id.replace(/\d{13}$/, '').replace(/([a-z])(?=[A-Z\d])/g, '$1 '), up: span, down: span, at: { start, end: start + found[1]!.length + 13 } };
  });
}

function momentOf({ id }: Migration): number {
  return Number(/\d{13}$/.exec(id)?.[0] ?? 0);
}

/** `typeorm migration:create`. */
function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const newest = existing.at(-1);
  const moment = Math.max(now.getTime(), newest === undefined ? 0 : momentOf(newest) + 1);
  const words = slug(name).normalize('NFKD').split('_').map(it => it.replace(/[^A-Za-z0-9]/g, '')).filter(it => it !== '').map(it => it.charAt(0).toUpperCase() + it.slice(1)).join('');
  const called = /^[A-Za-z]/.test(words) ? words : `Migration${words}`;
  const path = pathIn(newest?.up ? folderOf(newest.up.path) : project.folder, `${moment}-${called}.ts`);
  const text = `import { MigrationInterface, QueryRunner } from "typeorm";

export class ${called}${moment} implements MigrationInterface {
  public async up(queryRunner: QueryRunner): Promise<void> {
  }

  public async down(queryRunner: QueryRunner): Promise<void> {
  }
}
`;
  return [{ path, text }];
}
