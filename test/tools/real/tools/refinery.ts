import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram } from '../program.js';
import { sqlStory } from '../sql-story.js';
import { folderOf, installed, type At, type Line, type RealTool } from '../tool.js';

const table = (name: string): string => `create table ${name} (id int);\n`;

export const refinery: RealTool = {
  ...installed('refinery'),
  form: 'refinery',
  config: () => ({ 'Cargo.toml': '[dependencies]\nrefinery = { version = "0.10", features = ["postgres"] }\n' }),
  migrate: ['migrate', '-d', '-m'],
  run: (args, { root, url }) => runProgram(join(folderOf('refinery'), 'bin/refinery'), [...args, '-e', 'DATABASE_URL', '-p', 'migrations'], root, { DATABASE_URL: url }),
  tell: async at => ({ lines: lines((await refinery.run(['migrate', '-t', '0'], at)).output, at), complaints: '' }),
  history: { table: () => 'public.refinery_schema_history' },
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql }) => [`V${at === 2 ? '02' : at}__${words}.sql`, sql])),
    rest: { 'sub/V8__below.sql': 'create table below (id int);\n', 'U9__late.sql': 'create table late (id int);\n', 'V10__naïve.sql': 'create table naive (id int);\n' },
    edited: ['1 modified sql', '2 modified formatting', '3 modified formatting'],
    outside: 'never',
  }),
  scenarios: [
    {
      name: 'half-applied', about: 'Two applied; one sorts between them, and is refused.',
      steps: [
        { write: { 'V1__users.sql': table('users'), 'V3__orders.sql': table('orders') } },
        { run: ['migrate'] },
        { write: { 'V2__late.sql': table('late'), 'V4__items.sql': table('items') } },
      ],
    },
    {
      name: 'edited', about: 'Edited, renamed, gone.',
      steps: [
        { write: { 'V1__a.sql': table('a'), 'V2__b.sql': table('b'), 'V3__c.sql': table('c'), 'V4__d.sql': table('d') } },
        { run: ['migrate'] },
        { write: { 'V1__a.sql': 'create table a (id bigint);\n', 'V2__renamed.sql': table('b') } },
        { remove: ['V2__b.sql', 'V3__c.sql'] },
      ],
    },
  ],
};

/** What it logs when it may not stop at anything, and has nothing to run: where it stands, and whatever is not as it was. */
function lines(output: string, { root }: At): readonly Line[] {
  const current = Number(/current version: (\d+)/.exec(output)?.[1] ?? -1);
  const logged = (said: RegExp): ReadonlySet<string> => new Set([...output.matchAll(said)].map(it => it[1]!));
  const divergent = logged(/is different than filesystem one [UV](\d+)__/g);
  const late = logged(/found migration on file system [UV](\d+)__\w+ not applied/g);
  const files = readdirSync(join(root, 'migrations'), { recursive: true, encoding: 'utf8' }).flatMap(it => {
    const [, version, description] = /(?:^|\/)[UV]0*(\d+)__(.+)\.sql$/.exec(it) ?? [];
    if (version === undefined) return [];
    return [{ version, description: description!, type: 'SQL', state: divergent.has(version) ? 'Modified' : late.has(version) ? 'Ignored' : Number(version) > current ? 'Pending' : 'Success' }];
  });
  const missing = [...output.matchAll(/migration V(\d+)__(\w+) is missing/g)].map(it => ({ version: it[1]!, description: it[2]!, type: 'SQL', state: 'Missing' }));
  return [...files, ...missing];
}
