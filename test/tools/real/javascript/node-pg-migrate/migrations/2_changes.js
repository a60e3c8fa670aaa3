const COLUMNS = { a: { type: 'int', notNull: true, default: 0 }, b: 'created' };

export async function up(pgm) {
  pgm.addColumns('users', COLUMNS, { ifNotExists: true });
  pgm.addColumn('users', { c: { type: 'text', comment: "it's" } });
  pgm.alterColumn('users', 'c', { type: 'varchar(20)', using: 'c::varchar(20)', default: 'd$pga$', notNull: true });
  pgm.alterColumn('users', 'c', { default: null, allowNull: true, comment: null });
  pgm.alterColumn('users', 'a', { type: 'int', collation: undefined, notNull: false });
  pgm.alterColumn('items', 'order_a', { notNull: true });
  pgm.alterColumn('items', 'order_a', { sequenceGenerated: { precedence: 'BY DEFAULT' } });
  pgm.renameColumn('users', 'c', 'd');
  pgm.addConstraint('users', 'users_d', 'CHECK (length(d) > 2) NOT VALID');
  pgm.addConstraint('users', 'users_a', { check: 'a > -1', comment: 'positive' });
  pgm.addConstraint('users', 'users_ab', { unique: ['a', 'b'], deferrable: true });
  pgm.createConstraint({ schema: 'app', name: 'orders' }, 'orders_other', { foreignKeys: [{ columns: 'other', references: 'users(id)', onDelete: 'SET NULL' }] });
  pgm.renameConstraint('users', 'users_a', 'users_a2');
  pgm.dropConstraint('users', 'users_a2', { ifExists: true, cascade: true });
  pgm.createIndex('users', 'name');
  pgm.createIndex('users', ['age', { name: 'name', opclass: 'text_pattern_ops', sort: 'DESC' }], { unique: true, name: 'by_age', where: 'age > 3' });
  pgm.addIndex({ schema: 'app', name: 'orders' }, ['user_id', 'other'], { method: 'btree', include: ['a', 'b'], ifNotExists: true });
  pgm.createIndex('users', 'lower(name)', { name: 'by_lower' });
  pgm.createIndex('users', ['name', pgm.func('(age + 1)')], { name: 'by_sum', unique: true, nulls: 'not distinct' });
  pgm.createIndex('items', 'data', { method: 'gin' });
  pgm.renameIndex('by_lower', 'by_lower_name');
  pgm.dropIndex('users', 'name');
  pgm.dropIndex({ schema: 'app', name: 'orders' }, ['user_id', 'other']);
  pgm.dropIndex('users', [], { name: 'by_sum', ifExists: true, cascade: true });
  pgm.addTypeValue('mood', 'wild', { after: 'sad', ifNotExists: true });
  pgm.renameTypeValue('mood', 'happy', 'glad');
  pgm.renameType('mood', 'feeling');
  pgm.addTypeAttribute({ schema: 'app', name: 'pair' }, 'c', 'bool');
  pgm.setTypeAttribute({ schema: 'app', name: 'pair' }, 'c', 'string');
  pgm.dropColumns('users', ['size', 'd'], { ifExists: true, cascade: true });
  pgm.dropColumn('users', 'a');
  pgm.dropColumns('users', { b: true });
  pgm.alterTable('users', { levelSecurity: 'ENABLE', unlogged: undefined });
  for (const table of ['heirs', 'copies']) {
    pgm.renameTable(table, `old_${table}`);
    pgm.dropTable(`old_${table}`, { ifExists: true, cascade: true });
  }
  pgm.sql('UPDATE {table} SET {column} = {value}', { table: { schema: 'app', name: 'orders' }, column: 'other', value: 3 });
  pgm.sql(`ALTER TABLE users ADD COLUMN ${'z'} int;`);
}

export const down = false;
