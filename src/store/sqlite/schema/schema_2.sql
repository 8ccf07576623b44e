-- SPDX-License-Identifier: Apache-2.0
-- Version 2 of a book: under what name and address tenants are reached, the terms of running
-- subscriptions, who accepted an agreement for a customer, and how often who acts was refused.

create table particulars (
    row_id integer primary key,
    tenant blob not null references tenants (id) deferrable initially deferred,
    purpose text not null,
    company_name text,
    registration_number text,
    tax_id text,
    purchase_order text,
    website text,
    language text,
    culture text,
    first_name text,
    last_name text,
    email text,
    phone text,
    address_country text,
    address_region text,
    state text,
    city text,
    address_line_1 text,
    address_line_2 text,
    postal_code text,
    contact_first_name text,
    contact_last_name text,
    contact_email text,
    contact_phone text,
    valid_from integer not null,
    valid_to integer not null,
    check (valid_to >= valid_from)
) strict;
create index particulars_of_tenant on particulars (tenant);

create table subscription_terms (
    row_id integer primary key,
    subscription blob not null,
    customer blob not null,
    quantity integer not null check (quantity > 0),
    renewal text not null,
    friendly_name text,
    valid_from integer not null,
    valid_to integer not null,
    check (valid_to >= valid_from),
    foreign key (customer, subscription) references subscriptions (customer, id)
        deferrable initially deferred
) strict;
create index subscription_terms_of_customer on subscription_terms (customer, subscription);
create index subscription_terms_of_subscription on subscription_terms (subscription);

alter table customer_agreements add column first_name text;
alter table customer_agreements add column last_name text;
alter table customer_agreements add column email text;
alter table customer_agreements add column phone text;

-- Of each that acts the last day on which it was refused, and how often.
create table refusals (
    tenant blob not null,
    role text not null,
    refused_on integer not null,
    count integer not null,
    primary key (tenant, role)
) strict, without rowid;
