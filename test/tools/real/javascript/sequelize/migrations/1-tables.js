'use strict';

/** @type {import('sequelize-cli').Migration} */
module.exports = {
  async up(queryInterface, Sequelize) {
    const { DataTypes } = Sequelize;
    await queryInterface.createSchema('app');
    await queryInterface.createTable('users', {
      id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true, allowNull: false },
      big: { type: Sequelize.BIGINT, autoIncrement: true },
      name: { type: Sequelize.STRING, allowNull: false, unique: true, comment: "it's" },
      short: Sequelize.STRING(20),
      bin: { type: Sequelize.STRING.BINARY },
      about: { type: Sequelize.TEXT, defaultValue: "a'b" },
      age: { type: Sequelize.INTEGER.UNSIGNED, defaultValue: 3, allowNull: true },
      price: { type: DataTypes.DECIMAL(10, 2), defaultValue: 0.5 },
      on: { type: Sequelize.BOOLEAN, defaultValue: false },
      kind: { type: Sequelize.ENUM('a', "b's"), defaultValue: 'a' },
      mood: { type: Sequelize.ENUM, values: ['sad', 'glad'] },
      tags: { type: Sequelize.ARRAY(Sequelize.STRING), defaultValue: [] },
      data: { type: Sequelize.JSONB, defaultValue: {} },
      uuid: { type: Sequelize.UUID, defaultValue: Sequelize.UUIDV4 },
      period: { type: Sequelize.RANGE(Sequelize.DATE) },
      f: Sequelize.DOUBLE,
      day: { type: Sequelize.DATEONLY, defaultValue: Sequelize.NOW },
      raw: { type: 'TIMESTAMP', defaultValue: Sequelize.literal('CURRENT_TIMESTAMP') },
      createdAt: { type: Sequelize.DATE, allowNull: false, defaultValue: Sequelize.fn('now') },
      bossId: { type: Sequelize.INTEGER, field: 'boss_id', references: { model: 'users', key: 'id' }, onDelete: 'set null', onUpdate: 'CASCADE' },
    }, { comment: 'people' });
    await queryInterface.createTable({ tableName: 'orders', schema: 'app' }, {
      a: { type: Sequelize.INTEGER, primaryKey: true },
      b: { type: Sequelize.INTEGER, primaryKey: true },
      userId: { type: Sequelize.INTEGER, references: { model: { tableName: 'users', schema: 'public' }, deferrable: Sequelize.Deferrable.INITIALLY_DEFERRED } },
    }, { uniqueKeys: { one: { fields: ['a', 'userId'] } } });
  },

  async down() {},
};
