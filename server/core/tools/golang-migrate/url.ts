import type { Project } from '../tool/project.js';

/** What the driver takes from the URL's query (`database/postgres/postgres.go`, 4.19.1). */
export function connected(project: Project, parameters: Readonly<Record<string, string>>): Project {
  const named = parameters['x-migrations-table'];
  const quoted = isTrue(parameters['x-migrations-table-quoted']) ? [...(named ?? '').matchAll(/"(.*?)"/g)].map(it => it[1]!) : [];
  const table = quoted.at(-1) ?? named;
  return {
    ...project,
    settings: {
      ...project.settings,
      ...(table !== undefined && table !== '' && { table }),
      ...(quoted.length === 2 && { schema: quoted[0]! }),
      ...(isTrue(parameters['x-multi-statement']) && { multiStatement: 'true' }),
    },
  };
}

/** As Go's `strconv.ParseBool`. */
function isTrue(value: string | undefined): boolean {
  return value !== undefined && /^(?:1|t|T|TRUE|true|True)$/.test(value);
}
