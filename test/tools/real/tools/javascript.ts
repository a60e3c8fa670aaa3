import { existsSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { runProgram, type Ran } from '../program.js';
import { folderOf, installed, type At, type Line, type RealTool, type Story } from '../tool.js';

// Tools whose migrations are programs, which only they run: their status beside ours.

const table = 'create table users (id int)';

const knex: RealTool = {
  ...installed('knex'),
  form: 'knex',
  config: () => ({ 'package.json': manifest('knex'), 'knexfile.js': "module.exports = { client: 'pg', connection: process.env.DATABASE_URL };\n" }),
  migrate: ['migrate:latest'],
  run: (args, at) => run('knex', args, at),
  // The one or the other list; `Found 2 Completed Migration file/files.`, then a file a line.
  async tell(at) {
    const { output } = await run('knex', ['migrate:list'], at);
    const [done, pending] = output.split(/^(?:Found \d+ Pending|No Pending)/m);
    return { lines: [...files(done!, 'Success'), ...files(pending!, 'Pending')], complaints: '' };
  },
  history: { table: () => 'public.knex_migrations' },
  story: story(name => `exports.up = knex => knex.raw('${table.replace('users', name)}');\nexports.down = () => {};\n`, '_', 'js'),
  scenarios: [],
};

const sequelize: RealTool = {
  ...installed('sequelize'),
  form: 'sequelize',
  config: () => ({ 'package.json': manifest('sequelize'), '.sequelizerc': "module.exports = { 'migrations-path': 'migrations', url: process.env.DATABASE_URL };\n" }),
  migrate: ['db:migrate'],
  run: (args, at) => run('sequelize', args, at, 'sequelize-cli'),
  // `up 20240101000000-users.js`.
  async tell(at) {
    const { output } = await run('sequelize', ['db:migrate:status'], at, 'sequelize-cli');
    return { lines: [...files(output.replace(/^down .*$/gm, ''), 'Success'), ...files(output.replace(/^up .*$/gm, ''), 'Pending')], complaints: '' };
  },
  history: { table: () => 'public."SequelizeMeta"' },
  story: story(name => `module.exports = {\n  up: queryInterface => queryInterface.sequelize.query('${table.replace('users', name)}'),\n  down: async () => {},\n};\n`, '-', 'js'),
  scenarios: [],
};

const typeorm: RealTool = {
  ...installed('typeorm'),
  form: 'typeorm',
  config: () => ({
    'package.json': manifest('typeorm'),
    'data-source.js': "const { DataSource } = require('typeorm');\nmodule.exports = new DataSource({ type: 'postgres', url: process.env.DATABASE_URL, migrations: ['migrations/*.js'] });\n",
  }),
  migrate: ['migration:run', '-d', 'data-source.js'],
  run: (args, at) => run('typeorm', args, at),
  // `[X] 1 Users1700000001000`, `[ ] Items1700000003000`.
  async tell(at) {
    const { output } = await run('typeorm', ['migration:show', '-d', 'data-source.js'], at);
    const lines = [...output.replaceAll(/\x1b\[[\d;]*m/g, '').matchAll(/^ *\[([X ])\](?: \d+)? (([A-Za-z]+)\d{13})$/gm)].map((it): Line => ({ version: it[2]!, description: it[3]!, type: 'SQL', state: it[1] === 'X' ? 'Success' : 'Pending' }));
    return { lines, complaints: '' };
  },
  history: { table: () => 'public.migrations' },
  story: {
    ...story(() => '', '-', 'js'),
    first: Object.fromEntries([migration(1, 'Users'), migration(3, 'Orders')]),
    rest: Object.fromEntries([migration(2, 'Late'), migration(4, 'Items')]),
    edits: Object.fromEntries([migration(1, 'Users', 'bigint')]),
    edited: ['Users1700000001000 applied', 'Orders1700000003000 applied'],
  },
  scenarios: [],
};

export const javascripts: readonly RealTool[] = [knex, sequelize, typeorm];

function manifest(name: string): string {
  return `${JSON.stringify({ dependencies: { [name]: '*', pg: '*' } }, null, 2)}\n`;
}

/** It wants to be found beside the project. */
function run(id: string, args: readonly string[], { root, url }: At, program = id): Promise<Ran> {
  const modules = join(folderOf(id), 'node_modules');
  if (!existsSync(join(root, 'node_modules'))) symlinkSync(modules, join(root, 'node_modules'));
  return runProgram(join(modules, '.bin', program), args, root, { DATABASE_URL: url, NO_COLOR: '1', FORCE_COLOR: '0' });
}

function files(output: string, state: string): readonly Line[] {
  return [...output.replaceAll(/\x1b\[[\d;]*m/g, '').matchAll(/\b(\d{14}[-_](.+)\.js)$/gm)].map(it => ({ version: it[1]!, description: it[2]!, type: 'SQL', state }));
}

function story(text: (name: string) => string, separator: string, extension: string): Story {
  const named = (at: number, name: string, body = text(name)): readonly [string, string] => [`2024010${at}000000${separator}${name}.${extension}`, body];
  return {
    first: Object.fromEntries([named(1, 'users'), named(3, 'orders')]),
    rest: Object.fromEntries([named(2, 'late'), named(4, 'items')]),
    settings: [],
    edits: Object.fromEntries([named(1, 'users', text('users').replace('int', 'bigint'))]),
    edited: [`20240101000000${separator}users.${extension} applied`, `20240103000000${separator}orders.${extension} applied`],
    failures: [],
    readOnly: true,
  };
}

function migration(at: number, name: string, type = 'int'): readonly [string, string] {
  const moment = `170000000${at}000`;
  return [
    `${moment}-${name}.js`,
    `/** @typedef {import('typeorm').MigrationInterface} MigrationInterface */\nmodule.exports = class ${name}${moment} {\n  name = '${name}${moment}';\n\n  async up(queryRunner) {\n    await queryRunner.query('create table ${name} (id ${type})');\n  }\n\n  async down() {}\n};\n`,
  ];
}
