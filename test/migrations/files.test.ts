import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { decode, filesOf, rootOf } from '../../server/edges/files.js';
import { gitOf } from '../../server/edges/git.js';

let root = '';
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'lens-')); });
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(path: string, text: string | Uint8Array = ''): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

describe('listing', () => {
  test('sorted, without build output, dependencies and hidden folders', async () => {
    for (const path of ['b.sql', 'a/z.sql', 'a-b.sql', 'node_modules/x.sql', 'target/x.sql', 'mod/build/x.sql', '.git/x.sql', '.hidden.sql']) write(path);
    expect(await filesOf(root).list()).toEqual(['.hidden.sql', 'a-b.sql', 'a/z.sql', 'b.sql']);
  });

  test('a folder that links to itself or above, a link into nothing, links to inside and outside', async () => {
    write('db/V1__a.sql');
    write('other/../real.sql');
    const outside = mkdtempSync(join(tmpdir(), 'lens-'));
    writeFileSync(join(outside, 'V2__b.sql'), '');
    symlinkSync(tmpdir(), join(outside, 'everything'));
    symlinkSync('.', join(root, 'db/self'));
    symlinkSync(root, join(root, 'db/above'));
    symlinkSync('nowhere', join(root, 'broken'));
    symlinkSync('db', join(root, 'again'));
    symlinkSync(outside, join(root, 'linked'));
    symlinkSync(join(root, 'db/V1__a.sql'), join(root, 'file.sql'));
    expect(await filesOf(root).list()).toEqual(['db/V1__a.sql', 'file.sql', 'linked/V2__b.sql', 'real.sql']);
    rmSync(outside, { recursive: true });
  });

  test('a link to a whole disk is followed so far', async () => {
    write('db/V1__a.sql');
    for (const it of ['/proc', '/sys', '/usr']) symlinkSync(it, join(root, 'db', it.slice(1)));
    const paths = await filesOf(root).list();
    expect(paths).toContain('db/V1__a.sql');
    expect(paths.length).toBeLessThanOrEqual(20_001);
  });

  test('a folder that is not there is empty', async () => expect(await filesOf(join(root, 'x')).list()).toEqual([]));
});

describe('reading', () => {
  test.each([
    ['plain', Buffer.from('é\r\n'), { text: 'é\r\n', bom: false, malformed: false }],
    ['a byte order mark', Buffer.from('\uFEFFa'), { text: 'a', bom: true, malformed: false }],
    ['Latin-1', Buffer.from([0x61, 0xe9]), { text: 'a\uFFFD', bom: false, malformed: true }],
    ['UTF-16, little end first', Buffer.from([0xff, 0xfe, 0x61, 0]), { text: 'a', bom: true, malformed: true }],
    ['UTF-16, big end first', Buffer.from([0xfe, 0xff, 0, 0x61]), { text: 'a', bom: true, malformed: true }],
    ['NUL', Buffer.from('a\0b'), { text: 'a\0b', bom: false, malformed: false }],
    ['an encoded surrogate', Buffer.from([0xed, 0xa0, 0x80]), { text: '\uFFFD\uFFFD\uFFFD', bom: false, malformed: true }],
    ['nothing', Buffer.alloc(0), { text: '', bom: false, malformed: false }],
  ])('%s', (_, bytes, expected) => expect(decode('a.sql', bytes)).toEqual({ path: 'a.sql', ...expected }));

  test('what is gone, a folder, or forbidden is not there', async () => {
    write('folder/x.sql');
    write('gone.sql');
    const files = filesOf(root);
    expect(await files.list()).toContain('gone.sql');
    rmSync(join(root, 'gone.sql'));
    expect(await files.read('gone.sql')).toBeUndefined();
    expect(await files.read('folder')).toBeUndefined();
  });

  test('10 MB', async () => {
    write('big.sql', 'select 1;\n'.repeat(1_000_000));
    expect((await filesOf(root).read('big.sql'))?.text.length).toBe(10_000_000);
  });
});

test('the root is the nearest folder with a project file, else the folder itself', async () => {
  write('app/migration-lens.jsonc', '{}');
  write('app/db/V1__a.sql');
  expect(await rootOf(join(root, 'app/db'))).toBe(join(root, 'app'));
  expect(await rootOf(join(root, 'app/db/V1__a.sql'))).toBe(join(root, 'app'));
  write('lone/V1__a.sql');
  expect(await rootOf(join(root, 'lone'))).toBe(join(root, 'lone'));
});

