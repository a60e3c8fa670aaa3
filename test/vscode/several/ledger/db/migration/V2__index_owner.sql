create index accounts_owner on accounts (owner);
