import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'function-search-path-mutable',
  aliases: ['function_search_path_mutable'],
  summary: 'A function that looks names up where its caller says',
  severity: 'off',
  why: `
    What a name in the body means is decided anew in each session, by its \`search_path\`. Where the path differs, the function fails, or uses another table.`,
  instead: `
    \`SET search_path = ''\` in the function, and names with their schemas. It keeps a function in SQL from being inlined.`,
  sources: ['https://www.postgresql.org/docs/current/sql-createfunction.html', 'https://supabase.com/docs/guides/database/database-advisors?lint=0011_function_search_path_mutable'],

  on: ['create-function'],
  *check({ name, settings = [], securityDefiner, language, body, keyword }) {
    // One that runs with its owner's rights is told of as such.
    if (securityDefiner || settings.includes('search_path') || body === undefined || language === 'c' || language === 'internal') return;
    yield { span: keyword, message: `What the names in ${named(name)} mean hangs on the caller's \`search_path\`` };
  },

  examples: [
    {
      title: 'The path of the caller',
      sql: `
create function answer() returns int language sql as 'select 42';
-- ^^^^^^^^^^^^ What the names in \`answer\` mean hangs on the caller's \`search_path\`
`,
    },
    {
      title: 'A path of its own',
      sql: `
create function answer() returns int language sql set search_path = '' as 'select 42';
`,
    },
  ],
});
