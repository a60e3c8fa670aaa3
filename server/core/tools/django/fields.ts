import { argumentsOf, calledName, isNone, quoted, type Arguments } from '../python/arguments.js';
import type { Call, Expression } from '../python/node.js';
import { resolved, textIn, type Scope } from '../python/scope.js';
import type { Project } from '../tool/project.js';
import { swappedModel } from './labels.js';
import { tableName } from './names.js';
import { keyColumn, targetKey, UNKNOWN, type Field, type State } from './state.js';

/** Where a field is written. */
export interface Owner {
  readonly app: string;
  /** In lower case. */
  readonly model: string;
  readonly table: string;
  readonly state: State;
  readonly scope: Scope;
  readonly project: Project;
}

/** A field of `models.…`; one of somebody's own has a name, what it says of a model that it refers to, and nothing else that could be relied upon. */
export function fieldOf(name: string, written: Expression, owner: Owner): Field | undefined {
  const call = resolved(written, owner.scope);
  if (call.kind !== 'call') return undefined;
  const kind = calledName(call);
  const refers = /(?:ForeignKey|OneToOneField)$/.test(kind) || call.keywords.some(it => it.name === 'on_delete');
  const args = argumentsOf(call, refers || /(?:ManyToManyField|RelatedField)$/.test(kind) ? ['to', 'on_delete'] : ['verbose_name'], owner.scope);
  if (/ManyToMany/.test(kind) || kind === 'TaggableManager' || /GenericRelation|GenericForeignKey/.test(kind)) return manyToMany(name, kind, args, owner);
  if (refers) return relation(name, kind, args, owner);
  return plain(name, kind, call, args);
}

function plain(name: string, kind: string, call: Call, args: Arguments): Field {
  const known = TYPES[kind];
  const own = known?.(args) ?? UNKNOWN;
  const generated = kind === 'GeneratedField' ? `GENERATED ALWAYS AS (NULL) ${args.flag('db_persist') === false ? 'VIRTUAL' : 'STORED'}` : undefined;
  const text = /^(?:varchar|text)/.test(own) && kind !== 'ArrayField';
  const type = kind === 'GeneratedField' ? generatedType(args) : own;
  const filling = fillingOf(kind, type, args);
  const standing = args.value('db_default');
  const collation = args.label('db_collation');
  return {
    ...flags(args), kind, column: args.text('db_column') ?? name, type, text,
    indexed: args.flag('db_index') ?? kind === 'SlugField',
    unique: args.flag('unique') ?? false,
    ...(CHECKS.has(kind) && { check: '>= 0' }),
    ...(collation !== undefined && { collation }),
    ...(filling !== undefined && { filling }),
    ...(standing && { standing: constantOf(standing, args.scope) }),
    ...(generated !== undefined && { generated }),
  };
}

function flags(args: Arguments): Pick<Field, 'null' | 'primaryKey'> {
  const primaryKey = args.flag('primary_key') ?? false;
  return { primaryKey, null: (args.flag('null') ?? false) && !primaryKey };
}

function generatedType(args: Arguments): string {
  const output = args.value('output_field');
  const known = output?.kind === 'call' ? TYPES[calledName(output)] : undefined;
  return known && output?.kind === 'call' ? known(argumentsOf(output, [], args.scope)) : UNKNOWN;
}

/** `to` may be a text, or a setting that names the model. */
function modelIn(args: Arguments, { app, model, project, scope }: Owner): string | undefined {
  const to = args.value('to');
  if (!to) return undefined;
  const text = textIn(to, scope)?.text ?? (to.kind === 'name' && /settings\./.test(to.name) ? swappedModel(to.name, project) : undefined);
  return text === undefined ? undefined : targetKey(text, app, model);
}

function relation(name: string, kind: string, args: Arguments, owner: Owner): Field | undefined {
  const to = modelIn(args, owner);
  if (to === undefined) return undefined;
  const toField = args.text('to_field');
  const one = /OneToOne/.test(kind);
  const { type } = keyColumn(owner.state, to, toField);
  const filling = fillingOf('ForeignKey', type, args);
  return {
    ...flags(args), kind, column: args.text('db_column') ?? `${name}_id`, type, text: /^(?:varchar|text)/.test(type),
    unique: one || (args.flag('unique') ?? false),
    indexed: !one && (args.flag('db_index') ?? true),
    relation: { to, constrained: args.flag('db_constraint') ?? true, ...(toField !== undefined && { toField }) },
    ...(filling !== undefined && { filling }),
  };
}

