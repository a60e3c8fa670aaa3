import { pathIn } from '../../text/paths.js';
import { compareIntegers, nextVersion, timestamp } from '../numbering.js';
import type { Migration } from '../../migrations/migration.js';
import type { Body } from '../../sql/script.js';
import type { ScaffoldRequest } from '../tool/scaffold.js';
import { camelize, snake } from './names.js';

/** As `bin/rails generate migration` (6.1, `rails/generators/active_record/migration`): the name decides what is begun. */
export function scaffold({ name, project, existing, now }: ScaffoldRequest): readonly { readonly path: string; readonly text: string }[] {
  const words = snake(name);
  const version = next(existing, now);
  const above = `ActiveRecord::Migration[${project.settings['rails'] ?? newest(existing) ?? '7.1'}]`;
  const text = `class ${camelize(words, project)} < ${above}\n  def change\n${body(words)}  end\nend\n`;
  return [{ path: pathIn(project.folder, `${version}_${words}.rb`), text }];
}

/** With methods of its own, where it goes back another way than it came. */
export function withBody(text: string, { up, down }: Body): string {
  const method = (name: string, lines: readonly string[]) => `  def ${name}\n${lines.map(it => `    ${it}\n`).join('')}  end\n`;
  const methods = down.length === 0 ? method('change', up) : `${method('up', up)}\n${method('down', down)}`;
  return text.replace(/ {2}def change\n[^]* {2}end\n/, () => methods);
}

/** A time, and later than any other. */
export function next(existing: readonly Migration[], now: Date | undefined): string {
  return nextVersion(existing.map(it => it.version!), now, now ? timestamp(now) : '1', compareIntegers);
}

/** The release that the last migration was written for. */
function newest(existing: readonly Migration[]): string | undefined {
  return existing.findLast(it => it.options?.['release'] !== undefined)?.options?.['release'];
}

function body(words: string): string {
  const create = /^create_(\w+)$/.exec(words)?.[1];
  if (create !== undefined) return `    create_table :${create} do |t|\n\n      t.timestamps\n    end\n`;
  const [, verb, column, table] = /^(add|remove)_(\w+)_(?:to|from)_(\w+)$/.exec(words) ?? [];
  if (table === undefined) return '';
  const reference = /^(\w+)_ref(?:erence)?$/.exec(column!)?.[1];
  return reference === undefined ? `    ${verb}_column :${table}, :${column}, :string\n` : `    ${verb}_reference :${table}, :${reference}, null: false\n`;
}

