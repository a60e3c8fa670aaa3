import { readdirSync, readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { keyOf, pathOf, type Source } from '../../server/core/migrations/migration.js';
import { indexOf, withChanges, type ProjectIndex } from '../../server/core/migrations/project-index.js';
import { defaultSettings } from '../../server/core/settings/settings.js';
import { parseConfig } from '../../server/edges/config-files.js';
import type { Files } from '../../server/flows/ports.js';
import { openWorkspace, reopens, withSources, type Change } from '../../server/flows/workspace.js';
import { kinds, projectOf } from '../bench/tools.mjs';
import { sourceOf } from '../tools/reading.js';

type Texts = Readonly<Record<string, string>>;

const samples = readdirSync('test/projects').map((name): [string, Texts] => {
  const paths = readdirSync(`test/projects/${name}`, { recursive: true, withFileTypes: true }).filter(it => it.isFile()).map(it => `${it.parentPath}/${it.name}`);
  return [name, Object.fromEntries(paths.map(it => [it.slice(`test/projects/${name}/`.length), readFileSync(it, 'utf8')]))];
});
const made = Object.keys(kinds).map((name): [string, Texts] => [`made ${name}`, projectOf(name, 10)]);

// What a person does to a file: types at its end, deletes a stretch, pastes from another place.
test.each([...samples, ...made])('%s: whatever is typed, others keep their ids, and the index is that of a fresh reading', async (_, texts) => {
  const { projects } = await openWorkspace(folderOf(texts));
  expect(projects.length).toBeGreaterThan(0);
  for (const index of projects) {
    const files = [...index.sources.values()].filter(it => it.text !== '' && index.parts.set.at(it.path) !== undefined);
    fc.assert(fc.property(fc.nat(), fc.nat(), fc.nat(), fc.constantFrom('cut', 'delete', 'paste', 'type'), fc.constantFrom(...JUNK), (which, from, length, how, junk) => {
      const { path, text } = files[which % files.length]!;
      const start = from % (text.length + 1);
      const rest = text.slice(start);
      const typed = how === 'cut' ? text.slice(0, start) : how === 'delete' ? text.slice(0, start) + rest.slice(length % (rest.length + 1)) : text.slice(0, start) + (how === 'type' ? junk : text.slice(length % (text.length + 1)).slice(0, 60)) + rest;
      const edited = sourceOf(path, typed);
      const after = withChanges(index, [edited]);
      const fresh = anew(index, edited);
      expect(after.migrations).toEqual(fresh.migrations);
      expect(after.problems).toEqual(fresh.problems);
      expect(othersThan(path, after)).toEqual(othersThan(path, index));
      const back = withChanges(after, [sourceOf(path, text)]);
      expect(back.migrations).toEqual(index.migrations);
      expect(back.problems).toEqual(anew(index).problems);
    }), { numRuns: 20 });
  }
});

test.each([...samples, ...made])('%s: files that are edited, go and come back leave the index of a fresh reading', async (_, texts) => {
  const { projects } = await openWorkspace(folderOf(texts));
  for (const index of projects) {
    const paths = [...index.sources.keys()];
    const step = fc.record({ which: fc.nat(), what: fc.constantFrom('go or come', 'edit'), junk: fc.constantFrom(...JUNK) });
    fc.assert(fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), steps => {
      const sources = new Map(index.sources);
      let now = index;
      for (const { which, what, junk } of steps) {
        const path = paths[which % paths.length]!;
        const there = sources.get(path);
        const change = there && what === 'go or come' ? { path, gone: true as const } : there ? sourceOf(path, there.text + junk) : index.sources.get(path)!;
        now = withChanges(now, [change]);
        if ('gone' in change) sources.delete(path);
        else sources.set(path, change);
        const fresh = indexOf(index.project, index.tool, defaultSettings, index.parts.entries.filter(it => !index.sources.has(it.path) || sources.has(it.path)), sources, undefined);
        expect(now.migrations).toEqual(fresh.migrations);
        expect(now.problems).toEqual(fresh.problems);
      }
    }), { numRuns: 12 });
  }
});

test.each([...samples, ...made])('%s: files of a workspace that come, go, are copied and edited, any number at once, leave the one that is opened anew', async (_, texts) => {
  const start = await openWorkspace(folderOf(texts));
  const paths = Object.keys(texts);
  const one = fc.record({ which: fc.nat(), what: fc.constantFrom('go or come', 'edit', 'copy'), junk: fc.constantFrom(...JUNK) });
  await fc.assert(fc.asyncProperty(fc.array(fc.array(one, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }), async steps => {
    let [workspace, now] = [start, texts];
    for (const step of steps) {
      const changes = new Map(step.map(({ which, what, junk }): [string, Change] => {
        const path = paths[which % paths.length]!;
        const copy = path.replace(/(\d*)(\D*\.\w+)$/, (_, digits: string, rest: string) => `${digits === '' ? '' : String(BigInt(digits) + 1n).padStart(digits.length, '0')}${rest}`);
        if (what === 'copy') return [copy, sourceOf(copy, texts[path]!)];
        return [path, now[path] === undefined ? sourceOf(path, texts[path]!) : what === 'edit' ? sourceOf(path, now[path] + junk) : { path, gone: true }];
      }));
      const before = workspace;
      now = Object.fromEntries([...Object.entries(now).filter(([path]) => !changes.has(path)), ...[...changes.values()].flatMap(it => ('gone' in it ? [] : [[it.path, it.text]]))]);
      const anew = await openWorkspace(folderOf(now));
      workspace = [...changes.values()].some(it => reopens(before, it)) ? anew : withSources(before, [...changes.values()]);
      const told = ({ id, migrations, problems, parts: { set } }: ProjectIndex) => ({ id, migrations, problems, at: migrations.map(it => set.at(pathOf(it))), duplicates: set.duplicates.map(group => group.map(keyOf)) });
      // Whose a folder is may hang on what is in it: that is looked into at the next opening.
      for (const index of workspace.projects) {
        const fresh = anew.projects.find(it => it.id === index.id && isDeepStrictEqual(it.project, index.project));
        if (fresh) expect(told(index)).toEqual(told(fresh));
      }
    }
  }), { numRuns: 8 });
});

const JUNK = ['"', "'", '"""', '(', '{', '[', '`', '/*', '<', '<![CDATA[', '&', ':', '- ', '\n', '\t', '\n    ', '$$', '\\', '#{', '<<~SQL\n', 'end\n', 'def f():\n', '--', '-- +goose', '\u0000', '\uD800', '😀', '${a}', '%{'];

/** Ids that do not depend on what a file says, in order; an edited file that has lost its own only leaves a hole. */
function othersThan(path: string, { migrations }: ProjectIndex): readonly string[] {
  return migrations.filter(it => pathOf(it) !== path).map(it => `${pathOf(it)} ${it.version}`).sort();
}

function anew({ project, tool, sources, parts }: ProjectIndex, edited?: Source): ProjectIndex {
  const all = new Map(sources);
  if (edited) all.set(edited.path, edited);
  return indexOf(project, tool, defaultSettings, parts.entries, all, undefined);
}

function folderOf(texts: Texts): Files {
  return {
    list: async () => Object.keys(texts).sort(),
    read: async path => (texts[path] === undefined ? undefined : sourceOf(path, texts[path])),
    config: ({ path, text }) => parseConfig(path, text),
  };
}
