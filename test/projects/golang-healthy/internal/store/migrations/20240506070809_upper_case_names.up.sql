update authors set name = upper(name);
