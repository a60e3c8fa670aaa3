import type { Sql } from '../tools/tool/history.js';

/** One object of a schema, with all that is known of it, so that two of them can be compared. */
export interface SchemaObject {
  readonly kind: string;
  /** As SQL names it, with its schema; of what belongs to a relation, alone. */
  readonly name: string;
  /** The relation that it belongs to and goes with. */
  readonly of?: string;
  /** By name, for people: `type`, `not null`. What is absent is not so. */
  readonly facts: Readonly<Record<string, string | boolean>>;
}

export type Snapshot = readonly SchemaObject[];

/**
 * Everything that migrations make, of all schemas but the system's, extensions' own objects left out.
 * To be asked under an empty `search_path`: then every definition names its schemas.
 * Columns that only newer majors have are read off the row as JSON: it runs on 13 and above.
 */
export function snapshotQuery(): Sql {
  return { text: QUERY, values: [] };
}

export function snapshotOf(rows: readonly Readonly<Record<string, unknown>>[]): Snapshot {
  return rows.map(({ kind, name, of, facts }): SchemaObject => ({
    kind: String(kind), name: String(name), ...(typeof of === 'string' && { of }), facts: facts as SchemaObject['facts'],
  }));
}

/** Roles and their privileges, without those of the owner, which nobody gives. */
function grants(acl: string, kind: string, owner: string): string {
  return `(select string_agg(line, '; ' order by line) from (
    select case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end || ': '
        || string_agg(privilege_type || case when is_grantable then ' WITH GRANT OPTION' else '' end, ', ' order by privilege_type) as line
      from aclexplode(coalesce(${acl}, acldefault('${kind}', ${owner}))) where grantee <> ${owner} group by grantee) as granted)`;
}

function own(catalog: string, oid: string): string {
  return `not exists (select from pg_depend d where d.classid = '${catalog}'::regclass and d.objid = ${oid} and d.deptype = 'e')`;
}

/** What is known of it, but not that it is not so. */
function facts(pairs: Readonly<Record<string, string>>): string {
  return `jsonb_strip_nulls(jsonb_build_object(${Object.entries(pairs).map(([name, value]) => `'${name}', ${value}`).join(', ')}))`;
}

const SCHEMAS = `schemas as (
  select oid, nspname, nspowner, nspacl, quote_ident(nspname) || '.' as prefix from pg_namespace
   where nspname !~ '^pg_' and nspname <> 'information_schema' and ${own('pg_namespace', 'pg_namespace.oid')})`;

const RELATIONS = `relations as (
  select c.oid, c.relkind, c.relowner, c.relacl, c.relam, c.relrowsecurity, c.relforcerowsecurity, c.relispartition, c.relpartbound, c.relreplident, c.relpersistence, c.reloptions,
         s.prefix || quote_ident(c.relname) as name
    from pg_class c join schemas s on s.oid = c.relnamespace
   where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and ${own('pg_class', 'c.oid')})`;

