// Loaded before a tool: what it sends by `pg`, which `PG` names, goes to the file `SENT`, a line each.
const { appendFileSync } = require('node:fs');

const { Client } = require(process.env.PG);
const { query } = Client.prototype;
Client.prototype.query = function (sent, ...more) {
  const text = typeof sent === 'string' ? sent : sent.text;
  if (text !== undefined) appendFileSync(process.env.SENT, `${text.replace(/\s+/g, ' ').trim()}\n`);
  return query.call(this, sent, ...more);
};
