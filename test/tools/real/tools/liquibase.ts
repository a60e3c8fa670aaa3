import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { runJava } from '../java.js';
import type { Ran } from '../program.js';
import { SOMETHING, sqlStory } from '../sql-story.js';
import { folderOf, installed, type At, type Line, type RealTool } from '../tool.js';
import { changelog } from './liquibase/changelog.js';
import { scenarios } from './liquibase/scenarios.js';

/** Settings are those of its `liquibase.properties`. */
export const liquibase: RealTool = {
  ...installed('liquibase'),
  form: 'liquibase',
  config: settings => ({
    'liquibase.properties': `changeLogFile: migrations/root.xml\nliquibase.changelogLockPollRate: 1\n${Object.entries(settings).map(([name, value]) => `${name}: ${value}\n`).join('')}`,
    'migrations/root.xml': `${changelog('<includeAll path="changes" relativeToChangelogFile="true" errorIfMissingOrEmpty="false"/>')}`,
  }),
  migrate: ['update'],
  run,
  async tell(at) {
    // `status` says nothing of rows that no changelog has.
    const said = [await run(['status', '--verbose'], at), await run(['unexpected-changesets', '--verbose'], at)].map(it => it.output).join('');
    return { lines: lines(said, at), complaints: '' };
  },
  history: {
    table: ({ liquibaseSchemaName: schema = 'public', databaseChangeLogTableName: name = 'databasechangelog' }) => `${schema}.${name.toLowerCase()}`,
    by: 'orderexecuted',
  },
  story: sqlStory({
    files: all => Object.fromEntries(all.map(({ at, words, sql, alone }) => [
      `changes/0${at}_${words}.sql`,
      `--liquibase formatted sql\n\n--changeset me:${at}${alone ? ' runInTransaction:false' : ''}${sql.includes('$body$') ? ' splitStatements:false' : ''}\n${sql}`,
    ])),
    first: {
      'changes/09_attributes.sql': '--liquibase formatted sql\n\n--changeset me:attributes labels:a,b contextFilter:"dev or test"\n--comment: one\nselect 1;\n--rollback drop table users;\n\n--changeset "you and me":oracle dbms:oracle\nselect 1 from dual;\n',
    },
    rest: {
      'changes/01a_late.sql': '--liquibase formatted sql\n--changeset me:late\nselect 1;\n',
      'changes/10_property.sql': '--liquibase formatted sql\n--property name:table value:filled dbms:postgresql\n--changeset me:property context:dev,test\ncreate table ${table} (id int);\n--changeset me:delimited endDelimiter:@@ runOnChange:true\ncreate table delimited (id int)@@\nselect \';\' @@\n',
      'changes/11_crlf.sql': '--liquibase formatted sql logicalFilePath:elsewhere.sql\r\n--changeset me:crlf logicalFilePath:migrations/changes/11_crlf.sql\r\ncreate table eleven (\r\n  id int\r\n);\r\n',
      'changes/12_ignored.sql': '--liquibase formatted sql\n--changeset me:ignoring\n--ignoreLines:1\nthis is no SQL\nselect 2;\n/* liquibase rollback\nselect 3;\n*/\n',
    },
    settings: [{ liquibaseSchemaName: 'public' }, { databaseChangeLogTableName: 'HISTORY', databaseChangeLogLockTableName: 'HISTORY_LOCK' }, { contexts: 'prod' }, { labelFilter: 'c' }],
    edited: ['1 modified sql', '2 modified formatting', '3 applied', 'attributes applied'],
    failures: [{ name: 'without a transaction', files: { 'changes/1_a.sql': '--liquibase formatted sql\n--changeset me:1 runInTransaction:false\ncreate table a (id int);\nselect 1/0;\ncreate table b (id int);\n' }, left: SOMETHING }],
    locks: true,
  }),
  repairs: [{
    as: 'release', args: ['release-locks'], files: { 'changes/1.sql': '--liquibase formatted sql\n--changeset me:1\ncreate table a (id int);\n' },
    sql: "update databasechangeloglock set locked = true, lockedby = 'deploy-7 (10.0.0.7)', lockgranted = localtimestamp",
  }],
  scenarios,
};

function run(args: readonly string[], { root, url }: At): Promise<Ran> {
  const { host, username, password, pathname } = new URL(url);
  const program = { folder: join(folderOf('liquibase'), 'node_modules/liquibase/dist/liquibase'), classpath: ['internal/lib/*', 'lib/*'], main: 'liquibase.integration.commandline.LiquibaseCommandLine' };
  return runJava(program, ['--show-banner=false', ...args], root, {
    LIQUIBASE_COMMAND_URL: `jdbc:postgresql://${host}${pathname}`, LIQUIBASE_COMMAND_USERNAME: username, LIQUIBASE_COMMAND_PASSWORD: decodeURIComponent(password), LIQUIBASE_LOG_LEVEL: 'OFF',
  });
}

/** It names what is pending and, where its validation fails, what was changed; then the rows that no file has. The rest is applied. */
function lines(output: string, { root }: At): readonly Line[] {
  const named = (start: RegExp): ReadonlySet<string> => new Set((start.exec(output)?.[1] ?? '').split('\n').map(it => it.trim().split(' was: ')[0]!).filter(Boolean));
  const pending = named(/ha(?:ve|s) not been applied to [^\n]*\n((?: +\S+::.*\n)+)/);
  const modified = named(/changesets? check sum\n((?: +\S+::.*\n)+)/);
  const twins = named(/had duplicate identifiers\n((?: +\S+::.*\n)+)/);
  const missing = named(/unexpected changes? (?:were|was) found in [^\n]*\n((?: +\S+::.*\n)+)/);
  const files = readdirSync(join(root, 'migrations'), { recursive: true, encoding: 'utf8' }).filter(it => /\.\w+$/.test(it)).sort();
  const lines = files.flatMap(file => {
    const text = readFileSync(join(root, 'migrations', file), 'utf8');
    const changesets = [...text.matchAll(/^--changeset ([^:]+):(\S+)(.*)$|<changeSet id="(\S+)" author="(\S+)"(.*?)>/gm)].filter(it => !/dbms[:=]"?oracle|ignore:true/.test(it[3] ?? it[6] ?? ''));
    return changesets.map(([, author, id, , xmlId, xmlAuthor]) => {
      const key = `migrations/${file}::${id ?? xmlId}::${author ?? xmlAuthor}`;
      const state = twins.has(key) ? 'Pending' : modified.has(key) ? 'Modified' : pending.has(key) ? 'Pending' : 'Success';
      return { version: (id ?? xmlId)!, description: file.replace(/^.*\//, '').replace(/\.\w+$/, '').replace(/^[\d.]+[-_]/, ''), type: 'SQL', state };
    });
  });
  return [...lines, ...[...missing].map(it => ({ version: it.split('::')[1]!, description: it.split('::')[0]!, type: 'SQL', state: 'Missing' }))];
}
