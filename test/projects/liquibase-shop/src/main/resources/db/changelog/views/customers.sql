--liquibase formatted sql

--changeset shop:customers-view runOnChange:true
create or replace view customer_emails as select id, email from customers;
--rollback drop view customer_emails;
