import { ruleValueSchema, type RuleSettings } from './rule-settings.js';

/** The JSON schema of the project file, which editors complete and check it by; `rules` are what it may name. */
export function projectFileSchema(tools: readonly string[], rules: readonly { readonly id: string; readonly summary: string; readonly settings?: RuleSettings }[]): Record<string, unknown> {
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Migration Lens, project file',
    type: 'object',
    additionalProperties: false,
    properties: {
      $schema: { type: 'string' },
      postgres: {
        type: 'integer', minimum: 10, maximum: 18,
        description: 'The major version that the migrations will run on: findings and syntax follow it. Without it, the newest.',
      },
      projects: {
        type: 'array',
        description: 'Folders of migrations that are not found by themselves, or of which something is to be said.',
        items: {
          type: 'object', additionalProperties: false, required: ['folder'],
          properties: {
            folder: { type: 'string', description: 'Relative to this file.' },
            tool: { enum: tools, description: 'The tool that runs them. Without it, the one whose file names they have.' },
            pattern: {
              type: 'string', pattern: '\\{version\\}', examples: ['release-{version}-{name}.sql', '{version}.{direction}.sql'],
              description: 'How files are called that no tool runs: `{version}` is digits with `.`, `-` or `_` between them, `{name}` any words, `{direction}` is `up` or `down`.',
            },
            transaction: {
              enum: ['file', 'statement', 'none'],
              description: 'How scripts are really run, where the tool\'s configuration does not tell: `file` in one transaction, `statement` each on its own, `none` without a transaction.',
            },
          },
        },
      },
      rules: {
        type: 'object',
        description: 'Severities by rule; of some rules also what they go by.',
        properties: Object.fromEntries(rules.map(({ id, summary, settings }) => [id, ruleValueSchema(summary, settings, { $ref: '#/definitions/severity' })])),
        additionalProperties: { $ref: '#/definitions/severity' },
      },
      connections: {
        type: 'object',
        description: 'Databases by name. Never with a password: it is asked for once and kept by the editor.',
        additionalProperties: {
          anyOf: [
            { $ref: '#/definitions/url' },
            {
              type: 'object', additionalProperties: false, required: ['url'],
              properties: {
                url: { $ref: '#/definitions/url' },
                level: { enum: ['normal', 'protected', 'readOnly'], default: 'normal', description: '`protected`: apply asks to type the database\'s name. `readOnly`: apply is refused.' },
                project: { type: 'string', description: 'The folder of the migrations that it is for, relative to this file. Without it, all of them.' },
                preview: { type: 'boolean', default: false, description: 'Rails shows the SQL of a migration only by running it: that may be done here, in a transaction that is rolled back. For databases of developers.' },
              },
            },
          ],
        },
      },
      shadow: {
        type: 'string', examples: ['local', 'postgres://postgres@localhost:5432/postgres'],
        description: 'Where `replay` runs, instead of the PostgreSQL that it has in memory: the name of a connection, or an address as there. It makes a database of its own on that server, and drops it.',
      },
      assume: {
        type: 'object', additionalProperties: false,
        description: 'What is so without any migration saying it.',
        properties: { lockTimeout: { type: 'boolean', description: 'A `lock_timeout` is set by the role, the connection or a hook of the tool.' } },
      },
      baseline: { type: 'string', description: 'A version: what a migration risks is told only of those after it.', examples: ['V40'] },
    },
    definitions: {
      severity: { enum: ['error', 'warning', 'info', 'hint', 'off'] },
      url: { type: 'string', description: '`postgres://user@host:5432/database`; `${env:NAME}` is read from the environment.', examples: ['postgres://app@localhost/app_dev', '${env:DATABASE_URL}'] },
    },
  };
}
