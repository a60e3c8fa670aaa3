import { rule } from '../rule.js';
import { named } from '../words.js';

export default rule({
  id: 'change-column-default',
  aliases: ['change_column_default'],
  summary: 'Applications that know the old default go on writing it',
  severity: 'off',
  why: `
    Some mappers, Active Record among them, read the default when they start, and leave a column out that has it, or write it out.
    Until the old application is gone, its rows have the value that it believes to be the default.`,
  instead: `
    Let the application write the column always, and change the default then. In Rails, \`partial_inserts\` switched off does that.`,
  sources: ['https://github.com/ankane/strong_migrations#changing-the-default-value-of-a-column'],

  on: ['alter-table'],
  actions: ['set-default', 'drop-default'],
  *check(statement, context) {
    if (statement.of !== 'table' || context.isNew(statement.table)) return;
    const table = context.catalog.table(statement.table);
    for (const action of statement.actions) {
      if ((action.kind !== 'set-default' && action.kind !== 'drop-default') || context.isNewColumn(statement.table, action.column)) continue;
      const old = table?.columns.get(action.column)?.default;
      if (table && !table.partial && old === undefined) continue;
      if (action.kind === 'set-default' && old?.text === action.expression.text) continue;
      yield { span: action.span, message: `Applications that know the old default of ${named({ name: action.column })} go on writing it` };
    }
  },

  examples: [
    {
      title: 'Another default, and none',
      before: `create table users (locale text default 'en', role text default 'guest');`,
      sql: `
alter table users alter column locale set default 'de', alter column role drop default;
--                ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Applications that know the old default of \`locale\` go on writing it
--                                                      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ Applications that know the old default of \`role\` go on writing it
`,
    },
    {
      title: 'A first one, the same again, and a new column',
      before: `create table users (locale text, role text default 'guest');`,
      sql: `
alter table users alter column locale set default 'de', alter column role set default 'guest';
alter table users add column score int default 1;
alter table users alter column score set default 0;
`,
    },
  ],
});
