-- SPDX-License-Identifier: Apache-2.0
-- Version 1 of a book. A column is a field of the fact's shape: GUIDs are their sixteen bytes as
-- they are written; dates are days since 1970-01-01, and the ends of open intervals the least and
-- the greatest integer of 32 bits; words and countries are as files spell them; lists are parted by
-- spaces. What is absent is null. A row's id is made by the program: time-ordered, never used twice.

create table organizations (
    row_id integer primary key,
    id text not null unique,
    name text not null,
    country text not null check (length(country) = 2)
) strict;

create table ownerships (
    row_id integer primary key,
    owner text not null references organizations (id) deferrable initially deferred,
    owned text not null references organizations (id) deferrable initially deferred,
    valid_from integer not null,
    valid_to integer not null,
    check (owner <> owned),
    check (valid_to >= valid_from)
) strict;
create index ownerships_of_owner on ownerships (owner);
create index ownerships_of_owned on ownerships (owned, owner);

create table tenants (
    row_id integer primary key,
    id blob not null unique check (length(id) = 16),
    domain text not null unique,
    organization text not null references organizations (id) deferrable initially deferred,
    country text not null check (length(country) = 2),
    kind text not null
) strict;
create index tenants_of_organization on tenants (organization, id);

create table accounts (
    row_id integer primary key,
    tenant blob not null unique references tenants (id) deferrable initially deferred,
    onboarded_on integer not null
) strict;

create table enrollments (
    row_id integer primary key,
    tenant blob not null references tenants (id) deferrable initially deferred,
    role text not null,
    status text not null,
    valid_from integer not null,
    valid_to integer not null,
    check (valid_to >= valid_from)
) strict;
create index enrollments_of_tenant on enrollments (tenant);

create table partner_ids (
    row_id integer primary key,
    mpn_id text not null unique,
    tenant blob not null references tenants (id) deferrable initially deferred,
    country text not null check (length(country) = 2)
) strict;
create index partner_ids_of_tenant on partner_ids (tenant);

create table agreements (
    row_id integer primary key,
    agreement text not null,
    tenant blob not null references tenants (id) deferrable initially deferred,
    signed_on integer not null,
    signed_by text not null
) strict;
create index agreements_of_tenant on agreements (tenant);

create table customer_agreements (
    row_id integer primary key,
    customer blob not null references tenants (id) deferrable initially deferred,
    acceptance text not null,
    partner blob references tenants (id) deferrable initially deferred,
    date integer not null,
    check ((partner is null) = (acceptance = 'direct'))
) strict;
create index customer_agreements_of_customer on customer_agreements (customer);

create table indirect_relationships (
    row_id integer primary key,
    provider blob not null references tenants (id) deferrable initially deferred,
    reseller blob not null references tenants (id) deferrable initially deferred,
    valid_from integer not null,
    valid_to integer not null,
    check (provider <> reseller),
    check (valid_to >= valid_from)
) strict;
create index indirect_relationships_of_provider on indirect_relationships (provider);
create index indirect_relationships_of_reseller on indirect_relationships (reseller, provider);

create table service_agreements (
    row_id integer primary key,
    provider blob not null references tenants (id) deferrable initially deferred,
    reseller blob not null references tenants (id) deferrable initially deferred,
    services text not null,
    valid_from integer not null,
    valid_to integer not null,
    check (provider <> reseller),
    check (valid_to >= valid_from)
) strict;
create index service_agreements_of_provider on service_agreements (provider);
create index service_agreements_of_reseller on service_agreements (reseller, provider);

create table customer_relationships (
    row_id integer primary key,
    partner blob not null references tenants (id) deferrable initially deferred,
    customer blob not null references tenants (id) deferrable initially deferred,
    valid_from integer not null,
    valid_to integer not null,
    check (partner <> customer),
    check (valid_to >= valid_from)
) strict;
create index customer_relationships_of_customer on customer_relationships (customer, partner);
create index customer_relationships_of_partner on customer_relationships (partner);

create table offers (
    row_id integer primary key,
    id text not null unique,
    name text not null,
    publisher text not null,
    party text not null,
    markets text not null,
    valid_from integer not null,
    valid_to integer not null,
    check (valid_to >= valid_from)
) strict;

create table capabilities (
    row_id integer primary key,
    tenant blob not null references tenants (id) deferrable initially deferred,
    capability text not null,
    attested_on integer not null
) strict;
create index capabilities_of_tenant on capabilities (tenant);

create table invitations (
    row_id integer primary key,
    id blob not null unique check (length(id) = 16),
    kind text not null,
    status text not null,
    inviter blob not null references tenants (id) deferrable initially deferred,
    reseller blob references tenants (id) deferrable initially deferred,
    customer blob references tenants (id) deferrable initially deferred,
    token text not null unique,
    sent_on integer not null,
    expires_on integer not null,
    settled_on integer not null
) strict;
create index invitations_of_inviter on invitations (inviter);
create index invitations_of_reseller on invitations (reseller) where reseller is not null;
create index invitations_of_customer on invitations (customer) where customer is not null;

