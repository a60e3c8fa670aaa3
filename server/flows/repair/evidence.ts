import type { Migration } from '../../core/migrations/migration.js';
import type { ProjectIndex } from '../../core/migrations/project-index.js';
import type { Name } from '../../core/sql/identifier.js';
import type { Script } from '../../core/sql/script.js';
import { proofOf, tracesOf } from '../../core/sql/traces.js';
import type { Found, Proof, Trace } from '../../core/sql/traces.js';
import type { Run } from '../../core/tools/tool/run.js';
import { mayLeave } from '../apply/left.js';
import { placeOf, projectOn, readOnly } from '../history.js';
import { sentOf } from '../plan/sent.js';
import type { Session } from '../ports.js';
import type { Scripts } from '../script.js';

/** What the database shows of a migration's up file. */
export interface Evidence {
  readonly proof: Proof;
  /** What the file would have made or removed, and how it is. */
  readonly traces: readonly (Trace & { readonly found: Found })[];
  /** The file does more than can be seen. */
  readonly blind: boolean;
  /** A failure of it may have left a part, by the way in which the tool sends it. */
  readonly leaves: boolean;
}

export async function evidenceOf(index: ProjectIndex, migration: Migration, session: Session, scripts: Scripts): Promise<Evidence> {
  const { sent } = await sentOf(index, session.info, migration, migration.up, scripts);
  const { traces, blind } = tracesOf(sent);
  const found = traces.length === 0 ? [] : await lookUp(traces, index, migration, session);
  return { proof: proofOf(traces, found), traces: traces.map((it, i) => ({ ...it, found: found[i]! })), blind, leaves: leavesIn(sent, index, migration, session) };
}

/** Whether a failure of one of a migration's files may have left a part. */
export async function mayHaveLeft(index: ProjectIndex, migration: Migration, direction: 'up' | 'down', session: Session, scripts: Scripts): Promise<boolean> {
  const { sent } = await sentOf(index, session.info, migration, migration[direction], scripts);
  return leavesIn(sent, index, migration, session);
}

function leavesIn(sent: Script, index: ProjectIndex, migration: Migration, { info }: Session): boolean {
  return mayLeave({ sent, execution: index.tool.execution(sent, migration, projectOn(index, info)) });
}

/** By the catalogue alone, which everybody may read; names without a schema lead where they would lead the tool. */
function lookUp(traces: readonly Trace[], index: ProjectIndex, migration: Migration, session: Session): Promise<readonly Found[]> {
  const { run } = index.tool;
  return readOnly(session, async () => {
    for (const sql of preparing(run, index, migration, session)) await session.query(sql);
    const rows = await session.query({
      text: LOOK_UP,
      values: [traces.map(it => it.kind), traces.map(it => ownerOf(it).schema ?? null), traces.map(it => ownerOf(it).name), traces.map(it => it.name)],
    });
    return rows.map(it => it['found'] as Found);
  });
}

function preparing(run: Run, index: ProjectIndex, migration: Migration, session: Session) {
  if (run.by !== 'us') return [];
  return run.prepare?.({ migration, project: projectOn(index, session.info), place: placeOf(session.info), applied: [], checksum: undefined, milliseconds: 0 }) ?? [];
}

/** What it belongs to; itself, where it belongs to nothing. */
function ownerOf({ of, schema, name }: Trace): Name {
  return of ?? { name, ...(schema !== undefined && { schema }) };
}

/** Names are cut to 63 bytes by the cast, as the server cuts them. An identifier without a schema is the first of its kind on the search path. */
const LOOK_UP = `
  with sought as (
    select n, kind, schema, owner::name as owner, name::name as name, name as text,
      case when schema is null then current_schemas(true) else array[schema::name] end as path
    from unnest($1::text[], $2::text[], $3::text[], $4::text[]) with ordinality as t(kind, schema, owner, name, n)
  ), placed as (
    select s.*,
      (select c.oid from pg_class c join pg_namespace p on p.oid = c.relnamespace where c.relname = s.owner and p.nspname = any(s.path)
        order by array_position(s.path, p.nspname) limit 1) as relation,
      (select t.oid from pg_type t join pg_namespace p on p.oid = t.typnamespace where t.typname = s.owner and p.nspname = any(s.path)
        order by array_position(s.path, p.nspname) limit 1) as type
    from sought s
  )
  select case
    when kind = 'relation' and exists (select from pg_index join pg_class on oid = indexrelid where indexrelid = relation and not indisvalid and relkind = 'i') then 'invalid'
    when case kind
      when 'relation' then relation is not null
      when 'type' then type is not null
      when 'function' then exists (select from pg_proc f join pg_namespace p on p.oid = f.pronamespace where f.proname = owner and p.nspname = any(path))
      when 'schema' then exists (select from pg_namespace where nspname = name)
      when 'extension' then exists (select from pg_extension where extname = name)
      when 'column' then exists (select from pg_attribute where attrelid = relation and attname = name and attnum > 0 and not attisdropped)
      when 'not null' then exists (select from pg_attribute where attrelid = relation and attname = name and attnotnull and not attisdropped)
      when 'constraint' then exists (select from pg_constraint where conrelid = relation and conname = name)
      when 'valid constraint' then exists (select from pg_constraint where conrelid = relation and conname = name and convalidated)
      when 'trigger' then exists (select from pg_trigger where tgrelid = relation and tgname = name)
      when 'policy' then exists (select from pg_policy where polrelid = relation and polname = name)
      when 'value' then exists (select from pg_enum where enumtypid = type and enumlabel = text)
    end then 'there' else 'gone' end as found
  from placed order by n`;
