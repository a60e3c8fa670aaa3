import { isRecord, memberOf, type Value } from '../../javascript/value.js';
import { asking, withEntries } from '../../javascript/asked.js';
import { columnsOf, constraintsOf, sequenceOf } from '../columns.js';
import { adapted, escaped, literal, literalOf, written, type Given } from '../names.js';
import { drop, flag, type Operation } from './operation.js';

/** `src/operations/tables`. */
export const TABLES: Readonly<Record<string, Operation>> = {
  createTable(given) {
    const { args: [table, columns, options], ask } = given;
    const option = (key: string) => ask.get(options, key);
    const made = columnsOf(table, columns, given, true);
    const several: readonly (readonly [string, Value])[] = made.key.length > 0 ? [['primaryKey', made.key]] : [];
    const its = asking();
    const { constraints, comments } = constraintsOf(table, withEntries(option('constraints'), several), undefined, { ...given, ask: its });
    const like = option('like');
    const lines = [...made.columns, ...(its.told() ? constraints : []), ...(ask.is(like) ? [likeSql(like, given)] : [])];
    const inherits = option('inherits');
    const partition = option('partition');
    const comment = option('comment');
    const kind = `${flag(given, options, 'temporary', ' TEMPORARY')}${flag(given, options, 'unlogged', ' UNLOGGED')}`;
    return [
      `CREATE${kind} TABLE${flag(given, options, 'ifNotExists', ' IF NOT EXISTS')} ${literal(table, given)} (${lines.join(', ')})${ask.is(inherits) ? ` INHERITS (${literal(inherits, given)})` : ''}`
        + (ask.is(partition) ? ` PARTITION BY ${ask.text(ask.get(partition, 'strategy'))} (${ask.list(ask.get(partition, 'columns')).map(partitioned).join(', ')})` : ''),
      ...made.comments, ...comments,
      ...(comment === undefined ? [] : [`COMMENT ON TABLE ${literal(table, given)} IS ${escaped(comment, given)}`]),
    ];

    function partitioned(column: Value): string {
      if (!isRecord(column)) return literal(column, given);
      const more = (['collate', 'opclass'] as const).map(key => [key, ask.get(column, key)] as const).filter(([, it]) => ask.is(it));
      return [literal(ask.get(column, 'name'), given), ...more.map(([key, it]) => `${key === 'collate' ? 'COLLATE ' : ''}${ask.text(it)}`)].join(' ');
    }
  },
  dropTable: drop('TABLE'),
  renameTable: given => [`ALTER TABLE ${literal(given.args[0], given)} RENAME TO ${literal(given.args[1], given)}`],
  alterTable(given) {
    const { args: [table, options], ask } = given;
    const security = ask.get(options, 'levelSecurity');
    const unlogged = ask.get(options, 'unlogged');
    const actions = [...(ask.is(security) ? [`${ask.text(security)} ROW LEVEL SECURITY`] : []), ...(typeof unlogged === 'boolean' ? [`SET ${unlogged ? 'UNLOGGED' : 'LOGGED'}`] : [])];
    return [`ALTER TABLE ${literal(table, given)} ${actions.join(', ')}`];
  },
  addColumns(given) {
    const [table, columns, options] = given.args;
    const made = columnsOf(table, columns, given, false);
    return [`ALTER TABLE ${literal(table, given)} ${made.columns.map(it => `ADD ${flag(given, options, 'ifNotExists', 'IF NOT EXISTS ')}${it}`).join(', ')}`, ...made.comments];
  },
  dropColumns(given) {
    const { args: [table, columns, options], ask } = given;
    const names = isRecord(columns) ? [...ask.record(columns).entries.keys()] : ask.list(columns);
    return [`ALTER TABLE ${literal(table, given)} ${names.map(it => `DROP ${flag(given, options, 'ifExists', 'IF EXISTS ')}${literal(it, given)}${flag(given, options, 'cascade', ' CASCADE')}`).join(', ')}`];
  },
  renameColumn: given => [`ALTER TABLE ${literal(given.args[0], given)} RENAME ${literal(given.args[1], given)} TO ${literal(given.args[2], given)}`],
  alterColumn(given) {
    const { args: [table, column, options], ask } = given;
    const option = (key: string) => ask.get(options, key);
    const actions: string[] = [];
    const value = option('default');
    if (value === null) actions.push('DROP DEFAULT');
    else if (value !== undefined) actions.push(`SET DEFAULT ${escaped(value, given)}`);
    const type = option('type');
    if (ask.is(type)) {
      const [collation, using] = [option('collation'), option('using')];
      actions.push(`SET DATA TYPE ${adapted(literalOf(type) ?? ask.text(type))}${ask.is(collation) ? ` COLLATE ${ask.text(collation)}` : ''}${ask.is(using) ? ` USING ${written(using, given)}` : ''}`);
    }
    const notNull = option('notNull');
    if (ask.is(notNull)) actions.push('SET NOT NULL');
    else if (notNull === false || ask.is(option('allowNull'))) actions.push('DROP NOT NULL');
    const sequence = option('sequenceGenerated');
    if (sequence !== undefined) {
      const clauses = ask.is(sequence) ? sequenceOf(sequence, given).join(' ') : '';
      actions.push(ask.is(sequence) ? `ADD GENERATED ${ask.text(ask.get(sequence, 'precedence'))} AS IDENTITY${clauses === '' ? '' : ` (${clauses})`}` : 'DROP IDENTITY');
    }
    const generated = option('expressionGenerated');
    if (typeof generated === 'string') actions.push(`SET EXPRESSION AS (${generated})`);
    else if (generated === null) actions.push('DROP EXPRESSION');
    const comment = option('comment');
    return [
      ...(actions.length === 0 ? [] : [`ALTER TABLE ${literal(table, given)} ${actions.map(it => `ALTER ${literal(column, given)} ${it}`).join(', ')}`]),
      ...(comment === undefined ? [] : [`COMMENT ON COLUMN ${literal(table, given)}.${literal(column, given)} IS ${escaped(comment, given)}`]),
    ];
  },
  addConstraint(given) {
    const { args: [table, name, options], ask } = given;
    if (typeof options === 'string') return [`ALTER TABLE ${literal(table, given)} ADD ${ask.is(name) ? `CONSTRAINT ${literal(name, given)} ` : ''}${options}`];
    const { constraints, comments } = constraintsOf(table, ask.record(options), name, given);
    return constraints.length === 0 ? undefined : [`ALTER TABLE ${literal(table, given)} ${constraints.map(it => `ADD ${it}`).join(', ')}`, ...comments];
  },
  dropConstraint(given) {
    const [table, name, options] = given.args;
    return [`ALTER TABLE${flag(given, options, 'ifTableExists', ' IF EXISTS')} ${literal(table, given)} DROP CONSTRAINT${flag(given, options, 'ifExists', ' IF EXISTS')} ${literal(name, given)}${flag(given, options, 'cascade', ' CASCADE')}`];
  },
  renameConstraint: given => [`ALTER TABLE ${literal(given.args[0], given)} RENAME CONSTRAINT ${literal(given.args[1], given)} TO ${literal(given.args[2], given)}`],
};

/** `parseLike`. */
function likeSql(like: Value, given: Given): string {
  const { ask } = given;
  const of = isRecord(like) && like.entries.has('table') ? memberOf(like, 'table') : like;
  const options = isRecord(like) ? ask.get(like, 'options') : undefined;
  const words = (['including', 'excluding'] as const).flatMap(key => (ask.get(options, key) === undefined ? [] : ask.list(ask.get(options, key)).map(it => `${key.toUpperCase()} ${ask.text(it)}`)));
  return ['LIKE', literal(of, given), ...words].join(' ');
}
