-- Verify shop:customers on pg

SELECT id, name, phone FROM customers WHERE false;
