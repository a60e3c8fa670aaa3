import { expect, it } from 'vitest';
import { issueFacts } from '../../client/issue-text.js';

it('says what ran where, and nothing that is anybody\'s', () => {
  const secret = 'geheim';
  const project = {
    id: secret, tool: 'flyway', title: 'Flyway', rootUri: `file:///${secret}`, folder: secret, folderUri: `file:///${secret}`, because: secret,
    migrations: 3, problems: 1, downs: false, connections: [{ name: secret, url: secret, level: 'normal' }], suggestions: [{ name: secret, url: secret, from: secret }],
  } as const;
  const connection = { name: secret, host: secret, port: 1, database: secret, user: secret, serverVersion: '18.1' };
  const rows = [{ id: secret, name: secret, state: 'pending', uri: secret, by: secret }] as const;
  const refusal = { kind: 'refused', reason: 'unreachable', message: secret, address: connection } as const;
  expect(issueFacts({
    version: '0.1.0', editor: 'VS Code 1.101.0', system: 'linux x64, Node.js 22.15.1', settings: ['migrationLens.rules'],
    projects: [project, { ...project, guessed: true }], statuses: [{ kind: 'status', connection, rows, history: secret }, refusal],
  })).toBe(`- Migration Lens: 0.1.0
- Editor: VS Code 1.101.0
- System: linux x64, Node.js 22.15.1
- Project: Flyway, 3 migrations, 1 problems
- Project: Flyway (guessed), 3 migrations, 1 problems
- Database: PostgreSQL 18.1
- Database: refused: unreachable
- Settings: migrationLens.rules`);
});
