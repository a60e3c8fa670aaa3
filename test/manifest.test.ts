import { readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deflateRawSync } from 'node:zlib';
import { listFiles } from '@vscode/vsce';
import { describe, expect, it } from 'vitest';
import { rules } from '../server/core/lint/rules.js';
import { holdsPassword } from '../server/core/settings/read.js';
import { ruleValueSchema } from '../server/core/settings/rule-settings.js';

const root = path.resolve(import.meta.dirname, '..');
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const words = JSON.parse(read('package.nls.json')) as Record<string, string>;
const client = sources('client');
const { commands, menus, configuration, views, viewsWelcome } = manifest.contributes;
const contributed = commands.map(it => it.command);

interface Manifest {
  readonly activationEvents: readonly string[];
  readonly icon: string;
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: Record<string, readonly { readonly command: string; readonly when?: string; readonly group?: string }[]>;
    readonly configuration: { readonly properties: Record<string, { readonly scope?: string; readonly order?: number }> };
    readonly views: Record<string, readonly { readonly id: string }[]>;
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly mcpServerDefinitionProviders: readonly { readonly id: string }[];
    readonly jsonValidation: readonly { readonly url: string }[];
    readonly grammars: readonly { readonly path: string }[];
    readonly walkthroughs: readonly { readonly steps: readonly { readonly media: { readonly image: Readonly<Record<string, string>> } }[] }[];
  };
}

interface Addresses {
  readonly additionalProperties: { readonly anyOf: readonly [{ readonly pattern: string }, { readonly properties: { readonly url: { readonly pattern: string } } }] };
}

