-- case: of Supabase, in both conditions
create schema auth;
create function auth.uid() returns uuid stable language sql as $$ select null::uuid $$;
create function auth.jwt() returns jsonb stable language sql as $$ select null::jsonb $$;
create table "é" (owner uuid);
-- then:
CREATE POLICY own ON "é" USING (auth.uid() = owner) WITH CHECK ((auth.jwt() ->> 'x') = 'ü' and owner = ( SELECT auth.uid() ));
--                              ^^^^^^^^^^ `auth.uid()` is called for each row
--                                                               ^^^^^^^^^^ `auth.jwt()` is called for each row
-- fixed:
CREATE POLICY own ON "é" USING ((SELECT auth.uid()) = owner) WITH CHECK (((SELECT auth.jwt()) ->> 'x') = 'ü' and owner = ( SELECT auth.uid() ));
-- case: functions of the application, and settings of another schema
create table t (a text);
create function mine() returns text language sql as 'select 1::text';
create schema app;
create function app.current_setting(text) returns text language sql as 'select 1::text';
-- then:
create policy p on t using (a = mine() or a = app.current_setting('x'));
-- case: inside others
create table t (a text);
-- then:
create policy p on t using (a = coalesce(nullif(current_setting('app.user', true), ''), 'x'));
--                                              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ `current_setting('app.user', true)` is called for each row
-- fixed:
create policy p on t using (a = coalesce(nullif((select current_setting('app.user', true)), ''), 'x'));