describe('git', () => {
  const git = (...args: string[]): string => execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', '-c', 'commit.gpgsign=false', ...args], { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const commit = (message: string): void => { git('add', '.'); git('commit', '-qm', message); };

  test('the default branch, the fork, versions and branches, seen from a folder below', async () => {
    git('init', '-q', '-b', 'main');
    write('app/db/V1__a.sql', 'one');
    commit('one');
    git('checkout', '-qb', 'feature/x');
    write('app/db/V3__c é.sql', 'three');
    commit('three');
    git('checkout', '-q', 'main');
    write('app/db/V1__a.sql', 'two');
    write('app/db/V2__b.sql', 'b');
    commit('two');
    git('checkout', '-q', 'feature/x');

    const repository = gitOf(join(root, 'app'));
    expect(await repository.defaultBranch()).toEqual({ name: 'main', paths: ['db/V1__a.sql', 'db/V2__b.sql'], fork: ['db/V1__a.sql'] });
    const versions = [];
    for await (const { source } of repository.versions('db/V1__a.sql')) versions.push(source.text);
    expect(versions).toEqual(['two', 'one']);
    expect(await repository.branchesWith('db/V3__c é.sql')).toEqual(['feature/x']);
    expect(await repository.branchesWith('db/V2__b.sql')).toEqual(['main']);
    expect(await repository.branchesWith('-x')).toEqual([]);
  });

  test('no repository, or one without a commit', async () => {
    expect(await gitOf(root).defaultBranch()).toBeUndefined();
    git('init', '-q', '-b', 'main');
    expect(await gitOf(root).defaultBranch()).toBeUndefined();
    expect(await gitOf(root).branchesWith('a')).toEqual([]);
  });

  test('nothing that the repository configures is run', async () => {
    git('init', '-q', '-b', 'main');
    write('a.sql', 'one');
    commit('one');
    const trap = join(root, 'trap.sh');
    writeFileSync(trap, `#!/bin/sh\ntouch ${join(root, 'sprung')}\ncat\n`);
    chmodSync(trap, 0o755);
    for (const key of ['core.fsmonitor', 'core.pager', 'diff.external', 'diff.x.textconv', 'core.sshCommand', 'filter.x.smudge', 'filter.x.clean', 'filter.x=y.clean', 'core.hooksPath', 'pager.log']) git('config', key, trap);
    write('.gitattributes', '*.sql diff=x filter=x\n.gitattributes filter=x=y\n');
    write('a.sql', 'two');
    const repository = gitOf(root);
    await repository.defaultBranch();
    for await (const { source } of repository.versions('a.sql')) expect(source.text).toBe('one');
    await repository.branchesWith('a.sql');
    expect(await repository.changedSince('main')).toEqual(['a.sql', '.gitattributes', 'trap.sh']);
    expect(await filesOf(root).list()).not.toContain('sprung');
  });

  test('nor what a signature, or an object that a partial clone lacks, would lead to', async () => {
    git('init', '-q', '-b', 'main');
    write('a.sql', 'one');
    commit('one');
    const sprung = join(root, '.git/sprung');
    const trap = join(root, '.git/trap');
    writeFileSync(trap, `#!/bin/sh\ntouch ${sprung}\n`, { mode: 0o755 });
    const head = git('cat-file', 'commit', 'HEAD').toString();
    writeFileSync(join(root, '.git/signed'), head.replace('\n\n', '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n a\n -----END PGP SIGNATURE-----\n\n'));
    git('update-ref', 'refs/heads/main', git('hash-object', '-t', 'commit', '-w', '.git/signed').toString().trim());
    for (const [key, value] of [['log.showSignature', 'true'], ['gpg.program', trap]]) git('config', key!, value!);
    expect(git('log', '-1').toString()).toContain('one');
    expect(existsSync(sprung)).toBe(true);
    rmSync(sprung);

    const repository = gitOf(root);
    for await (const { source } of repository.versions('a.sql')) expect(source.text).toBe('one');
    expect(existsSync(sprung)).toBe(false);

    const blob = git('rev-parse', 'HEAD:a.sql').toString().trim();
    rmSync(join(root, '.git/objects', blob.slice(0, 2), blob.slice(2)));
    const lazy = { 'core.repositoryformatversion': '1', 'extensions.partialClone': 'origin', 'remote.origin.url': `ext::${trap}`, 'remote.origin.promisor': 'true', 'protocol.ext.allow': 'always', 'protocol.allow': 'always' };
    for (const [key, value] of Object.entries(lazy)) git('config', key, value);
    const versions = [];
    for await (const it of repository.versions('a.sql')) versions.push(it);
    expect([versions, existsSync(sprung)]).toEqual([[], false]);
    expect(() => git('cat-file', 'blob', blob)).toThrow();
    expect(existsSync(sprung)).toBe(true);
  });

  test('names that mean something to git are names', async () => {
    git('init', '-q', '-b', 'main');
    for (const it of [':(exclude)a.sql', ':!b.sql', '*.sql', '-x.sql']) write(it, `of ${it}`);
    commit('one');
    for (const it of [':(exclude)a.sql', ':!b.sql', '*.sql', '-x.sql']) {
      const versions = [];
      for await (const { source } of gitOf(root).versions(it)) versions.push(source.text);
      expect(versions).toEqual([`of ${it}`]);
    }
    expect(await gitOf(root).changedSince('-x')).toBeUndefined();
  });
});
