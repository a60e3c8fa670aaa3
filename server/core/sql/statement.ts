import type { Copy, Dml, LockTable, Truncate, Vacuum } from './statement/data.js';
import type { AlterFunction, Call, CreateFunction, DoBlock } from './statement/functions.js';
import type { Cluster, CreateIndex, Reindex } from './statement/indexes.js';
import type { AlterDomain, AlterEnum, AlterOwner, AlterSequence, Comment, CreateCollation, CreateDomain, CreateExtension, CreateSchema, CreateSequence, CreateStatistics, CreateType, Drop, Grant, Other, Publication, Rename, SetSchema } from './statement/objects.js';
import type { SetVariable, Transaction } from './statement/session.js';
import type { AlterTable, CreateTable, CreateTableAs } from './statement/tables.js';
import type { CreatePolicy, CreateRule, CreateTrigger, CreateView, Refresh } from './statement/views.js';

/**
 * What the rules, the effects and the catalogue see of a statement: small, readonly, closed.
 * The parser's own tree never crosses this line; `lower.ts` alone reads it.
 * All spans count UTF-16 code units from the statement's first token.
 */
export type Statement =
  | CreateTable
  | AlterTable
  | CreateIndex
  | Drop
  | Rename
  | SetSchema
  | Reindex
  | Refresh
  | CreateView
  | CreateTableAs
  | CreateTrigger
  | CreatePolicy
  | CreateRule
  | CreateType
  | AlterEnum
  | CreateDomain
  | AlterDomain
  | CreateSequence
  | AlterSequence
  | CreateFunction
  | AlterFunction
  | CreateStatistics
  | CreateCollation
  | Publication
  | Comment
  | Grant
  | AlterOwner
  | Truncate
  | LockTable
  | Vacuum
  | Cluster
  | Dml
  | Copy
  | DoBlock
  | Transaction
  | SetVariable
  | Call
  | CreateSchema
  | CreateExtension
  | Other;

export type StatementKind = Statement['kind'];

export type StatementOf<K extends StatementKind> = Extract<Statement, { readonly kind: K }>;
