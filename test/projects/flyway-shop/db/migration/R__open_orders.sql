create or replace view open_orders as
select orders.id, customers.email, orders.placed_at
from orders
join customers on customers.id = orders.customer_id
where orders.status = 'new';
