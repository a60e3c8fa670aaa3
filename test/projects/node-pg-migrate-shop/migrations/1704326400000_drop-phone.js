exports.up = pgm => {
  pgm.sql("SET LOCAL lock_timeout = '5s'");
  pgm.dropColumn('customers', 'phone');
};

exports.down = false;
