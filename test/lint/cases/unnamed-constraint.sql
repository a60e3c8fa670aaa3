-- case: each kind
create table "Ü" (a int, "é" int, r int4range);
-- then:
alter table "Ü" add check ("é" > 0) not valid;
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^ This constraint has no name, and will be called `Ü_é_check`
ALTER TABLE "Ü" ADD UNIQUE (a, "é");
--                  ^^^^^^^^^^^^^^^ This constraint has no name, and will be called `Ü_a_é_key`
alter table "Ü" add primary key (a);
--                  ^^^^^^^^^^^^^^^ This constraint has no name, and will be called `Ü_pkey`
alter table "Ü" add exclude using gist (r with &&);
--                  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ This constraint has no name, and will be called `Ü_r_excl`
-- fixed:
alter table "Ü" add constraint "Ü_é_check" check ("é" > 0) not valid;
ALTER TABLE "Ü" ADD CONSTRAINT "Ü_a_é_key" UNIQUE (a, "é");
alter table "Ü" add constraint "Ü_pkey" primary key (a);
alter table "Ü" add constraint "Ü_r_excl" exclude using gist (r with &&);
