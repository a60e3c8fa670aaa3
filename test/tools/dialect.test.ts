import { expect, test } from 'vitest';
import { isOfAnotherDialect } from '../../server/core/tools/dialect.js';

const thrice = (text: string): readonly string[] => [text, text, text];

test.each([
  ['db/migration/mysql', ['create table t (id int auto_increment);'], true],
  ['src/main/resources/db/sqlite3/', ['select 1', 'create table t (id integer primary key autoincrement);'], true],
  ['module-oracle/db/migration', ['create table t (id number(10));'], true],
  ['db/mysql', ['create table t (id int auto_increment);', 'create table u (id bigserial);'], false],
  ['db/mysql', ['create table t (id int);'], false],
  ['db/mysqlish', ['create table t (id int auto_increment);'], false],
  ['db/postgresql', ['create table t (id int auto_increment);'], false],
])('in a folder %s: %s', (folder, texts, expected) => expect(isOfAnotherDialect(texts, folder)).toBe(expected));

test.each([
  ['a slip', ['create table t (id int auto_increment);'], false],
  ['two slips', ['create table t (id int auto_increment);', 'select `x`', 'select 1'], false],
  ['three among many', [...Array.from({ length: 12 }, () => 'select 1'), 'select `x`', 'select `x`', 'select `x`', 'select `x`'], true],
  ['three among more', [...Array.from({ length: 14 }, () => 'select 1'), 'select `x`', 'select `x`', 'select `x`'], false],
  ['MySQL', thrice('CREATE TABLE t (id INT AUTO_INCREMENT PRIMARY KEY) ENGINE=InnoDB;'), true],
  ['MySQL', thrice('create table `t` (id int);'), true],
  ['MySQL', ['alter table accounts modify external_key varchar(255) not null;', 'alter table accounts add column a int after b;', 'create table `t` ()'], true],
  ['MySQL', ['drop index i on t;', 'alter table t add index i (a);', 'alter table t change a b int;'], true],
  ['SQLite', thrice('create table t (id integer primary key autoincrement);'), true],
  ['SQLite', thrice('insert into t values (jsonb(1)) on conflict do nothing; insert or ignore into t select 1;'), true],
  ['SQLite', thrice("create trigger t before insert on a for each row begin select raise(abort, 'no'); end;"), true],
  ['SQLite', thrice("create table t (at text not null default (datetime('now')), body blob not null);"), true],
  ['words that are names here', thrice('create table t (blob bytea, datetime timestamptz, primary key (datetime, blob)); select x.blob, datetime from t'), false],
  ['MySQL', thrice('create table t (at datetime not null)'), true],
  ['SQL Server', thrice('create table t (name nvarchar(10))\nGO\n'), true],
  ['Oracle', thrice('create table t (name varchar2(10), n number(10))'), true],
  ['CockroachDB', thrice('create table t (id uuid not null default gen_random_uuid(), name string not null, made timestamptz, unique index i (name asc), family "primary" (id, name));'), true],
  ['CockroachDB', thrice('create index i on t (a) storing (b); alter table t add column c jsonb, add column d int default unique_rowid();'), true],
  ['words that are names here', thrice('create table family (family varchar(10), string text, storing boolean); create unique index i on family (family); insert into family (string) values (1)'), false],
  ['plain SQL', ['create table t (id int primary key, name varchar(10));', 'insert into t values (1)'], false],
  ['PostgreSQL', ['create table t (id bigserial, x jsonb);'], false],
  ['one stray word', ['create table t (id bigserial);', 'create index concurrently i on t (id);', 'select `x`;'], false],
  ['only in comments and strings', ["-- `code`\ninsert into t values ('ENGINE=InnoDB', '`x`');"], false],
  ['nothing', [], false],
])('%s %#: %s', (_, texts, expected) => expect(isOfAnotherDialect(texts)).toBe(expected));