function manyToMany(name: string, kind: string, args: Arguments, owner: Owner): Field {
  const to = kind === 'ManyToManyField' ? modelIn(args, owner) : undefined;
  const own = to !== undefined && !args.value('through');
  return {
    kind, type: '', null: false, unique: false, primaryKey: false, indexed: false, text: false,
    ...(own && { through: args.text('db_table') ?? tableName(owner.table.replaceAll('"', ''), name), relation: { to, constrained: args.flag('db_constraint') ?? true } }),
  };
}

/** `effective_default`: what old rows are given (django 5.2, `db/backends/base/schema.py`). */
function fillingOf(kind: string, type: string, args: Arguments): string | undefined {
  const given = args.call.keywords.find(it => it.name === 'default');
  if (given) return isNone(given.value) ? undefined : constantOf(given.value, args.scope);
  if (args.flag('auto_now') || args.flag('auto_now_add')) return "'2000-01-01 00:00:00+00'";
  if (args.flag('null')) return undefined;
  return args.flag('blank') && /^(?:varchar|text|bytea)/.test(type) && !/ForeignKey/.test(kind) ? "''" : undefined;
}

/** Django computes a default once, so that it is a constant whatever it was; `db_default` may be a function of the server's. */
function constantOf(written: Expression, scope: Scope): string {
  const value = resolved(written, scope);
  const text = textIn(value, scope);
  if (text) return quoted(text.text);
  if (value.kind === 'number') return value.text;
  if (value.kind === 'name' && (value.name === 'True' || value.name === 'False')) return value.name.toLowerCase();
  const name = value.kind === 'call' ? calledName(value) : '';
  if (name === 'RandomUUID') return 'gen_random_uuid()';
  if (name === 'Now') return 'statement_timestamp()';
  return "''";
}

const CHECKS = new Set(['PositiveIntegerField', 'PositiveBigIntegerField', 'PositiveSmallIntegerField']);

type Make = (args: Arguments) => string;

const as = (type: string): Make => () => type;
const counted = (length: string | undefined): Make => args => {
  const given = args.value('max_length');
  const own = given?.kind === 'number' ? given.text : given ? undefined : length;
  return own === undefined ? 'varchar' : `varchar(${own})`;
};

/** `DatabaseWrapper.data_types` of the PostgreSQL backend (5.2), and `contrib.postgres.fields`. */
const TYPES: Readonly<Record<string, Make>> = {
  AutoField: as('integer GENERATED BY DEFAULT AS IDENTITY'), BigAutoField: as('bigint GENERATED BY DEFAULT AS IDENTITY'), SmallAutoField: as('smallint GENERATED BY DEFAULT AS IDENTITY'),
  BinaryField: as('bytea'), BooleanField: as('boolean'), NullBooleanField: as('boolean'),
  CharField: counted(undefined), SlugField: counted('50'), EmailField: counted('254'), URLField: counted('200'), FileField: counted('100'), FilePathField: counted('100'), ImageField: counted('100'), CommaSeparatedIntegerField: counted(undefined),
  TextField: as('text'), DateField: as('date'), DateTimeField: as('timestamp with time zone'), TimeField: as('time'), DurationField: as('interval'),
  DecimalField: args => {
    const [digits, places] = [args.value('max_digits'), args.value('decimal_places')];
    return digits?.kind === 'number' && places?.kind === 'number' ? `numeric(${digits.text}, ${places.text})` : 'numeric';
  },
  FloatField: as('double precision'), IntegerField: as('integer'), BigIntegerField: as('bigint'), SmallIntegerField: as('smallint'),
  PositiveIntegerField: as('integer'), PositiveBigIntegerField: as('bigint'), PositiveSmallIntegerField: as('smallint'),
  IPAddressField: as('inet'), GenericIPAddressField: as('inet'), JSONField: as('jsonb'), UUIDField: as('uuid'),
  ArrayField: args => {
    const base = args.value('base_field') ?? args.value('verbose_name');
    const make = base?.kind === 'call' ? TYPES[calledName(base)] : undefined;
    return make && base?.kind === 'call' ? `${make(argumentsOf(base, ['verbose_name'], args.scope))}[]` : UNKNOWN;
  },
  HStoreField: as('hstore'), CICharField: as('citext'), CIEmailField: as('citext'), CITextField: as('citext'), SearchVectorField: as('tsvector'),
  IntegerRangeField: as('int4range'), BigIntegerRangeField: as('int8range'), DecimalRangeField: as('numrange'), DateRangeField: as('daterange'), DateTimeRangeField: as('tstzrange'),
};
