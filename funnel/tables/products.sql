-- one row per product that a price list names
create table products as
select
    product,
    min(series) as series,
    max(price) as price
from staged_products
where product is not null
group by product;
