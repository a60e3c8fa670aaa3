pub fn migration() -> String {
    "insert into shelves values (1);".to_string()
}
