exports.up = pgm => {
  pgm.createIndex('customers', 'name', { name: 'customers_name' });
};
