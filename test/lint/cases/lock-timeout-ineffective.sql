-- case: one minute is no more than that, and others may take their time
set local lock_timeout = '60s';
set local lock_timeout = 60000;
set local statement_timeout = '1h';
set local lock_timeout = '1.5min';
-- ^ Others wait behind this migration for as long as `lock_timeout` lets it wait: 1.5min
set local lock_timeout = default;
select 'é'; set lock_timeout to 600000;
--          ^^^ Others wait behind this migration for as long as `lock_timeout` lets it wait: 600000
