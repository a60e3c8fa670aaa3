// A migrator of the plainest kind, which does as its first argument says. It finds its database by the environment.
const { Client } = require('pg');

async function main([how, version]) {
  const client = new Client(how === 'elsewhere' ? { database: 'postgres' } : {});
  await client.connect();
  try {
    if (how === 'slow') await client.query('select pg_sleep(60)');
    if (how === 'alone') await client.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'migration-lens'");
    if (how !== 'fail' && how !== 'elsewhere') await client.query('insert into done (version) values ($1)', [version]);
    if (how === 'half') throw new Error(`it broke, and the password is ${process.env.PGPASSWORD} or ${encodeURIComponent(process.env.PGPASSWORD)}`);
    if (how === 'fail') throw new Error('it broke at once');
    console.log(`ran ${version} on ${process.env.TOLD ?? 'PG*'}`);
  } finally {
    await client.end();
  }
}

main(process.argv.slice(2)).catch(error => {
  console.error(error.message);
  process.exitCode = 3;
});
