import { fileOf, folderOf, resolved } from '../../text/paths.js';
import { isOfAnotherDatabase, isOfTests } from '../excluded.js';
import { folderOfSteps } from '../steps.js';
import type { Project, Tree } from '../tool/project.js';
import { settingsOf } from './journal.js';

/** Folders with a journal, as drizzle-kit before 1.0 keeps it, and those with a folder and a snapshot for each migration. */
export function detect(tree: Tree): readonly Project[] {
  const configs = configsOf(tree);
  const journals = tree.paths.filter(it => /(?:^|\/)meta\/_journal\.json$/.test(it) && !isOfTests(it));
  const steps = tree.paths.filter(it => /(?:^|\/)\d{14}_[^/]*\/migration\.sql$/.test(it) && !isOfTests(it) && !isOfAnotherDatabase(it));
  const snapshots = new Set(tree.paths.filter(it => fileOf(it) === 'snapshot.json').map(folderOfSteps));
  const folders = [...new Set(steps.map(folderOfSteps))].filter(it => (snapshots.has(it) || configs.has(it)) && !journals.includes(`${it === '.' ? '' : `${it}/`}meta/_journal.json`));
  return [
    ...journals.flatMap(it => byJournal(it, tree, configs) ?? []),
    ...folders.flatMap(folder => {
      const config = configs.get(folder);
      return config !== undefined && !isPostgres(config.dialect) ? [] : [configured(projectAt(folder), config)];
    }),
  ];
}

export function projectAt(folder: string): Project {
  return {
    tool: 'drizzle', folder, locations: [{ path: folder, recursive: true }], because: folder,
    settings: { historySchema: 'drizzle', table: '__drizzle_migrations' }, placeholders: {}, connections: [],
  };
}

interface Config {
  readonly path: string;
  readonly dialect: string | undefined;
  readonly table: string | undefined;
  readonly schema: string | undefined;
}

/** By the folder that each writes to. They are programs: what stands in quotes is read, and nothing is run. */
function configsOf(tree: Tree): ReadonlyMap<string, Config> {
  const configs = new Map<string, Config>();
  for (const path of tree.paths) {
    if (!/(?:^|\/)drizzle(?:[.-][\w-]+)*\.config\.(?:[cm]?[jt]s|json)$|(?:^|\/)drizzle\.config\.[\w.-]*(?:[jt]s|json)$/.test(path) || isOfTests(path)) continue;
    const text = (tree.config(path)?.text ?? '').replace(/^\s*\/\/.*$/gm, '');
    const word = (key: string, within = text): string | undefined => new RegExp(`\\b${key}["']?\\s*:\\s*["'\`]([^"'\`$]+)["'\`]`).exec(within)?.[1];
    const folder = resolved(folderOf(path), word('out') ?? 'drizzle');
    const table = /\bmigrations["']?\s*:\s*\{([^}]*)\}/.exec(text)?.[1] ?? '';
    if (folder !== undefined) configs.set(folder, { path, dialect: word('dialect') ?? word('driver'), table: word('table', table), schema: word('schema', table) });
  }
  return configs;
}

function byJournal(journal: string, tree: Tree, configs: ReadonlyMap<string, Config>): Project | undefined {
  const values = tree.config(journal)?.values;
  const dialect = values?.get('dialect')?.value;
  if (values === undefined || !isPostgres(typeof dialect === 'string' ? dialect : undefined)) return undefined;
  const entries = [...values.keys()].flatMap(key => {
    const place = /^entries\.(\d+)\.tag$/.exec(key)?.[1];
    const tag = values.get(key)?.value;
    return place === undefined || typeof tag !== 'string' ? [] : [{ tag, place: Number(place), when: Number(values.get(`entries.${place}.when`)?.value) }];
  });
  const folder = folderOf(folderOf(journal));
  const numbered = tree.paths.filter(it => folderOf(it) === folder && /^\d+_.*\.sql$/.test(fileOf(it)));
  // A journal that was left behind: most of the files are run by somebody else.
  const tags = new Set(entries.map(it => it.tag));
  const listed = numbered.filter(it => tags.has(fileOf(it).slice(0, -'.sql'.length)));
  if (numbered.length > 2 && listed.length * 2 < numbered.length) return undefined;
  const project = configured(projectAt(folder), configs.get(folder));
  return { ...project, because: journal, settings: { ...project.settings, journal: tree.config(journal)!.text, ...settingsOf(entries) } };
}

function configured(project: Project, config: Config | undefined): Project {
  if (config === undefined) return project;
  const { path, table, schema } = config;
  return { ...project, because: path, settings: { ...project.settings, ...(table !== undefined && { table }), ...(schema !== undefined && { historySchema: schema }) } };
}

function isPostgres(dialect: string | undefined): boolean {
  return dialect === undefined || /^(?:pg|postgres(?:ql)?)$/.test(dialect);
}
