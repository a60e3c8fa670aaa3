import type { Span } from '../../text/span.js';
import type { KnownSpans, RawNode } from '../raw.js';
import type { AlterAction, AlterTable, ReplicaIdentity } from '../statement/tables.js';
import { expression } from './expression.js';
import { defined, nameOf, optionName, optionValues, relation, relationAt, strings, typeName } from './names.js';
import type { Place } from './place.js';
import { column, constraint, identityOf, itemEnd, partitionBounds } from './tables.js';

const ALTERED: Readonly<Record<string, AlterTable['of']>> = {
  OBJECT_TABLE: 'table', OBJECT_INDEX: 'index', OBJECT_VIEW: 'view', OBJECT_MATVIEW: 'materialized-view', OBJECT_SEQUENCE: 'sequence',
  OBJECT_TYPE: 'type', OBJECT_FOREIGN_TABLE: 'foreign-table',
};

export function alterTable(raw: RawNode, place: Place, spans: KnownSpans): Omit<AlterTable, 'keyword'> {
  const table = relationAt(raw['relation'], place);
  const commands = ((raw['cmds'] ?? []) as readonly RawNode[]).map(it => it['AlterTableCmd'] as RawNode);
  const at = spans.actions?.length === commands.length ? spans.actions : actionSpans(place, table.span!.end);
  const of = ALTERED[raw['objtype']] ?? 'table';
  return {
    kind: 'alter-table',
    of,
    table,
    ifExists: raw['missing_ok'] === true,
    only: raw['relation']?.inh !== true && of !== 'type',
    actions: commands.map((it, i) => ({ span: at[i] ?? at.at(-1)!, ...action(it, place, of) }) as AlterAction),
  };
}

/** Actions stand behind the table's name, with commas between them. */
function actionSpans(place: Place, from: number): readonly Span[] {
  const spans: Span[] = [];
  let first = place.indexAt(from);
  if (place.say(first) === '*') first++;
  if (place.say(first) === ')') first++;
  for (let start = place.tokens()[first]?.span.start; start !== undefined; ) {
    const end = itemEnd(place, start);
    spans.push({ start, end });
    start = place.tokens()[place.indexAt(end) + 1]?.span.start;
  }
  return spans.length > 0 ? spans : [{ start: from, end: from }];
}

const REPLICA_IDENTITIES: Readonly<Record<string, ReplicaIdentity>> = { d: 'default', f: 'full', n: 'nothing', i: 'index' };

type Action = AlterAction extends infer A ? (A extends unknown ? Omit<A, 'span'> : never) : never;

/** Of the commands that carry nothing but their column. */
const ON_COLUMN = {
  AT_SetNotNull: 'set-not-null', AT_DropNotNull: 'drop-not-null', AT_DropIdentity: 'drop-identity',
  AT_DropExpression: 'drop-expression', AT_SetStatistics: 'set-statistics', AT_SetStorage: 'set-storage',
  AT_SetCompression: 'set-compression', AT_SetOptions: 'set-column-options', AT_ResetOptions: 'set-column-options',
} as const;

const SWITCHES: Readonly<Record<string, 'enable-trigger' | 'disable-trigger' | 'enable-rule' | 'disable-rule'>> = {
  AT_EnableTrig: 'enable-trigger', AT_EnableAlwaysTrig: 'enable-trigger', AT_EnableReplicaTrig: 'enable-trigger', AT_DisableTrig: 'disable-trigger',
  AT_EnableTrigAll: 'enable-trigger', AT_EnableTrigUser: 'enable-trigger', AT_DisableTrigAll: 'disable-trigger', AT_DisableTrigUser: 'disable-trigger',
  AT_EnableRule: 'enable-rule', AT_EnableAlwaysRule: 'enable-rule', AT_EnableReplicaRule: 'enable-rule', AT_DisableRule: 'disable-rule',
};

const ROW_SECURITY = {
  AT_EnableRowSecurity: 'enable', AT_DisableRowSecurity: 'disable', AT_ForceRowSecurity: 'force', AT_NoForceRowSecurity: 'no-force',
} as const;

const BARE = {
  AT_SetLogged: 'set-logged', AT_SetUnLogged: 'set-unlogged', AT_ClusterOn: 'cluster-on',
  AT_DropCluster: 'set-without-cluster', AT_ChangeOwner: 'owner',
} as const;

