export const shorthands = {
  created: { type: 'timestamptz', notNull: true, default: '2024-01-01' },
  amount: 'numeric(10,2)',
  key: { type: 'bigint', primaryKey: true },
};

const SCHEMA = 'app';
const of = name => ({ schema: SCHEMA, name });

export const up = pgm => {
  pgm.createExtension(['pgcrypto', 'citext'], { ifNotExists: true });
  pgm.createSchema(SCHEMA, { ifNotExists: true });
  pgm.createType('mood', ['sad', "it's ok", 'happy']);
  pgm.createType({ schema: 'app', name: 'pair' }, { a: 'int', b: { type: 'string' } });
  pgm.createDomain('short', 'varchar(10)', { notNull: true, default: 'x' });
  pgm.createTable('users', {
    id: 'id',
    name: { type: 'varchar(100)', notNull: true, unique: true, comment: 'who' },
    mood: { type: 'mood', default: 'sad', notNull: true },
    tags: { type: 'text', array: true, default: pgm.func("'{}'") },
    scores: { type: 'int', array: 3, default: [1, 2, 3] },
    age: { type: 'int', check: 'age > 0' },
    uuid: { type: 'uuid', default: pgm.func('gen_random_uuid()') },
    on: { type: 'bool', default: false },
    size: { type: 'float', collation: undefined },
    n: { type: 'bigint', sequenceGenerated: { precedence: 'ALWAYS', increment: 2, start: 10 } },
    twice: { type: 'integer', expressionGenerated: 'age * 2' },
    at: 'created',
    price: { type: 'amount', notNull: true },
  }, { comment: 'people', constraints: { unique: [['name', 'age'], ['age', 'size']], check: ['age < 200', 'size > 0'] } });
  pgm.createTable(of('orders'), {
    a: { type: 'int', primaryKey: true },
    b: { type: 'int', primaryKey: true },
    user_id: { type: 'int', references: 'users', onDelete: 'CASCADE', referencesConstraintName: 'orders_user' },
    other: { type: 'int', references: '"users"(id)', deferrable: true, deferred: true },
  }, { ifNotExists: true });
  pgm.createTable('items', { id: 'key', order_a: 'int', order_b: 'int', data: 'jsonb' }, {
    unlogged: true,
    constraints: { foreignKeys: { columns: ['order_a', 'order_b'], references: '"app"."orders"(a, b)', onUpdate: 'CASCADE' } },
  });
  pgm.createTable('logs', { id: { type: 'int', notNull: true }, at: { type: 'datetime', notNull: true } }, { partition: { strategy: 'RANGE', columns: ['at', { name: 'id', opclass: 'int4_ops' }] } });
  pgm.createTable('copies', {}, { like: { table: 'users', options: { including: ['DEFAULTS', 'INDEXES'] } } });
  pgm.createTable('heirs', { more: 'text' }, { inherits: 'items' });
};

export const down = false;
