import type pg from 'pg';

/** What a server's catalogs say of everything that a script has made. Order is that of creation. */
export interface ServerSchema {
  readonly relations: readonly Relation[];
  readonly schemas: readonly string[];
  readonly enums: readonly (Named & { readonly values: readonly string[] })[];
  readonly domains: readonly (Named & { readonly base: string; readonly notNull: boolean; readonly constraints: readonly string[] })[];
  readonly functions: readonly (Named & { readonly procedure: boolean; readonly arguments: string; readonly types: readonly string[]; readonly forTriggers: boolean })[];
  readonly publications: readonly { readonly name: string; readonly all: boolean; readonly tables: readonly string[] }[];
  readonly statistics: readonly (Named & { readonly table: string })[];
  readonly collations: readonly (Named & { readonly deterministic: boolean })[];
  readonly searchPath: string;
}

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** Letters are those of `pg_class.relkind`, `pg_constraint.contype` and their like; relations are named `schema.name`. */
export interface Relation extends Named {
  readonly kind: string;
  readonly persistence: string;
  readonly rowSecurity: boolean;
  readonly replicaIdentity: string;
  readonly populated: boolean;
  readonly isPartition: boolean;
  readonly isDefault: boolean;
  readonly parents: readonly string[];
  readonly strategy: string | null;
  readonly keyColumns: readonly (string | null)[];
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Index[];
  readonly triggers: readonly { readonly name: string; readonly constraint: boolean; readonly forEachRow: boolean; readonly function: string }[];
  readonly policies: readonly { readonly name: string; readonly restrictive: boolean; readonly command: string }[];
  readonly rules: readonly string[];
  /** Of a view. */
  readonly reads: readonly { readonly relation: string; readonly column: string | null }[];
  /** Of a sequence: `schema.table.column`. */
  readonly owner: string | null;
}

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly array: boolean;
  readonly modifier: number;
  readonly notNull: boolean;
  readonly hasDefault: boolean;
  readonly identity: string;
  readonly generated: string;
  readonly collation: string | null;
}

export interface Constraint {
  readonly name: string;
  readonly kind: string;
  readonly validated: boolean;
  readonly enforced: boolean;
  readonly deferrable: boolean;
  readonly columns: readonly string[];
  readonly references: string | null;
  readonly referenced: readonly string[];
  readonly onDelete: string;
  readonly onUpdate: string;
  /** It is kept for a partition of what is referenced, and nobody has written it. */
  readonly shadow: boolean;
}

export interface Index extends Named {
  readonly unique: boolean;
  readonly method: string;
  readonly keys: readonly (string | null)[];
  readonly include: readonly string[];
  readonly partial: boolean;
  readonly valid: boolean;
  readonly parent: string | null;
  readonly nullsNotDistinct: boolean;
  readonly constraint: string | null;
}

const SCHEMA = `case when n.oid = pg_my_temp_schema() then 'pg_temp' else n.nspname end`;
const OURS = `(n.nspname !~ '^pg_' and n.nspname <> 'information_schema' or n.oid = pg_my_temp_schema())`;
const nameOf = (oid: string): string => `(select ${SCHEMA} || '.' || o.relname from pg_class o join pg_namespace n on n.oid = o.relnamespace where o.oid = ${oid})`;
const columnsOf = (numbers: string, table: string, condition = 'true'): string =>
  `array(select a.attname::text from unnest(${numbers}) with ordinality u(number, place) left join pg_attribute a on a.attrelid = ${table} and a.attnum = u.number and u.number > 0 where ${condition} order by place)`;
const listOf = (query: string): string => `coalesce((select json_agg(it) from (${query}) it), '[]')`;

export async function serverSchema(client: pg.Client, major: number): Promise<ServerSchema> {
  const results = (await client.query(queries(major).join(';'))) as unknown as readonly pg.QueryResult[];
  const [relations, schemas, enums, domains, functions, publications, statistics, collations, path] = results.map(it => it.rows as readonly unknown[]);
  return {
    relations, enums, domains, functions, publications, statistics, collations,
    schemas: (schemas as readonly { name: string }[]).map(it => it.name),
    searchPath: (path as readonly { path: string }[])[0]!.path,
  } as ServerSchema;
}

