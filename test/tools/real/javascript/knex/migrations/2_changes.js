exports.config = { transaction: false };

const addAudit = table => {
  table.timestamp('created').defaultTo('2024-01-01');
  table.string('by', 20);
};

exports.up = knex =>
  knex.schema
    .alterTable('users', t => {
      t.string('nick').notNullable().defaultTo('x');
      t.integer('boss').references('id').inTable('users').onDelete('SET NULL');
      t.text('about').notNullable().alter();
      t.string('email', 300).alter({ alterNullable: false });
      t.integer('age').defaultTo(7).alter({ alterType: false });
      t.dropColumn('bin');
      t.dropColumns('d', 'f');
      t.renameColumn('nick', 'alias');
      t.index(['age', 'on']);
      t.dropIndex(['email']);
      t.dropUnique(['name']);
      t.unique('email');
      t.setNullable('big');
      t.dropNullable('s');
      t.check('age > 0', [], 'never');
    })
    .then(async () => {
      await knex.schema.table('orders', addAudit);
      await knex.schema.table('orders', table => {
        table.dropForeign('user_id');
        table.dropForeign([], 'other_key');
        table.dropPrimary();
        table.primary(['id'], { constraintName: 'orders_key', deferrable: 'immediate' });
        table.dropChecks(['id_check']);
        table.integer('n').checkNegative().comment('negative');
      });
      if (!(await knex.schema.hasTable('more'))) {
        await knex.schema.createTableIfNotExists('more', t => {
          t.integer('a').primary();
          t.integer('b').unique('b_is_unique');
        });
      }
      for (const name of ['more', 'copies']) await knex.schema.dropTableIfExists(name);
      await Promise.all(['a', 'b'].map(column => knex.schema.alterTable('orders', t => { t.integer(`${column}_id`); })));
      await knex.schema.withSchema('app').alterTable('inner', t => {
        t.dropIndex('name', 'inner_name');
        t.dropTimestamps();
      });
      await knex.schema.withSchema('app').renameTable('inner', 'outer');
      await knex.schema.withSchema('app').dropTable('outer');
      await knex.schema.dropSchemaIfExists('app', true).dropExtensionIfExists('pgcrypto');
      await knex.schema.raw('alter table ?? add column ?? int', ['orders', 'z']);
      await knex.raw('create view v as select 1 as a, :b: as b from :t:', { b: 'code', t: 'orders' });
      await knex.schema.renameView('v', 'w').dropViewIfExists('w');
      await knex('users').insert({ name: 'a', alias: knex.raw('lower(?)', ['A']), about: 'b', s: 1 });
    });

exports.down = () => {};
