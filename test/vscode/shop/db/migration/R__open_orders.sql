create or replace view open_orders as
  select o.id, c.name as customer, o.placed_at
  from orders o
  join customers c on c.id = o.customer_id
  where o.status = 'open';