describe('the manifest and the code agree', () => {
  it('on commands: each that is contributed is registered, each that is registered and has a title is contributed', () => {
    const table = /const commands: Record<[^]*?= \{([^]*?)\n  \};/.exec(read('client/extension.ts'))![1]!;
    const registered = [...table.matchAll(/^    (\w+)[,:]/gm)].map(it => `migrationLens.${it[1]}`);
    // Only an item of the view and a quick fix name them.
    const internal = ['migrationLens.showMore', 'migrationLens.movePassword'];
    expect(registered.filter(it => !internal.includes(it)).sort()).toEqual([...contributed].sort());
  });

  it('on the provider of agents\' tools', () => {
    expect(manifest.contributes.mcpServerDefinitionProviders.map(it => it.id)).toEqual([/const PROVIDER = '([^']+)'/.exec(read('client/agents.ts'))![1]]);
  });

  it('on settings: each that is contributed is read somewhere', () => {
    // The language client reads the level of its trace by itself.
    const keys = Object.keys(configuration.properties).map(it => it.replace('migrationLens.', '')).filter(it => it !== 'trace.server');
    expect(keys.filter(key => !client.includes(`'${key}'`))).toEqual([]);
  });

  it('on rules: what can be told of one is what it reads', () => {
    const severity = { enum: ['error', 'warning', 'info', 'hint', 'off'] };
    const expected = Object.fromEntries(rules.filter(it => it.settings).map(it => [it.id, ruleValueSchema(it.summary, it.settings, severity)]));
    const written = /("migrationLens\.rules": \{[^]*?\n {10}"properties": )(\{[^]*?\n {10}\}|\{\})/;
    const updated = read('package.json').replace(written, (_, before: string) => `${before}${JSON.stringify(expected, null, 2).replaceAll('\n', '\n          ')}`);
    if (process.env['UPDATE'] && updated !== read('package.json')) {
      // Others read it at the same time: there is none that is half written.
      writeFileSync(path.join(root, 'out/package.json'), updated);
      renameSync(path.join(root, 'out/package.json'), path.join(root, 'package.json'));
    }
    expect(JSON.parse(written.exec(read('package.json'))![2]!), 'run `npm run update` and read the diff').toEqual(expected);
  });

  it('on words: each key of the manifest has a text, each text a key', () => {
    const used = new Set([...read('package.json').matchAll(/"%([\w.]+)%"/g)].map(it => it[1]!));
    expect([...used].sort()).toEqual(Object.keys(words).sort());
  });

  it('on texts: what the client has translated is in the bundle that translators take, and nothing else is', () => {
    const texts = [...client.matchAll(/l10n\.t\(\s*'((?:\\.|[^'\\\n])*)'/g)].map(it => it[1]!.replace(/\\(.)/g, '$1'));
    expect(texts.length, 'each call has its text in it').toBe(client.split('l10n.t(').length - 1);
    const expected = `${JSON.stringify(Object.fromEntries([...new Set(texts)].sort().map(it => [it, it])), null, 2)}\n`;
    const bundle = path.join(root, 'client/l10n/bundle.l10n.json');
    if (process.env['UPDATE']) writeFileSync(bundle, expected);
    expect(readFileSync(bundle, 'utf8'), 'run `npm run update` and read the diff').toBe(expected);
  });

  it('on passwords: the schema of the settings finds in an address what the server finds in a project file', () => {
    const { additionalProperties: { anyOf: [text, { properties: { url } }] } } = configuration.properties['migrationLens.connections'] as unknown as Addresses;
    expect(url.pattern).toBe(text.pattern);
    const addresses = [
      'postgres://app@localhost/db', 'postgres://app:secret@localhost/db', 'postgres://app:@localhost/db', 'postgresql://localhost:5432/db', 'postgres://${env:USER}@h/db',
      'postgres://app:${env:PW}@h/db', '${env:URL}', 'postgres://app:a${env:PW}@h/db', 'postgres://h/db?user=app&password=secret', 'postgres://h/db?password=${env:PW}&user=a', 'postgres://h/db?sslmode=require',
    ];
    expect(addresses.filter(it => !new RegExp(text.pattern).test(it))).toEqual(addresses.filter(holdsPassword));
  });

  it('on files', () => {
    const named = [manifest.icon, ...manifest.contributes.walkthroughs.flatMap(it => it.steps.flatMap(step => Object.values(step.media.image))), ...manifest.contributes.grammars.map(it => it.path), ...manifest.contributes.jsonValidation.map(it => it.url)];
    expect(named.filter(it => !statSync(path.join(root, it), { throwIfNoEntry: false })?.size)).toEqual([]);
  });
});

describe('the manifest keeps its manners', () => {
  it('wakes up for languages and names, searching nothing', () => {
    expect(manifest.activationEvents.filter(it => it === '*' || it === 'onStartupFinished' || it.includes('*'))).toEqual([]);
  });

  it('puts only its own commands into menus, at most two in a row', () => {
    const items = Object.values(menus).flat();
    expect(items.map(it => it.command).filter(it => !contributed.includes(it))).toEqual([]);
    const inline = menus['view/item/context']!.filter(it => it.group?.startsWith('inline')).map(it => `${it.when} ${it.group}`);
    expect(new Set(inline).size).toBe(inline.length);
  });

  it('gives every command a category, every setting a scope and a place', () => {
    expect(commands.filter(it => it.category !== '%category%')).toEqual([]);
    const settings = Object.values(configuration.properties);
    expect(settings.filter(it => it.scope === undefined)).toEqual([]);
    expect(settings.map(it => it.order)).toEqual(settings.map((_, i) => i + 1));
  });

  it('welcomes in its own view only', () => {
    const [own, ...others] = Object.values(views).flat().map(it => it.id);
    expect(others).toEqual([]);
    expect(viewsWelcome.filter(it => it.view !== own)).toEqual([]);
    const links = Object.values(words).flatMap(text => [...text.matchAll(/command:(migrationLens\.\w+)/g)].map(it => it[1]!));
    expect(links.filter(it => !contributed.includes(it))).toEqual([]);
  });
});

describe('the package', () => {
  it('holds what runs, what explains it and nothing else, in less than 12 MB of the 15 that it may have', async () => {
    const files = await listFiles({ cwd: root, packageManager: 0 });
    // Beside its engine, the embedded PostgreSQL has a file for each of its extensions.
    expect(files.map(it => it.replaceAll('\\', '/')).filter(it => !/^(?:media\/[\w-]+\.png|out\/pglite\/[\w-]+\.tar\.gz)$/.test(it)).sort()).toEqual([
      'CHANGELOG.md', 'LICENSE', 'README.md', 'THIRD-PARTY-NOTICES.md', 'client/l10n/bundle.l10n.json', 'media/migrations.svg',
      'out/agent-server.js', 'out/check-worker.js', 'out/cli.js', 'out/commands.js', 'out/extension.js', 'out/language-client.js', 'out/language-server.js', 'out/libpg-query.wasm', 'out/parser-worker.js', 'out/pglite-worker.js', 'out/pglite/cluster.tar.br', 'out/pglite/pglite.data.br', 'out/pglite/pglite.wasm.br', 'out/pgsql-ast-parser.js', 'out/pgsql-deparser.js', 'out/server.js',
      'package.json', 'package.nls.json', 'server/migration-lens.schema.json', 'syntaxes/migrations.injection.json',
    ]);
    const bytes = files.reduce((sum, file) => sum + deflateRawSync(readFileSync(path.join(root, file))).length, 0);
    expect(bytes).toBeLessThan(12 * 1024 * 1024);
  });
});

function sources(folder: string): string {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter(it => it.endsWith('.ts'))
    .map(it => read(path.join(folder, it)))
    .join('\n');
}