function action(raw: RawNode, place: Place, of: AlterTable['of']): Action {
  const type = raw['subtype'] as string;
  const name = (raw['name'] as string | undefined) ?? '';
  const missingOk = raw['missing_ok'] === true;
  const cascade = raw['behavior'] === 'DROP_CASCADE';
  const def = raw['def'] as RawNode | undefined;

  if (type in ON_COLUMN) return { kind: ON_COLUMN[type as keyof typeof ON_COLUMN], column: name };
  if (type in SWITCHES) return { kind: SWITCHES[type]!, ...(name !== '' && { name }) };
  if (type in ROW_SECURITY) return { kind: 'row-security', to: ROW_SECURITY[type as keyof typeof ROW_SECURITY] };
  if (type in BARE) return { kind: BARE[type as keyof typeof BARE] };

  switch (type) {
    case 'AT_AddColumn':
      return of === 'type' ? { kind: 'add-attribute', attribute: def!['ColumnDef'].colname as string, cascade, type: typeName(def!['ColumnDef'].typeName, place) } : { kind: 'add-column', column: column(def!['ColumnDef'], place), ifNotExists: missingOk };
    case 'AT_DropColumn':
      return of === 'type' ? { kind: 'drop-attribute', attribute: name, cascade } : { kind: 'drop-column', column: name, ifExists: missingOk, cascade };
    case 'AT_AlterColumnType':
      return of === 'type' ? { kind: 'alter-attribute-type', attribute: name, cascade, type: typeName(def!['ColumnDef'].typeName, place) } : alterType(name, def!['ColumnDef'], place);
    case 'AT_ColumnDefault':
      return def === undefined ? { kind: 'drop-default', column: name } : { kind: 'set-default', column: name, expression: expression(def, place) };
    case 'AT_AddIdentity':
      return { kind: 'add-identity', column: name, identity: identityOf(def?.['Constraint'] ?? {}) };
    case 'AT_SetIdentity': {
      const options = ((def?.['List']?.items ?? []) as readonly RawNode[]).map(optionName);
      return { kind: 'set-identity', column: name, options: options.filter(it => it !== 'generated'), generated: options.includes('generated') };
    }
    case 'AT_SetExpression':
      return { kind: 'set-expression', column: name, expression: expression(def!, place) };
    case 'AT_AddConstraint':
      return { kind: 'add-constraint', constraint: constraint(def!['Constraint'], place) };
    case 'AT_DropConstraint':
      return { kind: 'drop-constraint', name, ifExists: missingOk, cascade };
    case 'AT_ValidateConstraint':
      return { kind: 'validate-constraint', name };
    case 'AT_AlterConstraint':
      return {
        kind: 'alter-constraint',
        name: (def?.['ATAlterConstraint']?.conname ?? '') as string,
        ...(def?.['ATAlterConstraint']?.alterDeferrability === true && { deferrable: def['ATAlterConstraint'].deferrable === true }),
        ...(def?.['ATAlterConstraint']?.alterEnforceability === true && { enforced: def['ATAlterConstraint'].is_enforced === true }),
      };
    case 'AT_AttachPartition':
      return { kind: 'attach-partition', partition: relationAt(def!['PartitionCmd'].name, place), ...partitionBounds(def!['PartitionCmd'].bound ?? {}) };
    case 'AT_DetachPartition':
    case 'AT_DetachPartitionFinalize':
      return { kind: 'detach-partition', partition: relationAt(def!['PartitionCmd'].name, place), concurrently: def!['PartitionCmd'].concurrent === true };
    case 'AT_AddInherit':
    case 'AT_DropInherit':
      return { kind: type === 'AT_AddInherit' ? 'inherit' : 'no-inherit', parent: relation(def!['RangeVar']) };
    case 'AT_SetRelOptions':
    case 'AT_ResetRelOptions':
    case 'AT_ReplaceRelOptions':
      return {
        kind: 'set-options',
        names: ((def?.['List']?.items ?? []) as readonly RawNode[]).map(optionName),
        values: type === 'AT_ResetRelOptions' ? {} : optionValues(def?.['List']?.items),
      };
    case 'AT_AddOf':
      return { kind: 'set-type', of: nameOf(strings(def!['TypeName'].names)) };
    case 'AT_DropOf':
      return { kind: 'set-type' };
    case 'AT_ReplicaIdentity':
      return { kind: 'replica-identity', to: REPLICA_IDENTITIES[def?.['ReplicaIdentityStmt']?.identity_type] ?? 'default' };
    case 'AT_SetTableSpace':
    case 'AT_SetAccessMethod':
      return { kind: type === 'AT_SetTableSpace' ? 'set-tablespace' : 'set-access-method', to: name };
    default:
      return { kind: 'other' };
  }
}

function alterType(name: string, raw: RawNode, place: Place): Action {
  return defined<Extract<Action, { kind: 'alter-column-type' }>>({
    kind: 'alter-column-type',
    column: name,
    type: typeName(raw['typeName'], place),
    using: raw['raw_default'] === undefined ? undefined : expression(raw['raw_default'], place),
    collation: raw['collClause'] === undefined ? undefined : nameOf(strings(raw['collClause'].collname)),
  });
}
