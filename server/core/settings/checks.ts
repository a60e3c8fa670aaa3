import type { Check } from '../migrations/checks.js';

/** What is said about the project file and about the tools' own configuration. The prose is for `explain`, the reference and hovers. */
export const configurationChecks = [
  {
    id: 'project-file',
    severity: 'error',
    summary: 'Something in `migration-lens.jsonc` is not understood, or must not be there',
    why: 'What is not understood is not obeyed: a misspelt rule stays as it was, in the editor and in CI. A password in the file is everybody\'s who can read the repository.',
    instead: 'Follow the schema that the editor offers. Leave passwords out of addresses, or write `${env:NAME}`.',
  },
  {
    id: 'tool-configuration',
    severity: 'error',
    summary: 'The migration tool\'s own configuration cannot be read',
    why: 'Where the migrations are, how they are named and what replaces their placeholders stands in it; what is checked here may not be what the tool will run.',
    instead: 'Mend the file at the place that is marked.',
  },
] as const satisfies readonly Check[];