create table support_cases (
    row_id integer primary key,
    id blob not null unique check (length(id) = 16),
    provider blob not null references tenants (id) deferrable initially deferred,
    reseller blob not null references tenants (id) deferrable initially deferred,
    requested_by text not null,
    status text not null,
    opened_on integer not null,
    closed_on integer not null,
    check (provider <> reseller)
) strict;
create index support_cases_of_provider on support_cases (provider);
create index support_cases_of_reseller on support_cases (reseller, provider);

create table engagements (
    row_id integer primary key,
    partner blob not null references tenants (id) deferrable initially deferred,
    customer blob not null references tenants (id) deferrable initially deferred,
    valid_from integer not null,
    valid_to integer not null,
    check (partner <> customer),
    check (valid_to >= valid_from)
) strict;
create index engagements_of_customer on engagements (customer, partner);
create index engagements_of_partner on engagements (partner);

create table privileges (
    row_id integer primary key,
    partner blob not null references tenants (id) deferrable initially deferred,
    customer blob not null references tenants (id) deferrable initially deferred,
    valid_from integer not null,
    valid_to integer not null,
    check (partner <> customer),
    check (valid_to >= valid_from)
) strict;
create index privileges_of_customer on privileges (customer, partner);
create index privileges_of_partner on privileges (partner);

create table orders (
    row_id integer primary key,
    id blob not null unique check (length(id) = 16),
    customer blob not null references tenants (id) deferrable initially deferred,
    seller blob not null references tenants (id) deferrable initially deferred,
    provider blob references tenants (id) deferrable initially deferred,
    offer text not null references offers (id) deferrable initially deferred,
    quantity integer not null check (quantity > 0),
    mpn_id text references partner_ids (mpn_id) deferrable initially deferred,
    placed_on integer not null,
    unique (customer, id)
) strict;
create index orders_of_seller on orders (seller);
create index orders_of_provider on orders (provider, seller) where provider is not null;

create table subscriptions (
    row_id integer primary key,
    id blob not null unique check (length(id) = 16),
    customer blob not null references tenants (id) deferrable initially deferred,
    order_id blob not null,
    quantity integer not null check (quantity > 0),
    unique (customer, id),
    foreign key (customer, order_id) references orders (customer, id) deferrable initially deferred
) strict;
create index subscriptions_of_order on subscriptions (order_id);

create table subscription_statuses (
    row_id integer primary key,
    subscription blob not null,
    customer blob not null,
    status text not null,
    valid_from integer not null,
    valid_to integer not null,
    check (valid_to >= valid_from),
    foreign key (customer, subscription) references subscriptions (customer, id)
        deferrable initially deferred
) strict;
create index subscription_statuses_of_customer on subscription_statuses (customer, subscription);
create index subscription_statuses_of_subscription on subscription_statuses (subscription);

create table partners_of_record (
    row_id integer primary key,
    subscription blob not null,
    customer blob not null,
    mpn_id text not null references partner_ids (mpn_id) deferrable initially deferred,
    valid_from integer not null,
    valid_to integer not null,
    check (valid_to >= valid_from),
    foreign key (customer, subscription) references subscriptions (customer, id)
        deferrable initially deferred
) strict;
create index partners_of_record_of_subscription on partners_of_record (subscription);

create table entries (
    position integer primary key,
    id blob not null unique,
    at integer not null,
    act_on integer not null,
    tenant blob not null,
    role text not null,
    act text not null,
    outcome text not null,
    body blob not null check (length(body) = 32),
    leaf blob not null check (length(leaf) = 32)
) strict;

-- What of an entry can be erased: its leaf has the salted hash of it.
create table entry_bodies (
    position integer primary key references entries (position) deferrable initially deferred,
    salt blob not null check (length(salt) = 32),
    input text not null,
    decisions text not null,
    changes text not null
) strict;

-- The roots of the complete parts of the journal's tree that have more than one leaf, numbered in
-- the order in which they become complete.
create table tree_nodes (
    number integer primary key,
    hash blob not null check (length(hash) = 32)
) strict;

create table entry_parties (
    party blob not null,
    position integer not null references entries (position) deferrable initially deferred,
    place integer not null,
    primary key (party, position)
) strict, without rowid;
create index parties_of_entry on entry_parties (position, place, party);

create table receipts (
    tenant blob not null,
    role text not null,
    request_id text not null,
    act text not null,
    digest text not null,
    answer text not null,
    primary key (tenant, role, request_id, act)
) strict, without rowid;

create table settings (
    name text primary key,
    value text not null
) strict, without rowid;
