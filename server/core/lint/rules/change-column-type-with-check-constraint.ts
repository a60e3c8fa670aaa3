import { rule } from '../rule.js';
import { blocked, named, onRows } from '../words.js';

export default rule({
  id: 'change-column-type-with-check-constraint',
  aliases: ['change_column_constraint', 'changing-column-type'],
  summary: 'A change of type that costs nothing but for a check on the column',
  severity: 'warning',
  why: `
    The rows stay as they are, but each check that reads the column has to be proved for every row again,
    under an \`ACCESS EXCLUSIVE\` lock: nobody reads or writes until it is done.`,
  instead: `
    Drop the check in the same \`ALTER TABLE\`, add it again with \`NOT VALID\`, and validate it in a later migration.`,
  sources: ['https://github.com/ankane/strong_migrations#changing-the-type-of-a-column'],

  on: ['alter-table'],
  actions: ['alter-column-type'],
  *check(statement, context) {
    // What the statement drops is not proved.
    const dropped = statement.actions.filter(it => it.kind === 'drop-constraint');
    for (const action of statement.actions) {
      if (action.kind !== 'alter-column-type') continue;
      const touched = onRows(context.effectsOf({ ...statement, actions: [...dropped, action] }), context);
      const read = touched.filter(it => it.scan);
      if (read.length === 0 || touched.some(it => it.rewrite || it.indexBuild)) continue;
      yield { span: action.span, message: `Changing the type of ${named({ name: action.column })} has its checks proved again, and blocks ${blocked(read)} meanwhile` };
    }
  },

  examples: [
    {
      title: 'A longer varchar with a check',
      before: `create table users (name varchar(50) check (name <> ''));`,
      sql: `
alter table users alter column name type varchar(80);
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Changing the type of \`name\` has its checks proved again, and blocks reads and writes of \`users\` meanwhile
`,
    },
    {
      title: 'Without its check',
      before: `create table users (name varchar(50) check (name <> ''), note varchar(50));`,
      sql: `
alter table users drop constraint users_name_check, alter column name type varchar(80);
alter table users alter column note type varchar(80);
`,
    },
  ],
});
