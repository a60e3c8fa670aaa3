import pg from 'pg';
import type { FileEdit, Fix } from '../../server/core/migrations/problem.js';
import type { Migration, Source } from '../../server/core/migrations/migration.js';
import { withChanges } from '../../server/core/migrations/project-index.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { textOf } from '../../server/core/sql/script.js';
import { applyEdits } from '../../server/core/text/span.js';
import { checker } from '../../server/flows/check.js';
import { rewritesFor } from '../../server/flows/rewrites.js';
import type { Scripts } from '../../server/flows/script.js';
import { projectOf } from '../lint/projects.js';
import { run } from '../postgres.js';

const NOW = new Date(Date.UTC(2030, 0, 2, 3, 4, 5));

export interface Played {
  readonly index: ProjectIndex;
  readonly after: ProjectIndex;
  readonly fix: Fix;
  /** What its own rule, and those that a new file must not break, say of the files it made. */
  readonly problems: readonly string[];
  /** In what the schema differs from what the statement alone would have left, and in what the downs leave a difference; and the rows. */
  readonly run: (database: () => Promise<string>) => Promise<{ readonly differs: string; readonly back: string; readonly rows: 'same' | 'others' }>;
  /** What the text says that the schema differs in. */
  readonly but: string;
}

/** A rewrite's text, without what was made of it. `postgres`: the target, over what the text says. */
export async function played(given: string, scripts: Scripts, postgres?: number): Promise<Played> {
  const { files, rows, meanwhile, then, but, instead } = partsOf(given);
  const index = await projectOf({ ...Object.fromEntries(files), ...(postgres !== undefined && { 'migration-lens.jsonc': `{ "postgres": ${postgres} }` }) });
  const { fix, rule } = await firstRewrite(index, index.migrations.at(-1)!.up!, scripts);
  const after = performed(index, fix);
  const problems = (await checker(scripts).check(after)).problems.filter(it => it.rule === rule || ['syntax-error', 'ban-concurrent-in-transaction', 'version-feature-unavailable'].includes(it.rule));
  return { index, after, fix, problems: problems.map(it => `${it.path} ${it.rule} ${it.message}`), run: play, but: but.trim() };

  async function play(database: () => Promise<string>): Promise<{ readonly differs: string; readonly back: string; readonly rows: 'same' | 'others' }> {
    const first = index.migrations.length - 1;
    const [direct, sequence] = [await database(), await database()];
    for (const url of [direct, sequence]) {
      await upTo(url, index, first, 0);
      await run(url, rows);
    }
    const started = await schemaOf(sequence);
    await run(direct, meanwhile);
    if (instead === '') await upTo(direct, index, first + 1, first);
    else await run(direct, instead);
    await run(direct, then);
    await upTo(sequence, after, first + 1, first);
    await run(sequence, meanwhile);
    await run(sequence, then);
    await upTo(sequence, after, after.migrations.length, first + 1);
    const differs = difference(await schemaOf(direct), await schemaOf(sequence));
    const same = meanwhile === '' || JSON.stringify(await rowsOf(sequence)) === JSON.stringify(await rowsOf(direct));
    const takesBack = after.migrations[first]!.down !== undefined;
    if (takesBack) for (const migration of after.migrations.slice(first).reverse()) if (migration.down) await send(sequence, after, migration.down, migration);
    const back = takesBack ? difference(started, await schemaOf(sequence)) : differs;
    return { differs: differs.join('\n'), back: back.join('\n'), rows: same ? 'same' : 'others' };
  }

  async function upTo(url: string, project: ProjectIndex, end: number, from: number): Promise<void> {
    for (const migration of project.migrations.slice(from, end)) await send(url, project, migration.up!, migration);
  }

  /** As the tool says that it sends. */
  async function send(url: string, project: ProjectIndex, source: Source, migration: Migration): Promise<void> {
    const { script } = (await checker(scripts).partsOf(project, source.path)).find(it => it.source === source)!;
    const { wraps, sends } = project.tool.execution(script, migration, project.project);
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      const statements = script.pieces.map(it => it.kind === 'statement' ? textOf(it, script) : script.text.slice(it.span.start, it.span.end));
      if (wraps) await client.query('begin');
      for (const text of sends === 'whole' ? [statements.join(';\n')] : statements) await client.query(text);
      if (wraps) await client.query('commit');
    } catch (error) {
      throw new Error(`${source.path}: ${(error as Error).message}`);
    } finally {
      await client.end();
    }
  }
}

