-- SPDX-License-Identifier: Apache-2.0
-- The rules of an order with a provider, whose reseller is the seller: as direct_order.sql, with
-- ?2 provider, and what lies between the partners.
select
    seller_roles = 1 or ?1 = ?2 as "chain-of-sale:reseller",
    seller_roles = 0 as "enrolled-in-role:reseller",
    seller_roles & 6 = 2 as "good-standing:reseller",
    seller_region = 0 as "known-market:reseller",
    seller_region = 0 or seller_region <> customer_region as "customer-in-region:reseller",
    not seller_signed as "mpa-signed:reseller",
    not seller_serves as "customer-relationship-active:reseller",
    seller_organization = customer_organization as "no-self-sale:reseller",
    seller_organization <> customer_organization and seller_owner = customer_owner
        as "no-affiliate-sale:reseller",
    provider_roles = 1 as "chain-of-sale:provider",
    provider_roles = 0 as "enrolled-in-role:provider",
    provider_roles & 6 = 2 as "good-standing:provider",
    provider_region = 0 as "known-market:provider",
    provider_region = 0 or provider_region <> customer_region as "customer-in-region:provider",
    not provider_signed as "mpa-signed:provider",
    not provider_serves as "customer-relationship-active:provider",
    provider_organization = customer_organization as "no-self-sale:provider",
    provider_organization <> customer_organization and provider_owner = customer_owner
        as "no-affiliate-sale:provider",
    customer_region = 0 as "known-market:customer",
    customer_kind = 0 or exists (select 1 from enrollment e
        where e.tenant = ?3 and e.status between 4 and 6 and e.begins <= ?5 and ?5 < e.ends)
        as "no-provisioning-on-csp-tenant",
    not exists (select 1 from customer_agreement g
            where g.customer = ?3 and g.acceptance = 0 and g.date <= ?5)
        and not exists (select 1 from customer_agreement g
            where g.customer = ?3 and g.acceptance = 1 and g.partner = ?2 and g.date <= ?5)
        as "customer-agreement-accepted",
    ?4 is not null and not exists (select 1
        from offer o
        cross join offer_market m on m.offer = o.id and m.country
            in (customer_country, case when customer_region <> 0 then -1 else customer_country end)
        where o.id = ?4 and o.begins <= ?5 and ?5 < o.ends)
        as "offer-sold-in-market",
    provider_region = 0 or provider_region <> seller_region as "partners-in-same-region",
    not exists (select 1 from account a where a.tenant = ?1 and a.onboarded_on <= ?5)
        as "onboarded:reseller",
    not exists (select 1 from indirect_relationship i
        where i.reseller = ?1 and i.provider = ?2 and i.begins <= ?5 and ?5 < i.ends)
        as "indirect-relationship-active",
    exists (select 1 from indirect_relationship i
        where i.reseller = ?3 and i.provider = ?2 and i.begins <= ?5 and ?5 < i.ends)
        as "reseller-or-customer"
from (
    select
        c.organization as customer_organization,
        c.country as customer_country,
        c.kind as customer_kind,
        coalesce((select r.region from market r
            where r.country = c.country and r.begins <= ?5 and ?5 < r.ends), 0) as customer_region,
        case when exists (select 1 from ownership w where w.owned = c.organization) then (
            with recursive up(id) as (
                values (c.organization)
                union all
                select w.owner from up cross join ownership w
                    on w.owned = up.id and w.begins <= ?5 and ?5 < w.ends)
            select up.id from up where not exists (select 1 from ownership w
                where w.owned = up.id and w.begins <= ?5 and ?5 < w.ends))
        else c.organization end as customer_owner,
        s.organization as seller_organization,
        coalesce((select r.region from market r
            where r.country = s.country and r.begins <= ?5 and ?5 < r.ends), 0) as seller_region,
        case when exists (select 1 from ownership w where w.owned = s.organization) then (
            with recursive up(id) as (
                values (s.organization)
                union all
                select w.owner from up cross join ownership w
                    on w.owned = up.id and w.begins <= ?5 and ?5 < w.ends)
            select up.id from up where not exists (select 1 from ownership w
                where w.owned = up.id and w.begins <= ?5 and ?5 < w.ends))
        else s.organization end as seller_owner,
        case when exists (select 1 from enrollment e where e.tenant = s.id
            and e.begins <= ?5 and ?5 < e.ends and e.role = 1 and e.status = 4) then 7
        else (select (count(*) > 0) + 2 * coalesce(max(e.role = 1), 0) from enrollment e
            where e.tenant = s.id and e.begins <= ?5 and ?5 < e.ends and e.status between 4 and 6)
        end as seller_roles,
        case when exists (select 1 from agreement a
            where a.tenant = s.id and a.signed_on <= ?5) then 1
        else exists (select 1
            from tenant u
            cross join agreement a on a.tenant = u.id and a.signed_on <= ?5
            cross join market r on r.country = u.country and r.begins <= ?5 and ?5 < r.ends
            cross join market q on q.country = s.country and q.begins <= ?5 and ?5 < q.ends
            where u.organization = s.organization and r.region = q.region)
        end as seller_signed,
        exists (select 1 from customer_relationship f where f.customer = ?3 and f.partner = s.id
            and f.begins <= ?5 and ?5 < f.ends) as seller_serves,
        p.organization as provider_organization,
        coalesce((select r.region from market r
            where r.country = p.country and r.begins <= ?5 and ?5 < r.ends), 0) as provider_region,
        case when exists (select 1 from ownership w where w.owned = p.organization) then (
            with recursive up(id) as (
                values (p.organization)
                union all
                select w.owner from up cross join ownership w
                    on w.owned = up.id and w.begins <= ?5 and ?5 < w.ends)
            select up.id from up where not exists (select 1 from ownership w
                where w.owned = up.id and w.begins <= ?5 and ?5 < w.ends))
        else p.organization end as provider_owner,
        case when exists (select 1 from enrollment e where e.tenant = p.id
            and e.begins <= ?5 and ?5 < e.ends and e.role = 0 and e.status = 4) then 7
        else (select (count(*) > 0) + 2 * coalesce(max(e.role = 0), 0) from enrollment e
            where e.tenant = p.id and e.begins <= ?5 and ?5 < e.ends and e.status between 4 and 6)
        end as provider_roles,
        case when exists (select 1 from agreement a
            where a.tenant = p.id and a.signed_on <= ?5) then 1
        else exists (select 1
            from tenant u
            cross join agreement a on a.tenant = u.id and a.signed_on <= ?5
            cross join market r on r.country = u.country and r.begins <= ?5 and ?5 < r.ends
            cross join market q on q.country = p.country and q.begins <= ?5 and ?5 < q.ends
            where u.organization = p.organization and r.region = q.region)
        end as provider_signed,
        exists (select 1 from customer_relationship f where f.customer = ?3 and f.partner = p.id
            and f.begins <= ?5 and ?5 < f.ends) as provider_serves
    from tenant c cross join tenant s cross join tenant p
    where c.id = ?3 and s.id = ?1 and p.id = ?2
    limit 1 offset 0)
