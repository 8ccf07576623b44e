-- SPDX-License-Identifier: Apache-2.0
-- Version 3 of a book: orders of several lines. A further line names the order that it is one of,
-- which is one of the same customer, and has its number there; a subscription names the one that it
-- adds to.

alter table orders add column line_of blob references orders (id) deferrable initially deferred;
alter table orders add column line integer check (line > 1);
create unique index lines_of_order on orders (line_of, line) where line_of is not null;

alter table subscriptions add column parent blob references subscriptions (id)
    deferrable initially deferred;
