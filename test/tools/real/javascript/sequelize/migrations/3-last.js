exports.up = async function up(queryInterface) {
  await queryInterface.addIndex('users', ['uuid'], { concurrently: true, name: 'by_uuid' });
  await queryInterface.removeIndex('users', 'by_uuid', { concurrently: true });
  await queryInterface.bulkInsert('users', [{ name: 'a', about: 'b' }]);
  await queryInterface.bulkDelete('users', {});
  await queryInterface.renameTable('users', 'people');
  await queryInterface.dropTable('people', { cascade: true });
  await queryInterface.dropEnum('enum_users_kind');
  await queryInterface.dropSchema('app');
};

exports.down = async () => {};
