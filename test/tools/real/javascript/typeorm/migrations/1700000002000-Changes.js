const { Table, TableCheck, TableColumn, TableForeignKey, TableIndex, TableUnique } = require('typeorm');

module.exports = class Changes1700000002000 {
  async up(queryRunner) {
    await queryRunner.addColumn('users', new TableColumn({ name: 'email', type: 'varchar', isNullable: true, isUnique: true }));
    await queryRunner.addColumns('app.orders', [new TableColumn({ name: 'a', type: 'int', default: 3 }), new TableColumn({ name: 'b', type: 'decimal', precision: 4, isNullable: true, comment: 'b' }), new TableColumn({ name: 'state', type: 'enum', enum: ['x'], isNullable: true })]);
    await queryRunner.createForeignKey('app.orders', new TableForeignKey({ columnNames: ['other'], referencedColumnNames: ['id'], referencedTableName: 'users', deferrable: 'INITIALLY DEFERRED' }));
    await queryRunner.createForeignKeys('app.orders', [new TableForeignKey({ name: 'a_key', columnNames: ['a'], referencedColumnNames: ['id'], referencedTableName: 'users', onDelete: 'SET NULL' })]);
    await queryRunner.createUniqueConstraint('app.orders', new TableUnique({ columnNames: ['a', 'b'], name: 'a_b' }));
    await queryRunner.createCheckConstraint('app.orders', new TableCheck({ name: 'a_check', expression: 'a > 0' }));
    await queryRunner.createIndices('users', [new TableIndex({ columnNames: ['email'] }), new TableIndex({ name: 'by_tags', columnNames: ['tags'], type: 'gin' })]);
    await queryRunner.changeColumn('users', 'created_at', new TableColumn({ name: 'created_at', type: 'timestamp with time zone', default: 'now()', isNullable: true }));
    await queryRunner.changeColumn('users', 'at', new TableColumn({ name: 'at', type: 'timestamp without time zone', precision: 3, isNullable: false, default: "'2024-01-01'", comment: 'when' }));
    await queryRunner.changeColumn('users', new TableColumn({ name: 'code', type: 'varchar', length: '10' }), new TableColumn({ name: 'code', type: 'varchar', length: '20' }));
    await queryRunner.renameColumn('users', 'created_at', 'made_at');
    await queryRunner.createTable(new Table({ name: 'app.small', columns: [{ name: 'a', type: 'int' }] }));
    await queryRunner.renameTable('app.small', 'tiny');
    await queryRunner.dropForeignKey('app.orders', 'a_key');
    await queryRunner.dropCheckConstraint('app.orders', 'a_check');
    await queryRunner.dropUniqueConstraint('app.orders', 'a_b');
    await queryRunner.dropIndex('users', 'by_tags');
    await queryRunner.dropColumn('app.orders', 'b');
    await queryRunner.dropColumns('app.orders', ['a']);
    await queryRunner.dropTable('app.tiny');
    await queryRunner.dropSchema('app', true, true);
    await queryRunner.query('UPDATE "users" SET "email" = $1', ['a']);
  }

  async down() {}
};
