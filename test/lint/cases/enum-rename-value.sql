-- case: letters that are no ASCII
create type "Größe" as enum ('groß');
-- then:
alter type "Größe" rename value 'groß' to 'klein';
-- ^^^^^^^ Renaming 'groß' of `Größe` to 'klein' breaks applications that still use it
