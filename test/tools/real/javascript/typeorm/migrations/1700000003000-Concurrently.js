const { TableIndex } = require('typeorm');

module.exports = class Concurrently1700000003000 {
  transaction = false;

  async up(queryRunner) {
    await queryRunner.createIndex('users', new TableIndex({ name: 'by_email', columnNames: ['email'], isUnique: true, isConcurrent: true }));
    await queryRunner.clearTable('users');
    for (const name of ['by_email']) await queryRunner.dropIndex('users', new TableIndex({ name, columnNames: ['email'], isConcurrent: true }));
  }

  async down() {}
};
