update authors set name = upper(name) where name <> upper(name);