const PARTS: readonly string[] = [
  `select 'schema', quote_ident(s.nspname), null, ${facts({
    owner: 'pg_get_userbyid(s.nspowner)', grants: grants('s.nspacl', 'n', 's.nspowner'), comment: `obj_description(s.oid, 'pg_namespace')`,
  })} from schemas s`,

  `select 'extension', quote_ident(e.extname), null, ${facts({ version: 'e.extversion', schema: 'e.extnamespace::regnamespace::text' })} from pg_extension e`,

  `select case r.relkind when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table' when 'S' then 'sequence' else 'table' end,
     r.name, (select o.name from pg_depend d join relations o on o.oid = d.refobjid
               where r.relkind = 'S' and d.classid = 'pg_class'::regclass and d.objid = r.oid and d.refclassid = 'pg_class'::regclass and d.deptype in ('a', 'i') limit 1),
     ${facts({
    owner: 'pg_get_userbyid(r.relowner)',
    grants: `case r.relkind when 'S' then ${grants('r.relacl', 's', 'r.relowner')} else ${grants('r.relacl', 'r', 'r.relowner')} end`,
    comment: `obj_description(r.oid, 'pg_class')`,
    definition: `case when r.relkind in ('v', 'm') then pg_get_viewdef(r.oid) end`,
    persistence: `case r.relpersistence when 'u' then 'unlogged' when 't' then 'temporary' end`,
    options: `(select string_agg(option, ', ' order by option) from unnest(r.reloptions) as option)`,
    'row level security': `nullif(r.relrowsecurity, false)`,
    'forced row level security': `nullif(r.relforcerowsecurity, false)`,
    'replica identity': `case r.relreplident when 'f' then 'full' when 'n' then case when r.relkind in ('r', 'p') then 'nothing' end when 'i' then 'an index' end`,
    'partition key': `case r.relkind when 'p' then pg_get_partkeydef(r.oid) end`,
    'partition of': `case when r.relispartition then (select o.name from pg_inherits i join relations o on o.oid = i.inhparent where i.inhrelid = r.oid) || ' ' || pg_get_expr(r.relpartbound, r.oid) end`,
    inherits: `case when not r.relispartition then (select string_agg(o.name, ', ' order by i.inhseqno) from pg_inherits i join relations o on o.oid = i.inhparent where i.inhrelid = r.oid) end`,
    'access method': `(select amname from pg_am where oid = r.relam and r.relkind in ('r', 'm') and amname <> 'heap')`,
    numbers: `(select format('%s from %s by %s, %s to %s, cache %s%s', q.seqtypid::regtype, q.seqstart, q.seqincrement, q.seqmin, q.seqmax, q.seqcache, case when q.seqcycle then ', cycling' else '' end)
                 from pg_sequence q where q.seqrelid = r.oid)`,
  })} from relations r`,

  `select 'column', quote_ident(a.attname), r.name, ${facts({
    type: 'format_type(a.atttypid, a.atttypmod)',
    'not null': 'nullif(a.attnotnull, false)',
    default: `case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end`,
    generated: `case a.attgenerated when 's' then 'stored: ' when 'v' then 'virtual: ' end || pg_get_expr(d.adbin, d.adrelid)`,
    identity: `case a.attidentity when 'a' then 'always' when 'd' then 'by default' end`,
    collation: `case when a.attcollation <> t.typcollation then a.attcollation::regcollation::text end`,
    storage: `case when a.attstorage <> t.typstorage then a.attstorage::text end`,
    compression: `nullif(to_jsonb(a) ->> 'attcompression', '')`,
    statistics: `nullif(nullif(to_jsonb(a) ->> 'attstattarget', '-1'), '')`,
    options: `(select string_agg(option, ', ' order by option) from unnest(a.attoptions) as option)`,
    grants: `case when a.attacl is not null then ${grants('a.attacl', 'c', 'r.relowner')} end`,
    comment: 'col_description(r.oid, a.attnum)',
  })} from relations r join pg_attribute a on a.attrelid = r.oid and a.attnum > 0 and not a.attisdropped join pg_type t on t.oid = a.atttypid
     left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    where r.relkind in ('r', 'p', 'f')`,

  // Of NOT NULL, which 18 has as constraints, the column says all.
  `select 'constraint', quote_ident(k.conname), r.name, ${facts({
    definition: 'pg_get_constraintdef(k.oid)', comment: `obj_description(k.oid, 'pg_constraint')`,
  })} from pg_constraint k join relations r on r.oid = k.conrelid where k.contype not in ('n', 't')`,

  `select 'index', s.prefix || quote_ident(c.relname), r.name, ${facts({
    definition: 'pg_get_indexdef(i.indexrelid)',
    invalid: 'nullif(not i.indisvalid, false)',
    'replica identity': 'nullif(i.indisreplident, false)',
    'clustered on': 'nullif(i.indisclustered, false)',
    comment: `obj_description(i.indexrelid, 'pg_class')`,
  })} from pg_index i join relations r on r.oid = i.indrelid join pg_class c on c.oid = i.indexrelid join schemas s on s.oid = c.relnamespace
    where not exists (select from pg_constraint k where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`,

  `select 'trigger', quote_ident(g.tgname), r.name, ${facts({
    definition: 'pg_get_triggerdef(g.oid)', enabled: `case g.tgenabled when 'D' then 'never' when 'R' then 'on replicas' when 'A' then 'always' end`, comment: `obj_description(g.oid, 'pg_trigger')`,
  })} from pg_trigger g join relations r on r.oid = g.tgrelid where not g.tgisinternal`,

  `select 'rule', quote_ident(w.rulename), r.name, ${facts({
    definition: 'pg_get_ruledef(w.oid)', enabled: `case w.ev_enabled when 'D' then 'never' when 'R' then 'on replicas' when 'A' then 'always' end`,
  })} from pg_rewrite w join relations r on r.oid = w.ev_class where w.rulename <> '_RETURN'`,

  `select 'policy', quote_ident(p.polname), r.name, ${facts({
    command: `case p.polcmd when '*' then 'ALL' when 'r' then 'SELECT' when 'a' then 'INSERT' when 'w' then 'UPDATE' when 'd' then 'DELETE' end`,
    roles: `(select string_agg(case role when 0 then 'PUBLIC' else pg_get_userbyid(role)::text end, ', ' order by role) from unnest(p.polroles) as role)`,
    restrictive: 'nullif(not p.polpermissive, false)',
    using: 'pg_get_expr(p.polqual, p.polrelid)',
    check: 'pg_get_expr(p.polwithcheck, p.polrelid)',
    comment: `obj_description(p.oid, 'pg_policy')`,
  })} from pg_policy p join relations r on r.oid = p.polrelid`,

  `select case p.prokind when 'p' then 'procedure' when 'a' then 'aggregate' else 'function' end,
     s.prefix || quote_ident(p.proname) || '(' || pg_get_function_identity_arguments(p.oid) || ')', null, ${facts({
    owner: 'pg_get_userbyid(p.proowner)',
    grants: grants('p.proacl', 'f', 'p.proowner'),
    comment: `obj_description(p.oid, 'pg_proc')`,
    definition: `case p.prokind when 'a' then (select format('%s, %s, %s, %s', g.aggtransfn, g.aggfinalfn, g.aggtranstype::regtype, g.agginitval) from pg_aggregate g where g.aggfnoid = p.oid) else pg_get_functiondef(p.oid) end`,
  })} from pg_proc p join schemas s on s.oid = p.pronamespace
    where ${own('pg_proc', 'p.oid')} and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'i')`,

  `select case t.typtype when 'd' then 'domain' else 'type' end, s.prefix || quote_ident(t.typname), null, ${facts({
    owner: 'pg_get_userbyid(t.typowner)',
    grants: grants('t.typacl', 'T', 't.typowner'),
    comment: `obj_description(t.oid, 'pg_type')`,
    values: `case t.typtype when 'e' then (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid) end`,
    attributes: `case t.typtype when 'c' then (select string_agg(quote_ident(a.attname) || ' ' || format_type(a.atttypid, a.atttypmod), ', ' order by a.attnum)
                   from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped) end`,
    of: `case t.typtype when 'd' then format_type(t.typbasetype, t.typtypmod) when 'r' then (select format_type(g.rngsubtype, null) from pg_range g where g.rngtypid = t.oid) end`,
    'not null': `case t.typtype when 'd' then nullif(t.typnotnull, false) end`,
    default: `case t.typtype when 'd' then t.typdefault end`,
    checks: `case t.typtype when 'd' then (select string_agg(quote_ident(k.conname) || ' ' || pg_get_constraintdef(k.oid), ', ' order by k.conname) from pg_constraint k where k.contypid = t.oid and k.contype = 'c') end`,
  })} from pg_type t join schemas s on s.oid = t.typnamespace left join pg_class c on c.oid = t.typrelid
    where t.typtype in ('e', 'd', 'r', 'c', 'b') and (t.typtype <> 'c' or c.relkind = 'c') and t.typelem = 0 and ${own('pg_type', 't.oid')}`,

  `select 'statistics', s.prefix || quote_ident(x.stxname), r.name, ${facts({ definition: 'pg_get_statisticsobjdef(x.oid)' })}
     from pg_statistic_ext x join schemas s on s.oid = x.stxnamespace join relations r on r.oid = x.stxrelid`,

  `select 'event trigger', quote_ident(e.evtname), null, ${facts({
    event: 'e.evtevent', function: 'e.evtfoid::regprocedure::text', enabled: `nullif(e.evtenabled::text, 'O')`, tags: `array_to_string(e.evttags, ', ')`,
  })} from pg_event_trigger e where ${own('pg_event_trigger', 'e.oid')}`,

  `select 'publication', quote_ident(p.pubname), null, ${facts({
    'all tables': 'nullif(p.puballtables, false)',
    tables: `(select string_agg(m.prrelid::regclass::text, ', ' order by m.prrelid::regclass::text) from pg_publication_rel m where m.prpubid = p.oid)`,
    publishes: `concat_ws(', ', case when p.pubinsert then 'insert' end, case when p.pubupdate then 'update' end, case when p.pubdelete then 'delete' end, case when p.pubtruncate then 'truncate' end)`,
  })} from pg_publication p`,

  `select 'default privileges', coalesce('in ' || a.defaclnamespace::regnamespace::text || ' ', '') || 'on ' || case a.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types' else 'schemas' end, null, ${facts({
    grants: `(select string_agg(line, '; ' order by line) from (select case grantee when 0 then 'PUBLIC' else pg_get_userbyid(grantee)::text end || ': ' || string_agg(privilege_type, ', ' order by privilege_type) as line
       from aclexplode(a.defaclacl) where grantee <> a.defaclrole group by grantee) as granted)`,
  })} from (select nullif(defaclnamespace, 0) as defaclnamespace, defaclobjtype, defaclacl, defaclrole from pg_default_acl) as a`,

  // Of what is seldom made, that it is there.
  ...[['pg_operator', 'operator'], ['pg_opclass', 'operator class'], ['pg_opfamily', 'operator family'], ['pg_collation', 'collation'], ['pg_conversion', 'conversion'], ['pg_ts_config', 'text search configuration'],
    ['pg_ts_dict', 'text search dictionary'], ['pg_cast', 'cast'], ['pg_foreign_data_wrapper', 'foreign-data wrapper'], ['pg_foreign_server', 'server']].map(([catalog, kind]) =>
    `select '${kind}', (pg_identify_object('${catalog}'::regclass, x.oid, 0)).identity, null, ${facts({ comment: `obj_description(x.oid, '${catalog}')` })} from ${catalog} x where x.oid >= 16384 and ${own(catalog!, 'x.oid')}`),
];

const QUERY = `with ${SCHEMAS}, ${RELATIONS}
select kind, name, "of", facts from (
${PARTS.join('\nunion all\n')}
) as object(kind, name, "of", facts) order by kind collate "C", "of" collate "C", name collate "C"`;
