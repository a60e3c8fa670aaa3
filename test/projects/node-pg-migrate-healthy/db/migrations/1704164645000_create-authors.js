/** @type {import('node-pg-migrate').ColumnDefinitions | undefined} */
export const shorthands = {
  key: { type: 'bigint', primaryKey: true, sequenceGenerated: { precedence: 'ALWAYS' } },
};

/** @param pgm {import('node-pg-migrate').MigrationBuilder} */
export const up = pgm => {
  pgm.createTable('authors', {
    id: 'key',
    name: { type: 'text', notNull: true },
  });
  pgm.createTable('books', {
    id: 'key',
    title: { type: 'text', notNull: true },
    author: { type: 'bigint' },
  });
};