async function firstRewrite(index: ProjectIndex, source: Source, scripts: Scripts): Promise<{ readonly fix: Fix; readonly rule: string }> {
  const file = (await checker(scripts).partsOf(index, source.path)).find(it => it.source === source)!;
  for (const finding of file.findings) {
    const [fix] = await rewritesFor(finding, index, file, NOW, scripts);
    if (fix) return { fix, rule: finding.rule };
  }
  throw new Error(`nothing is offered for ${file.findings.map(it => it.rule).join(', ')}`);
}

export function performed(index: ProjectIndex, { edits }: Fix): ProjectIndex {
  const plain = (path: string, text: string): Source => ({ path, text, bom: false, malformed: false });
  const paths = [...new Set(edits.map(it => it.path))];
  return withChanges(index, paths.map(path => {
    const own = edits.filter(it => it.path === path);
    const created = own.find((it): it is Extract<FileEdit, { kind: 'create' }> => it.kind === 'create');
    return plain(path, applyEdits(created?.text ?? index.sources.get(path)!.text, own.flatMap(it => it.kind === 'edit' ? [it] : [])));
  }));
}

function partsOf(given: string): { readonly files: readonly (readonly [string, string])[]; readonly rows: string; readonly meanwhile: string; readonly then: string; readonly but: string; readonly instead: string } {
  const [, ...parts] = given.split(/^=== (.*)\n/m);
  const pairs = Array.from({ length: parts.length / 2 }, (_, i) => [parts[2 * i]!, parts[2 * i + 1]!] as const);
  const named = (name: string) => pairs.find(([path]) => path === name)?.[1] ?? '';
  return { files: pairs.filter(([path]) => path.includes('.')), rows: named('rows'), meanwhile: named('meanwhile'), then: named('then'), but: named('but'), instead: named('instead') };
}

export async function schemaOf(url: string): Promise<readonly string[]> {
  return (await run(url, SCHEMA)).map(it => String(it['line'])).sort();
}

export function difference(before: readonly string[], after: readonly string[]): readonly string[] {
  return [...before.filter(it => !after.includes(it)).map(it => `- ${it}`), ...after.filter(it => !before.includes(it)).map(it => `+ ${it}`)];
}

async function rowsOf(url: string): Promise<unknown> {
  return run(url, `
    select c.relname, query_to_xml(format('select to_jsonb(t) as row from %s t order by 1', c.oid::regclass), true, false, '')::text as rows
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace order by 1`);
}

/** What a person would compare, without the order of columns. */
const SCHEMA = `
  select format('column %s.%s %s %s default %s %s%s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod), case when a.attnotnull then 'not null' end,
      pg_get_expr(d.adbin, d.adrelid), a.attidentity, (select collname from pg_collation where oid = a.attcollation)) as line
    from pg_attribute a join pg_class c on c.oid = a.attrelid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v') and a.attnum > 0 and not a.attisdropped
  union all select format('constraint %s %s %s %s', conrelid::regclass, conname, pg_get_constraintdef(oid), convalidated) from pg_constraint where connamespace = 'public'::regnamespace
  union all select format('index %s %s', pg_get_indexdef(indexrelid), indisvalid) from pg_index join pg_class c on c.oid = indexrelid where c.relnamespace = 'public'::regnamespace
  union all select format('attached %s to %s', inhrelid::regclass, inhparent::regclass) from pg_inherits
  union all select format('trigger %s', pg_get_triggerdef(oid)) from pg_trigger where not tgisinternal
  union all select format('function %s', pg_get_functiondef(oid)) from pg_proc where pronamespace = 'public'::regnamespace
  union all select format('view %s %s', oid::regclass, pg_get_viewdef(oid)) from pg_class where relkind = 'v' and relnamespace = 'public'::regnamespace`;
