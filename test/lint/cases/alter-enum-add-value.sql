-- case: letters that are no ASCII, and IF NOT EXISTS
create type app_mood as enum ('sad');
-- then:
ALTER TYPE public.app_mood ADD VALUE IF NOT EXISTS 'fröhlich' BEFORE 'sad';
-- ^^^^^^^ The value 'fröhlich' can never be removed from `public.app_mood` again
-- case: before PostgreSQL 12 as well
-- given: postgres 11, no transaction
create type mood as enum ('sad');
-- then:
alter type mood add value 'ok';
-- ^^^^^^^ The value 'ok' can never be removed from `mood` again
-- case: another type that is new
create type mood as enum ('sad');
-- then:
create type size as enum ('s');
alter type mood add value 'ok';
-- ^^^^^^^ The value 'ok' can never be removed from `mood` again
