-- case: conditions of both kinds, letters that are no ASCII
create table t (id bigint);
-- then:
create policy "é" on t for update using (TRUE) with check (1=1);
--                                       ^^^^ With `é` everybody may update every row of `t`
create policy a on t for update using (true) with check (id > 0);
create policy b on t for all using (id > 0) with check (true);
create policy c on t for delete using ((true));
--                                      ^^^^ With `c` everybody may delete every row of `t`
