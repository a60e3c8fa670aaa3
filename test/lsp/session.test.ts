import { mkdirSync, mkdtempSync, readFileSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { bundlePrograms } from '../bundles.js';
import { startPostgres } from '../postgres.js';
import { startServer } from './client.js';
import type { Client } from './client.js';
import { described } from './described.js';

const FOLDER = 'test/lsp/sessions';
const temporary: string[] = [];

beforeAll(bundlePrograms);

afterEach(() => {
  for (const folder of temporary.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/**
 * A session is a text: what it is for, then steps. `=== what …` begins one, the lines below are its text.
 * A step that asks has the answer below it, which the runner writes; `UPDATE=1` keeps what it wrote.
 */
test.each(readdirSync(FOLDER))('%s', async name => {
  const path = join(FOLDER, name);
  const expected = readFileSync(path, 'utf8');
  const actual = await play(expected);
  if (process.env['UPDATE']) writeFileSync(path, actual);
  expect(actual).toBe(expected);
});

interface World {
  readonly root: string;
  readonly texts: Map<string, string>;
  readonly versions: Map<string, number>;
  /** Of an empty database, where the session wants one. */
  readonly url: URL;
  push: boolean;
  client: Client | undefined;
}

async function play(session: string): Promise<string> {
  const [head, ...parts] = session.split(/^=== /m);
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'session-')));
  temporary.push(root);
  const url = new URL(session.includes('$CONNECT') ? await (await startPostgres()).database() : 'postgres://nobody@localhost:1/no_database');
  const world: World = { root, url, texts: new Map(), versions: new Map(), push: false, client: undefined };
  const played: string[] = [head!];
  try {
    for (const part of parts) {
      const [line, ...rest] = part.split('\n');
      const [what, ...words] = line!.split(' ');
      const answer = await step(world, what!, words, rest.join('\n'));
      played.push(`=== ${line}\n${answer ?? rest.join('\n')}`);
    }
  } finally {
    world.client?.child.kill();
  }
  return played.join('');
}

/** What the step asks for, as text; `undefined` for a step that only tells. */
async function step(world: World, what: string, words: readonly string[], body: string): Promise<string | undefined> {
  const { root } = world;
  const [path = '', place = ''] = words;
  const uri = pathToFileURL(join(root, path)).href;
  const rpc = world.client?.rpc;
  switch (what) {
    case 'file':
      write(path, body);
      return undefined;
    case 'start': {
      await start(world, words);
      return undefined;
    }
    case 'open':
      world.texts.set(path, body === '' ? readFileSync(join(root, path), 'utf8') : body);
      world.versions.set(path, 1);
      await rpc!.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'sql', version: 1, text: world.texts.get(path) } });
      return undefined;
    case 'edit': {
      const version = world.versions.get(path)! + 1;
      world.versions.set(path, version);
      await rpc!.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ range: rangeIn(place), text: body.replace(/\n$/, '') }] });
      return undefined;
    }
    case 'close':
      world.client!.taken('workspace/diagnostic/refresh');
      await rpc!.sendNotification('textDocument/didClose', { textDocument: { uri } });
      // From here on the disk counts again, once it was read.
      await world.client!.next('workspace/diagnostic/refresh');
      return undefined;
    case 'write':
    case 'delete':
      if (what === 'write') write(path, body);
      else rmSync(join(root, path), { recursive: true });
      world.client!.taken('workspace/diagnostic/refresh');
      await rpc!.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri, type: what === 'write' ? 2 : 3 }] });
      await world.client!.next('workspace/diagnostic/refresh');
      return undefined;
    case 'many': {
      // One event a file, as after a checkout; the server may read them only once.
      const paths = Array.from({ length: Number(path) }, (_, i) => body.trim().split('\n')[0]!.replace('#', String(i + 100)));
      for (const each of paths) write(each, body.trim().split('\n').slice(1).join('\n'));
      world.client!.taken('workspace/diagnostic/refresh');
      for (const each of paths) await rpc!.sendNotification('workspace/didChangeWatchedFiles', { changes: [{ uri: pathToFileURL(join(root, each)).href, type: 1 }] });
      await world.client!.next('workspace/diagnostic/refresh');
      return undefined;
    }
    case 'folders':
      await rpc!.sendNotification('workspace/didChangeWorkspaceFolders', {
        event: { added: words.filter(it => it[0] === '+').map(folderOf), removed: words.filter(it => it[0] === '-').map(folderOf) },
      });
      await ready(world);
      return undefined;
    case 'diagnostics':
      return `${world.push ? await pushed(world, path) : withoutChance(described(world.root, await rpc!.sendRequest('textDocument/diagnostic', { textDocument: { uri } })), world)}\n`;
    case 'shutdown':
      await rpc!.sendRequest('shutdown');
      await rpc!.sendNotification('exit');
      return `exit ${String(await world.client!.ended)}\n`;
    case 'notify':
      await rpc!.sendNotification(path, paramsIn(words, world));
      return undefined;
    default:
      return `${await rpc!.sendRequest(...requestFor(what, uri, place, words, world)).then(
        reply => withoutChance(described(root, reply), world),
        (error: { readonly code: number }) => `error ${error.code}`,
      )}\n`;
  }

  function write(to: string, text: string): void {
    mkdirSync(dirname(join(root, to)), { recursive: true });
    writeFileSync(join(root, to), text);
  }

  function folderOf(word: string): object {
    return { uri: pathToFileURL(join(root, word.slice(1))).href, name: word.slice(1) };
  }
}

