export default {
  dialect: 'postgresql',
  out: './src/db/migrations',
  migrations: { table: 'migrations', schema: 'public' },
};
