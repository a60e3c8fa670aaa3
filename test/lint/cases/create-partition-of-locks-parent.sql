-- case: bytes are not characters, the author's case, a default partition, a comment
create table "é😀" (a int) partition by list (a);
-- then:
/* é😀 */ CREATE TABLE "ключ" PARTITION OF "é😀" /* é */ DEFAULT; -- é
--        ^^^^^^^^^^^^ Making `ключ` a partition in this way blocks reads and writes of `é😀`; `ATTACH PARTITION` would not
-- fixed:
/* é😀 */ CREATE TABLE "ключ" (LIKE "é😀" INCLUDING ALL EXCLUDING IDENTITY);
ALTER TABLE "é😀" ATTACH PARTITION "ключ" /* é */ DEFAULT; -- é
-- case: columns of its own, and partitions of its own
create table t (a int, b int) partition by list (a);
-- then:
create table p partition of t (b default 5) for values in (1);
-- ^^^^^^^^^ Making `p` a partition in this way blocks reads and writes of `t`; `ATTACH PARTITION` would not
create table q partition of t for values in (2) partition by list (b);
-- ^^^^^^^^^ Making `q` a partition in this way blocks reads and writes of `t`; `ATTACH PARTITION` would not
-- case: already there
create table t (a int) partition by list (a);
create table p partition of t for values in (1);
-- then:
create table if not exists p partition of t for values in (1);
-- case: an identity column
create table t (a int generated always as identity, b int) partition by list (b);
-- then:
create table p partition of t for values in (1);
-- ^^^^^^^^^ Making `p` a partition in this way blocks reads and writes of `t`; `ATTACH PARTITION` would not
-- fixed:
create table p (like t including all excluding identity);
alter table t attach partition p for values in (1);
