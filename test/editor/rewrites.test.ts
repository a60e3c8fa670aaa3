import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import type { FileEdit, Fix } from '../../server/core/migrations/problem.js';
import type { Source } from '../../server/core/migrations/migration.js';
import { withChanges } from '../../server/core/migrations/project-index.js';
import type { ProjectIndex } from '../../server/core/migrations/project-index.js';
import { applyEdits } from '../../server/core/text/span.js';
import { startParser } from '../../server/edges/parser.js';
import { checker } from '../../server/flows/check.js';
import { rewritesFor } from '../../server/flows/rewrites.js';
import { scripts } from '../../server/flows/script.js';
import { projectOf, removeProjects } from '../lint/projects.js';
import { run, startPostgres } from '../postgres.js';

const FOLDER = 'test/editor/rewrites';
const parser = startParser();
const { read } = scripts(parser);
afterAll(async () => {
  await parser.close();
  removeProjects();
});

const NOW = new Date(Date.UTC(2030, 0, 2, 3, 4, 5));

/**
 * A rewrite is a text: what it is for; the project's files, of which the last holds the statement and `=== rows` what is in the tables
 * before it, `=== meanwhile` what an old application does after the first step, `=== then` what a new one does; `=== but` what the schema differs in,
 * `=== instead` what a statement that Postgres refuses was to do; behind `=== rewritten`, what the runner made of them. `UPDATE=1` keeps what it wrote.
 *
 * The files run on a real Postgres as the tool would send them. What they leave behind is what the statement alone would have left; and
 * their downs leave what was there before.
 */
test.each(readdirSync(FOLDER))('%s', async name => {
  const path = join(FOLDER, name);
  const expected = readFileSync(path, 'utf8');
  const [given] = expected.split(/^=== rewritten\n/m);
  const { files, rows, meanwhile, then, but, instead } = partsOf(given!);
  const index = await projectOf(Object.fromEntries(files));
  const last = index.migrations.at(-1)!;
  const { fix, rule } = await firstRewrite(index, last.up!.path);
  const after = performed(index, fix);

  const changed = [...new Set(fix.edits.map(it => it.path))].map(it => `=== ${it}\n${after.sources.get(it)!.text}`);
  const actual = `${given!}=== rewritten\n${fix.title}\n${changed.map(it => it.endsWith('\n') ? it : `${it}\n`).join('')}`;
  if (process.env['UPDATE']) writeFileSync(path, actual);
  else expect(actual).toBe(expected);

  const problems = (await checker(scripts(parser)).check(after)).problems.filter(it => it.rule === rule || it.rule === 'syntax-error' || it.rule.startsWith('ban-concurrent'));
  expect(problems, 'the rule has nothing more to say').toEqual([]);
  expect(after.migrations.map(it => it.id).slice(0, index.migrations.length)).toEqual(index.migrations.map(it => it.id));

  const first = index.migrations.length - 1;
  const [direct, sequence] = await Promise.all([database(index, first, rows), database(index, first, rows)]);
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
  expect(differs.join('\n'), 'as the statement alone would have left it').toBe(but.trim());
  if (meanwhile !== '') expect(await rowsOf(sequence)).toEqual(await rowsOf(direct));
  if (!after.migrations.at(-1)!.down) return;
  for (const migration of after.migrations.slice(first).reverse()) await send(sequence, after, migration.down!, migration);
  expect(difference(started, await schemaOf(sequence)).join('\n'), 'as it was before').toBe(but.trim());
});

async function firstRewrite(index: ProjectIndex, path: string): Promise<{ readonly fix: Fix; readonly rule: string }> {
  const file = (await checker(scripts(parser)).file(index, path))!;
  for (const finding of file.findings) {
    const [fix] = await rewritesFor(finding, index, file, NOW, scripts(parser));
    if (fix) return { fix, rule: finding.rule };
  }
  throw new Error(`nothing is offered for ${file.findings.map(it => it.rule).join(', ')}`);
}

function performed(index: ProjectIndex, { edits }: Fix): ProjectIndex {
  const plain = (path: string, text: string): Source => ({ path, text, bom: false, malformed: false });
  const paths = [...new Set(edits.map(it => it.path))];
  return withChanges(index, paths.map(path => {
    const own = edits.filter(it => it.path === path);
    const created = own.find((it): it is Extract<FileEdit, { kind: 'create' }> => it.kind === 'create');
    return plain(path, applyEdits(created?.text ?? index.sources.get(path)!.text, own.flatMap(it => it.kind === 'edit' ? [it] : [])));
  }));
}

async function database(index: ProjectIndex, count: number, rows: string): Promise<string> {
  const url = await (await startPostgres()).database();
  await upTo(url, index, count, 0);
  await run(url, rows);
  return url;
}

async function upTo(url: string, index: ProjectIndex, end: number, from: number): Promise<void> {
  for (const migration of index.migrations.slice(from, end)) await send(url, index, migration.up!, migration);
}

/** As the tool says that it sends. */
async function send(url: string, { tool, project }: ProjectIndex, source: Source, migration: ProjectIndex['migrations'][number]): Promise<void> {
  const script = await read(source.text);
  const { wraps, sends } = tool.execution(script, migration, project);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    if (wraps) await client.query('begin');
    for (const text of sends === 'whole' ? [source.text] : script.pieces.map(it => source.text.slice(it.span.start, it.span.end))) await client.query(text);
    if (wraps) await client.query('commit');
  } catch (error) {
    throw new Error(`${source.path}: ${(error as Error).message}`);
  } finally {
    await client.end();
  }
}

function partsOf(given: string): { readonly files: readonly (readonly [string, string])[]; readonly rows: string; readonly meanwhile: string; readonly then: string; readonly but: string; readonly instead: string } {
  const [, ...parts] = given.split(/^=== (.*)\n/m);
  const pairs = Array.from({ length: parts.length / 2 }, (_, i) => [parts[2 * i]!, parts[2 * i + 1]!] as const);
  const named = (name: string) => pairs.find(([path]) => path === name)?.[1] ?? '';
  return { files: pairs.filter(([path]) => path.includes('.')), rows: named('rows'), meanwhile: named('meanwhile'), then: named('then'), but: named('but'), instead: named('instead') };
}

async function schemaOf(url: string): Promise<readonly string[]> {
  return (await run(url, SCHEMA)).map(it => String(it['line'])).sort();
}

function difference(before: readonly string[], after: readonly string[]): readonly string[] {
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