/** JSON, in which `$TARGET` and `$CONNECT` stand for the project on the session's database. */
function paramsIn(words: readonly string[], { root, url }: World): object {
  const { href: base } = pathToFileURL(root);
  const connect = `"project": "${base}#flyway:sql", "connection": ${JSON.stringify({ name: 'local', url: url.href, level: 'normal' })}`;
  return JSON.parse((words.slice(1).join(' ') || '{}').replace('$TARGET', `{ ${connect} }`).replace('$CONNECT', connect).replaceAll('$ROOT', base)) as object;
}

/** Without ports, names of databases, versions and times. */
function withoutChance(text: string, { url }: World): string {
  return text
    .replaceAll(`"port":${url.port}`, '"port":PORT').replaceAll(url.pathname.slice(1), 'DATABASE')
    .replace(/"serverVersion":"[^"]*"/g, '"serverVersion":"VERSION"').replace(/\d{4}-\d\d-\d\d(T[\d:.]*Z?)?/g, 'TIME').replace(/"milliseconds":\d+/g, '"milliseconds":MS');
}

function requestFor(what: string, uri: string, place: string, words: readonly string[], world: World): [string, object] {
  const textDocument = { uri };
  switch (what) {
    case 'hover': return ['textDocument/hover', { textDocument, position: rangeIn(place).start }];
    case 'actions': return ['textDocument/codeAction', { textDocument, range: rangeIn(place), context: { diagnostics: [], ...(words[2] !== undefined && { only: [words[2]] }) } }];
    case 'symbols': return ['textDocument/documentSymbol', { textDocument }];
    case 'folds': return ['textDocument/foldingRange', { textDocument }];
    case 'definition': return ['textDocument/definition', { textDocument, position: rangeIn(place).start }];
    case 'references': return ['textDocument/references', { textDocument, position: rangeIn(place).start, context: { includeDeclaration: true } }];
    case 'migrations': return ['workspace/symbol', { query: words.join(' ') }];
    case 'hints': return ['textDocument/inlayHint', { textDocument, range: rangeIn(place) }];
    case 'lenses': return ['textDocument/codeLens', { textDocument }];
    case 'rename': return ['workspace/willRenameFiles', { files: [{ oldUri: uri, newUri: pathToFileURL(join(world.root, place)).href }] }];
    case 'workspace-diagnostics': return ['workspace/diagnostic', { previousResultIds: [] }];
    case 'request': return [words[0]!, paramsIn(words, world)];
    default: throw new Error(`no such step: ${what}`);
  }
}

/** Words: `push`, for a client that cannot pull; `trusted`; `bare`, for one that can do nothing; folders, else the root. */
async function start(world: World, words: readonly string[]): Promise<void> {
  world.client = startServer();
  world.versions.clear();
  world.push = words.includes('push');
  const folders = words.filter(it => !['push', 'trusted', 'bare'].includes(it));
  const capable = {
    textDocument: { diagnostic: { relatedInformation: true }, codeAction: { dataSupport: false }, publishDiagnostics: { relatedInformation: true } },
    workspace: { diagnostics: { refreshSupport: true }, didChangeWatchedFiles: { dynamicRegistration: true, relativePatternSupport: true }, workspaceEdit: { documentChanges: true, changeAnnotationSupport: {}, resourceOperations: ['create', 'rename'] } },
  };
  const { diagnostic, ...plain } = capable.textDocument;
  void diagnostic;
  await world.client.rpc.sendRequest('initialize', {
    processId: process.pid,
    rootUri: null,
    workspaceFolders: (folders.length === 0 ? [''] : folders).map(it => ({ uri: pathToFileURL(join(world.root, it)).href, name: it })),
    capabilities: words.includes('bare') ? {} : world.push ? { ...capable, textDocument: plain } : capable,
    initializationOptions: { trusted: words.includes('trusted') },
  });
  await world.client.rpc.sendNotification('initialized', {});
  await ready(world);
}

async function ready({ client }: World): Promise<void> {
  while (!((await client!.next('migrations/changed')) as { readonly ready: boolean }).ready) continue;
}

/** What was last pushed about the newest version of an open file. */
async function pushed({ client, root, versions }: World, path: string): Promise<string> {
  const uri = pathToFileURL(join(root, path)).href;
  for (;;) {
    const report = (await client!.next('textDocument/publishDiagnostics')) as { readonly uri: string; readonly version?: number; readonly diagnostics: unknown };
    if (report.uri === uri && (report.version ?? 0) === (versions.get(path) ?? 0)) return described(root, { items: report.diagnostics });
  }
}

/** `1:5-1:9` or `1:5`, from 0. */
function rangeIn(place: string): { readonly start: object; readonly end: object } {
  const [start, end = start] = place.split('-').map(it => {
    const [line, character] = it.split(':').map(Number);
    return { line, character };
  });
  return { start: start!, end: end! };
}
