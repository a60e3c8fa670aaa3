const { Op } = require('sequelize');

const TABLE = 'users';

module.exports = {
  up: (queryInterface, Sequelize) =>
    queryInterface.sequelize.transaction(async transaction => {
      await queryInterface.addColumn(TABLE, 'email', { type: Sequelize.STRING, allowNull: false, defaultValue: '', comment: 'mail' }, { transaction });
      await queryInterface.addColumn({ tableName: 'orders', schema: 'app' }, 'state', { type: Sequelize.ENUM('x', 'y'), defaultValue: 'x' }, { transaction });
      await queryInterface.addColumn(TABLE, 'orderId', { type: Sequelize.INTEGER, references: { model: 'users' }, onDelete: 'CASCADE' }, { transaction });
      await queryInterface.changeColumn(TABLE, 'about', { type: Sequelize.STRING(500), allowNull: false }, { transaction });
      await queryInterface.changeColumn(TABLE, 'age', { type: Sequelize.BIGINT, unique: true }, { transaction });
      await queryInterface.changeColumn(TABLE, 'age', { type: Sequelize.BIGINT, references: { model: 'users', key: 'id' } }, { transaction });
      await queryInterface.renameColumn(TABLE, 'email', 'mail', { transaction });
      await queryInterface.addIndex(TABLE, ['mail', 'createdAt'], { transaction });
      await queryInterface.addIndex(TABLE, { fields: [{ name: 'mail', order: 'DESC', operator: 'text_pattern_ops' }, Sequelize.fn('lower', Sequelize.col('name'))], name: 'by_mail', unique: true, where: { on: true, age: { [Op.ne]: null } }, transaction });
      await queryInterface.addIndex(TABLE, ['tags'], { using: 'gin', type: undefined, transaction });
      await queryInterface.addConstraint(TABLE, { fields: ['mail', 'age'], type: 'unique', transaction });
      await queryInterface.addConstraint(TABLE, { fields: ['age'], type: 'check', where: { age: { [Op.gte]: 1 } }, name: 'age_check', transaction });
      await queryInterface.addConstraint({ tableName: 'orders', schema: 'app' }, { fields: ['b'], type: 'foreign key', name: 'b_key', references: { table: 'users', field: 'id' }, onDelete: 'cascade', onUpdate: 'no action', transaction });
      await queryInterface.removeConstraint(TABLE, 'age_check', { transaction });
      await queryInterface.removeIndex(TABLE, ['mail', 'createdAt'], { transaction });
      await queryInterface.removeIndex(TABLE, 'by_mail', { transaction });
      await Promise.all(['f', 'short'].map(column => queryInterface.removeColumn(TABLE, column, { transaction })));
      await queryInterface.sequelize.query('UPDATE users SET about = :about', { replacements: { about: 'x' }, transaction });
    }),
  down: async () => {},
};
