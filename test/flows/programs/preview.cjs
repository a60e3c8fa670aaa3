// A tool that says what SQL a migration is. `how` is what else it does.
const { Client } = require('pg');

async function main([how, id, direction]) {
  if (how === 'writes') {
    const client = new Client();
    await client.connect();
    await client.query('create table stolen ()').finally(() => client.end());
  }
  if (how === 'sleeps') {
    const client = new Client();
    await client.connect();
    await client.query('select pg_sleep(60)').finally(() => client.end());
  }
  if (how === 'fails') throw new Error(`no, not with ${process.env.PGPASSWORD}`);
  console.error('loading the settings');
  console.log(`-- ${direction} ${id}\n\n  select 1;\n\n`);
  if (how === 'told') console.log(`-- ${process.env.PGHOST}:${process.env.PGPORT}, ${process.env.TOLD}`);
}

main(process.argv.slice(2)).catch(error => {
  console.error(error.message);
  process.exitCode = 3;
});
