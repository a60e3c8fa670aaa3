exports.up = pgm => {
  pgm.createTable('customers', {
    id: { type: 'bigint', primaryKey: true, sequenceGenerated: { precedence: 'ALWAYS' } },
    name: { type: 'text', notNull: true },
    phone: { type: 'text' },
  });
};