function queries(major: number): readonly string[] {
  return [
    `select ${SCHEMA} as schema, c.relname as name, c.relkind as kind, c.relpersistence as persistence, c.relrowsecurity as "rowSecurity", c.relreplident as "replicaIdentity", c.relispopulated as populated,
      c.relispartition as "isPartition", coalesce(pg_get_expr(c.relpartbound, c.oid) = 'DEFAULT', false) as "isDefault", array(select ${nameOf('inhparent')} from pg_inherits where inhrelid = c.oid order by inhseqno) as parents,
      p.partstrat as strategy, ${columnsOf('p.partattrs::int[]', 'c.oid')} as "keyColumns",
      ${listOf(`select a.attname as name, coalesce(e.typname, t.typname) as type, e.oid is not null as array, a.atttypmod as modifier, a.attnotnull as "notNull", a.atthasdef as "hasDefault", a.attidentity as identity, a.attgenerated as generated,
        (select collname from pg_collation k where k.oid = a.attcollation and a.attcollation <> t.typcollation) as collation
        from pg_attribute a join pg_type t on t.oid = a.atttypid left join pg_type e on e.oid = t.typelem and t.typlen = -1 and t.typelem <> 0
        where a.attrelid = c.oid and c.relkind in ('r', 'p', 'v', 'm', 'f', 'c') and a.attnum > 0 and not a.attisdropped order by a.attnum`)} as columns,
      ${listOf(`select k.conname as name, k.contype as kind, k.convalidated as validated, ${major >= 18 ? 'k.conenforced' : 'true'} as enforced, k.condeferrable as deferrable, ${columnsOf('k.conkey::int[]', 'k.conrelid')} as columns,
        ${nameOf('k.confrelid')} as references, ${columnsOf('k.confkey::int[]', 'k.confrelid')} as referenced, k.confdeltype as "onDelete", k.confupdtype as "onUpdate",
        k.contype = 'f' and exists (select 1 from pg_constraint q where q.oid = k.conparentid and q.conrelid = k.conrelid) as shadow
        from pg_constraint k where k.conrelid = c.oid and k.contype <> 't' order by k.oid`)} as constraints,
      ${listOf(`select ${SCHEMA} as schema, x.relname as name, i.indisunique as unique, m.amname as method, ${columnsOf('i.indkey::int[]', 'i.indrelid', 'place <= i.indnkeyatts')} as keys,
        ${columnsOf('i.indkey::int[]', 'i.indrelid', 'place > i.indnkeyatts')} as include, i.indpred is not null as partial, i.indisvalid as valid, (select ${nameOf('inhparent')} from pg_inherits where inhrelid = x.oid) as parent,
        ${major >= 15 ? 'i.indnullsnotdistinct' : 'false'} as "nullsNotDistinct", (select conname from pg_constraint where conindid = x.oid and contype in ('p', 'u', 'x')) as constraint
        from pg_index i join pg_class x on x.oid = i.indexrelid join pg_am m on m.oid = x.relam join pg_namespace n on n.oid = x.relnamespace where i.indrelid = c.oid order by x.oid`)} as indexes,
      ${listOf(`select t.tgname as name, t.tgconstraint <> 0 as constraint, (t.tgtype & 1) = 1 as "forEachRow", f.proname as function from pg_trigger t join pg_proc f on f.oid = t.tgfoid
        where t.tgrelid = c.oid and not t.tgisinternal and ${major >= 13 ? 't.tgparentid = 0' : 'true'}`)} as triggers,
      ${listOf(`select polname as name, not polpermissive as restrictive, polcmd as command from pg_policy where polrelid = c.oid`)} as policies,
      array(select rulename::text from pg_rewrite where ev_class = c.oid and rulename <> '_RETURN') as rules,
      ${listOf(`select distinct ${nameOf('d.refobjid')} as relation, a.attname as column from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.deptype = 'n'
        left join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid and d.refobjsubid > 0 where r.ev_class = c.oid and r.rulename = '_RETURN' and d.refobjid <> c.oid`)} as reads,
      (select ${nameOf('d.refobjid')} || '.' || a.attname from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and c.relkind = 'S' and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i')) as owner
      from pg_class c join pg_namespace n on n.oid = c.relnamespace left join pg_partitioned_table p on p.partrelid = c.oid where ${OURS} and c.relkind <> 't' order by c.oid`,
    `select nspname as name from pg_namespace n where ${OURS} and nspname !~ '^pg_' order by 1`,
    `select ${SCHEMA} as schema, t.typname as name, array(select enumlabel::text from pg_enum where enumtypid = t.oid order by enumsortorder) as values from pg_type t join pg_namespace n on n.oid = t.typnamespace where ${OURS} and t.typtype = 'e' order by t.oid`,
    `select ${SCHEMA} as schema, t.typname as name, b.typname as base, t.typnotnull as "notNull", array(select conname::text from pg_constraint where contypid = t.oid and contype = 'c' order by 1) as constraints
      from pg_type t join pg_type b on b.oid = t.typbasetype join pg_namespace n on n.oid = t.typnamespace where ${OURS} and t.typtype = 'd' order by t.oid`,
    `select ${SCHEMA} as schema, p.proname as name, p.prokind = 'p' as procedure, pg_get_function_identity_arguments(p.oid) as arguments, array(select coalesce(e.typname || '[]', t.typname) from unnest(p.proargtypes) with ordinality u(oid, place) join pg_type t on t.oid = u.oid left join pg_type e on e.oid = t.typelem and t.typlen = -1 order by place)::text[] as types, p.prorettype = 'trigger'::regtype as "forTriggers" from pg_proc p join pg_namespace n on n.oid = p.pronamespace where ${OURS} and p.prokind in ('f', 'p') and not exists (select 1 from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i') order by p.oid`,
    `select pubname as name, puballtables as all, array(select ${nameOf('prrelid')} from pg_publication_rel where prpubid = p.oid) as tables from pg_publication p order by 1`,
    `select ${SCHEMA} as schema, s.stxname as name, ${nameOf('s.stxrelid')} as table from pg_statistic_ext s join pg_namespace n on n.oid = s.stxnamespace where ${OURS} order by s.oid`,
    `select ${SCHEMA} as schema, k.collname as name, k.collisdeterministic as deterministic from pg_collation k join pg_namespace n on n.oid = k.collnamespace where ${OURS} order by k.oid`,
    `select current_setting('search_path') as path`,
  ];
}
