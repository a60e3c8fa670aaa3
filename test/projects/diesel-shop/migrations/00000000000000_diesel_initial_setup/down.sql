drop function diesel_touch();
