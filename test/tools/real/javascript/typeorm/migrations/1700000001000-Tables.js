const { Table, TableIndex } = require('typeorm');

const audit = [{ name: 'created_at', type: 'timestamp with time zone', default: 'now()' }, { name: 'at', type: 'timestamp without time zone', precision: 3, isNullable: true }];

module.exports = class Tables1700000001000 {
  async up(queryRunner) {
    await queryRunner.query('CREATE EXTENSION IF NOT EXISTS "uuid-ossp"');
    await queryRunner.createSchema('app', true);
    await queryRunner.createTable(
      new Table({
        name: 'users',
        columns: [
          { name: 'id', type: 'int', isPrimary: true, isGenerated: true, generationStrategy: 'increment' },
          { name: 'name', type: 'varchar', length: '100', isUnique: true, comment: "it's" },
          { name: 'price', type: 'numeric', precision: 10, scale: 2, default: 0 },
          { name: 'tags', type: 'text', isArray: true, isNullable: true },
          { name: 'kind', type: 'enum', enum: ['a', "b's"], default: "'a'" },
          { name: 'mood', type: 'enum', enum: ['sad', 'glad'], enumName: 'moods', isNullable: true },
          { name: 'code', type: 'varchar', length: '10' },
          { name: 'on', type: 'boolean', default: true },
          { name: 'n', type: 'bigint', isGenerated: true, generationStrategy: 'identity' },
          ...audit,
        ],
        checks: [{ expression: '"price" >= 0' }, { name: 'named', columnNames: ['n'], expression: 'n > 0' }],
        uniques: [{ columnNames: ['n', 'name'] }],
        indices: [{ columnNames: ['on'] }, { name: 'by_price', columnNames: ['price', 'on'], isUnique: true, where: '"on"' }],
        comment: 'people',
      }),
    );
    await queryRunner.createTable(new Table({
      name: 'app.orders',
      columns: [
        { name: 'id', type: 'uuid', isPrimary: true, isGenerated: true, generationStrategy: 'uuid' },
        { name: 'user_id', type: 'int' },
        { name: 'other', type: 'int', isPrimary: true, primaryKeyConstraintName: 'orders_key' },
      ],
      foreignKeys: [{ columnNames: ['user_id'], referencedTableName: 'users', referencedColumnNames: ['id'], onDelete: 'CASCADE', onUpdate: 'NO ACTION' }],
      exclusions: [{ expression: 'USING hash ("user_id" WITH =)' }],
    }), false);
    await queryRunner.createIndex('app.orders', new TableIndex({ columnNames: ['user_id', 'other'], type: 'btree' }));
  }

  async down() {}
};
