import type { Constraint } from '../../sql/statement/definitions.js';
import { unnamed, without } from './column-text.js';
import { constraintName } from './made-name.js';
import { headOf, holdsUp } from './rewrite.js';
import type { Plan, Rewrite, Written } from './rewrite.js';

/** A foreign key or a check that holds for new rows at once, and for the old ones when it has been proved. */
export const notValid: Rewrite = {
  id: 'not-valid',
  rules: ['adding-foreign-key-constraint', 'constraint-missing-not-valid'],
  on: 'alter-table',
  plan(action, statement, site) {
    const { text, write, catalog, postgres } = site;
    const constraints = action.kind === 'add-constraint' ? [action.constraint] : action.kind === 'add-column' ? action.column.constraints : [];
    const slow = constraints.filter(it => PROVED[it.kind] && !it.notValid && !it.notEnforced);
    const alone = { ...statement, actions: [action] };
    if (slow.length === 0 || !holdsUp(alone, site)) return undefined;
    // Of a partitioned table, Postgres refuses it before 18 ("cannot add NOT VALID foreign key on partitioned table").
    if (postgres < 18 && catalog.table(statement.table)?.partitioned && slow.some(it => it.kind === 'foreign-key')) return undefined;

    const head = headOf(statement, site);
    const named = slow.map(constraint => ({ name: constraintName(constraint, alone, site), said: saidBy(constraint) }));
    if (!named.every((it): it is { name: string; said: Written } => it.name !== undefined && it.said !== undefined)) return undefined;
    const adds = named.map(({ name, said }) => write`${head} ADD CONSTRAINT ${name} ${said} NOT VALID;`);
    const validates: Plan['steps'][number][] = named.map(({ name }) => ({ name: `validate ${name}`, up: [write`${head} VALIDATE CONSTRAINT ${name};`] }));
    const drops = named.map(({ name }) => write`${head} DROP CONSTRAINT IF EXISTS ${name};`);
    const title = 'add NOT VALID, then validate';

    if (action.kind !== 'add-column') {
      const [{ name }] = named as [typeof named[number]];
      return { title, undo: write`${head} DROP CONSTRAINT ${name}`, steps: [{ name: `add ${name}`, up: adds, down: drops }, ...validates] };
    }
    const rest = without(slow, action, text);
    // What else the column brings must not hold up anybody either.
    const bare = { ...alone, actions: [{ ...action, column: { ...action.column, constraints: action.column.constraints.filter(it => !slow.includes(it)) } }] };
    if (!rest || holdsUp(bare, site)) return undefined;
    const dropColumn = write`${head} DROP COLUMN ${action.column.name}`;
    return { title, undo: dropColumn, steps: [{ name: `add ${action.column.name}`, up: [write`${head} ${rest};`, ...adds], down: [write`${dropColumn};`] }, ...validates] };

    /** On the table, whatever it was written on. */
    function saidBy(constraint: Constraint): Written | undefined {
      const said = unnamed(constraint, text);
      if (!said) return undefined;
      if (action.kind === 'add-column') return constraint.kind === 'foreign-key' ? write`FOREIGN KEY (${action.column.name}) ${said}` : said;
      return { text: said.text + text.slice(constraint.span!.end, action.span.end) };
    }
  },
};

const PROVED: Readonly<Record<Constraint['kind'], boolean>> = { 'check': true, 'foreign-key': true, 'not-null': true, 'unique': false, 'primary-key': false, 'exclude': false };
