const names = { users: 'users', orders: 'orders' };

exports.up = async function (knex) {
  await knex.schema.createSchemaIfNotExists('app').createExtensionIfNotExists('pgcrypto');
  await knex.schema
    .createTable(names.users, table => {
      table.increments();
      table.string('name').notNullable().unique();
      table.string('email', 100).nullable().index();
      table.text('about').comment("it's about");
      table.integer('age').unsigned().defaultTo(3);
      table.bigInteger('big').defaultTo(0).notNullable();
      table.boolean('on').defaultTo(true).notNull();
      table.decimal('price', 10, 3).defaultTo(1.5);
      table.decimal('any', null);
      table.float('f');
      table.double('d');
      table.date('day');
      table.time('at');
      table.datetime('dt', { useTz: false });
      table.timestamp('ts', { precision: 3 }).defaultTo(knex.fn.now(3));
      table.timestamp('tz').defaultTo(knex.fn.now());
      table.json('j').defaultTo({ a: [1, 'b'] });
      table.jsonb('jb').defaultTo('[]');
      table.uuid('u').defaultTo(knex.raw('gen_random_uuid()'));
      table.binary('bin');
      table.specificType('tags', 'text[]').defaultTo('{}');
      table.enu('kind', ['a', 'b']).defaultTo('a');
      table.enum('mood', ['sad', 'glad'], { useNative: true, enumName: 'moods' });
      table.integer('pos').checkPositive('pos_is');
      table.string('lang').checkIn(['de', "e'n"]);
      table.integer('score').checkBetween([1, 5]);
      table.smallint('s');
      table.timestamps(true, true);
      table.comment('people');
    })
    .createTable('orders', function () {
      this.bigIncrements('id', { primaryKey: false });
      this.integer('user_id').references('id').inTable('users').onDelete('CASCADE').onUpdate('NO ACTION').notNullable();
      this.integer('other').references('users.id').deferrable('deferred').withKeyName('other_key');
      this.string('code').defaultTo("it's \\ a");
      this.foreign(['user_id'], 'named').references(['id']).inTable('users');
      this.primary(['id', 'user_id']);
      this.unique(['code', 'other'], { indexName: 'code_other' });
      this.unique(['other'], { indexName: 'part', predicate: knex.whereNotNull('code') });
      this.index(['code', 'user_id'], 'by_code', 'btree');
      this.index('other', undefined, { storageEngineIndexType: 'hash', predicate: knex.whereNull('code') });
      this.index([knex.raw('lower(code)'), 'other'], 'lower_code');
      this.check('id > 0', [], 'id_check');
    });
  await knex.schema.withSchema('app').createTable('inner', t => {
    t.uuid('id', { primaryKey: true }).defaultTo(knex.fn.uuid());
    t.string('name').index('inner_name');
    t.timestamps();
  });
  await knex.schema.createTableLike('copies', 'users');
};

exports.down = () => {};
