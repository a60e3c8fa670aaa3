-- case: squawk #831: concurrently already
-- given: no transaction
create table events (at date) partition by range (at);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
-- then:
alter table events detach partition events_2025 concurrently;
-- case: a new table
create table events (at date) partition by range (at);
create table events_2025 partition of events for values from ('2025-01-01') to ('2026-01-01');
alter table events detach partition events_2025;
