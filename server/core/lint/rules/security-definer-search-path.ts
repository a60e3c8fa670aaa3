import { keyOf } from '../../sql/identifier.js';
import { tokens } from '../../sql/lexer.js';
import { later } from '../neighbours.js';
import { rule } from '../rule.js';
import { keyword as cased, named, withFixes } from '../words.js';

export default rule({
  id: 'security-definer-search-path',
  aliases: ['MP099'],
  summary: '`SECURITY DEFINER` without a `search_path` of its own',
  severity: 'warning',
  why: `
    The function runs with the rights of its owner, and looks names up where the caller's \`search_path\` says.
    Whoever may create a table, a function or an operator in any schema can have the owner use it, and do what the owner may do.`,
  instead: `
    \`SET search_path = ''\` in the function, and names in its body with their schemas; or \`pg_catalog, pg_temp\` behind the schemas that it needs.
    A body in \`BEGIN ATOMIC\` has its names looked up when it is created, and needs none.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createfunction.html#SQL-CREATEFUNCTION-SECURITY'],

  on: ['create-function'],
  *check({ securityDefiner, settings = [], language, body, name }, context) {
    if (!securityDefiner || settings.includes('search_path') || body === undefined || COMPILED.has(language)) return;
    const { text, catalog } = context;
    const key = keyOf(catalog.fullName(name));
    if (later(context, it => it.kind === 'alter-function' && keyOf(catalog.fullName(it.name)) === key && (it.settings.includes('search_path') || it.securityDefiner === false))) return;
    const words = tokens(text).filter(it => it.kind === 'word');
    const definer = words.findIndex((it, i) => /^security$/i.test(text.slice(it.span.start, it.span.end)) && /^definer$/i.test(text.slice(words[i + 1]?.span.start, words[i + 1]?.span.end)));
    const span = definer === -1 ? undefined : { start: words[definer]!.span.start, end: words[definer + 1]!.span.end };
    yield {
      span: span ?? name.span ?? { start: 0, end: 0 },
      message: `${named(name)} runs with its owner's rights, and finds what the caller's \`search_path\` has for it`,
      ...withFixes(span && { title: 'Set an empty search_path', safety: 'review', edits: [{ span: { start: span.end, end: span.end }, text: ` ${cased('SET', text.slice(span.start))} search_path = ''` }] }),
    };
  },

  examples: [
    {
      title: 'The path of the caller',
      sql: `
create function secret() returns int language sql security definer as 'select 42';
--                                                ^^^^^^^^^^^^^^^^ \`secret\` runs with its owner's rights, and finds what the caller's \`search_path\` has for it
`,
      fixed: `
create function secret() returns int language sql security definer set search_path = '' as 'select 42';
`,
    },
    {
      title: 'A path of its own, at once or a little later',
      sql: `
create function secret() returns int language sql security definer set search_path = '' as 'select 42';
create function other() returns int language sql security definer as 'select 42';
alter function other() set search_path = pg_catalog, pg_temp;
create function early() returns int language sql security definer begin atomic select 42; end;
`,
    },
  ],
});

/** They look nothing up by name, as a rule. */
const COMPILED: ReadonlySet<string> = new Set(['c', 'internal']);
