import { fileOf, folderOf, isBelow, pathIn, pathsBelow } from '../../text/paths.js';
import { isOfPostgres } from '../dialect.js';
import { isOfAnotherDatabase, isOfTests } from '../excluded.js';
import { cratesWith, postgresCrates } from '../manifests.js';
import type { Project, Tree } from '../tool/project.js';
import { nameOf } from './names.js';

/** Folders that are called for migrations, hold little but numbered scripts, and have nothing of a known tool in them. */
export function detect(tree: Tree): readonly Project[] {
  const folders = new Map<string, string[]>();
  for (const path of tree.paths) {
    if (!/\.(?:sql|psql|pgsql)$/.test(path) || isOfTests(path) || isOfAnotherDatabase(path)) continue;
    const folder = folderOf(path);
    const files = folders.get(folder);
    if (files) files.push(path);
    else folders.set(folder, [path]);
  }
  const candidates = [...folders].filter(([folder]) => MEANT.test(folder) && !NOT_MEANT.test(folder) && !DOWNS.test(folder));
  if (candidates.length === 0) return [];

  const libraries = ['sqlx', 'diesel', 'refinery'].map((it): Library => {
    const crates = cratesWith(it, tree);
    return { crates, ours: postgresCrates(crates, it, tree) };
  });
  // Where another database is at work, too, the texts must tell that this is none of its.
  const several = tree.paths.some(it => /(?:^|\/)(?:Cargo\.toml|go\.mod|package\.json)$/.test(it) && /sqlite|mysql|libsql/i.test(tree.config(it)?.text ?? ''));
  return candidates.flatMap(([folder, files]) => (looksLikeOne(files, tree, several) && !isOfOtherCrate(folder, libraries) ? [projectAt(folder, tree.paths)] : []));
}

/** With a folder of ways back below or beside it, where there is one. */
export function projectAt(folder: string, paths: readonly string[] = []): Project {
  const downs = ['down', 'downs', 'rollback', 'rollbacks', 'undo', 'revert'].flatMap(it => [pathIn(folder, it), ...(/(?:^|\/)ups?$/.test(folder) ? [pathIn(folderOf(folder), it)] : [])]);
  const there = downs.filter(it => pathsBelow(it, paths).length > 0);
  return {
    tool: 'plain', folder, because: folder,
    locations: [{ path: folder, recursive: false }, ...there.map(path => ({ path, recursive: false, downs: true as const }))],
    settings: {}, placeholders: {}, connections: [],
  };
}

function looksLikeOne(files: readonly string[], { peek }: Tree, several: boolean): boolean {
  const numbered = files.filter(it => /^\d/.test(fileOf(it)) && nameOf(fileOf(it)) !== undefined);
  // The same step for several databases: somebody chooses among them.
  if (files.some(it => /[._-](?:mysql|mariadb|sqlite3?|cockroach(?:db)?|crdb|mssql|oracle|h2)\b/i.test(fileOf(it)))) return false;
  const ups = numbered.filter(it => !nameOf(fileOf(it))!.down);
  if (ups.length < 2 || numbered.length * 5 < files.length * 4) return false;
  const texts = numbered.flatMap(it => peek?.(it) ?? []);
  if (several && !texts.some(isOfPostgres)) return false;
  return !texts.some(it => OTHERS.test(it)) && !(texts.length > 0 && texts.every(it => ROWS.test(it)));
}

/** Of a library of Rust: the crates that depend on it, and those that use it with PostgreSQL. */
interface Library {
  readonly crates: readonly string[];
  readonly ours: readonly string[];
}

/** The nearest crate that it lies in uses its library with other databases alone. */
function isOfOtherCrate(folder: string, libraries: readonly Library[]): boolean {
  return libraries.some(({ crates, ours }) => {
    const nearest = crates.filter(it => isBelow(folder, it)).sort((a, b) => b.length - a.length)[0];
    return nearest !== undefined && !ours.includes(nearest);
  });
}

const MEANT = /(?:^|\/)(?:[^/]*migrat[^/]*|evolutions|(?:schema|db|database|sql)[-_]?(?:changes|updates|upgrades|patches))(?:\/(?:up|ups|sql|versions?|scripts?|postgres(?:ql)?|pg|[\w-]*db))*(?:\/[\w-]+)?$/i;
const NOT_MEANT = /(?:^|\/)[^/]*(?:quer(?:y|ies)|seed|fixture|sample|example|dump|backup|benchmark|template|docs?|tutorial|demo|archive|old|legacy|deprecated|data|functions?|views?|triggers?|procedures?|roles?|manual|hotfix|reports?|helpers?|utils?)[^/]*(?:\/|$)/i;
const DOWNS = /(?:^|\/)(?:downs?|rollbacks?|undo|reverts?)$/i;

/** Words of tools that have both ways in one file, or keep their place in it: sql-migrate, micrate, node-pg-migrate, Play, graphile-migrate, Liquibase; and templates that decide what is written: a name that is filled in is none. */
const OTHERS = /^(?:--\s*\+\s*\w+\s+(?:up|down)\b|--\s*(?:micrate|migrate)\s*:|--[\s-]*(?:up|down)(?:\s+migration)?\s*$|--\s*[@!]\s*(?:up|down|previous)|--!|#\s*---|--\s*liquibase)|\{\{-?\s*(?:if|else|end|range|with|define|template|block|[#/^!])|\{%|<%/im;

/** Nothing but reading and writing of rows, as far as a first word can tell. */
const ROWS = /^(?:\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*(?:select|with|insert|update|delete|copy|values|explain|merge|\\)\b/i;
