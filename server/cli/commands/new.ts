import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { createMigration } from '../../flows/create.js';
import { parse, seeHelp } from '../command.js';
import type { Command } from '../command.js';
import { missing, openProjects } from '../projects.js';
import { failure, wrongUse } from '../terminal.js';

export const create: Command = {
  usage: `migration-lens new NAME [--project FOLDER] [--down]

Writes the files of the next migration as the project's tool wants them named, and prints their paths.
Never overwrites a file, save the tool's own list of them.

  --project FOLDER  the folder of the migrations; needed where there are several projects
  --down            with a down file, where the tool has them beside the ups
`,

  async run(args, terminal) {
    const parsed = parse(args, { project: { type: 'string' }, down: { type: 'boolean', default: false } });
    if ('wrong' in parsed) return wrongUse(terminal, parsed.wrong, seeHelp('new'));
    const { values: { project: folder, down }, positionals: [name, ...more] } = parsed;
    if (name === undefined || name.trim() === '' || more.length > 0) return wrongUse(terminal, 'new needs one name: put it in quotes', seeHelp('new'));
    const absent = missing(folder === undefined ? [] : [folder], terminal.cwd);
    if (absent !== undefined) return wrongUse(terminal, `no such folder: ${absent}`, seeHelp('new'));

    const opened = await openProjects(folder === undefined ? [] : [folder], terminal);
    const found = opened.flatMap(it => it.projects.map(index => ({ index, ...it })));
    const [only, other] = found;
    if (only === undefined) return wrongUse(terminal, 'no project of migrations found', seeHelp('new'));
    if (other !== undefined) {
      return wrongUse(terminal, 'several projects found', `Say which: ${found.map(it => `--project ${it.shown(it.index.project.folder)}`).join(', ')}`);
    }

    const files = createMigration(only.index, { name, down, now: new Date() }).map(it => ({ ...it, absolute: resolve(join(only.root, it.path)) }));
    const taken = files.find(it => it.replaces === undefined && existsSync(it.absolute));
    if (taken !== undefined) return failure(terminal, `${only.shown(taken.path)} exists already`);
    for (const { absolute, path, text, replaces } of files) {
      await mkdir(dirname(absolute), { recursive: true });
      // `wx`: a file that appeared in the meantime is not overwritten either.
      await writeFile(absolute, text, { flag: replaces ? 'w' : 'wx' });
      terminal.out(`${only.shown(path)}\n`);
    }
    return 0;
  },
};
