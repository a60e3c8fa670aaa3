-- case: BEFORE, and letters that are no ASCII
create type mood as enum ('sad');
-- then:
alter type mood add value 'é' before 'sad';
alter type mood rename value 'sad' to 'blue';
alter type mood add value if not exists 'über';
-- ^^^^^^^ 'über' comes after all other values of `mood`: nothing says that it belongs there
