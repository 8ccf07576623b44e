-- SPDX-License-Identifier: Apache-2.0
-- The rules of an order without provider. ?1 seller, ?3 customer, ?4 offer or null, ?5 day. Each
-- column is a finding and has its name. What several findings rest on is read once, by the query
-- within, whose offset keeps SQLite from reading it anew for each; case keeps what is seldom needed
-- from being read, and cross join keeps the order of what is read. Live are enrollments with status
-- 4 to 6, active those with 4. roles: 1 live in a role, 2 in the one asked for, 4 active in it.
select
    seller_roles = 1 as "chain-of-sale:direct_bill",
    seller_roles = 0 as "enrolled-in-role:direct_bill",
    seller_roles & 6 = 2 as "good-standing:direct_bill",
    seller_region = 0 as "known-market:direct_bill",
    seller_region = 0 or seller_region <> customer_region as "customer-in-region:direct_bill",
    not seller_signed as "mpa-signed:direct_bill",
    not seller_serves as "customer-relationship-active:direct_bill",
    seller_organization = customer_organization as "no-self-sale:direct_bill",
    seller_organization <> customer_organization and seller_owner = customer_owner
        as "no-affiliate-sale:direct_bill",
    customer_region = 0 as "known-market:customer",
    customer_kind = 0 or exists (select 1 from enrollment e
        where e.tenant = ?3 and e.status between 4 and 6 and e.begins <= ?5 and ?5 < e.ends)
        as "no-provisioning-on-csp-tenant",
    not exists (select 1 from customer_agreement g
            where g.customer = ?3 and g.acceptance = 0 and g.date <= ?5)
        and not exists (select 1 from customer_agreement g
            where g.customer = ?3 and g.acceptance = 1 and g.partner = ?1 and g.date <= ?5)
        as "customer-agreement-accepted",
    ?4 is not null and not exists (select 1
        from offer o
        cross join offer_market m on m.offer = o.id and m.country
            in (customer_country, case when customer_region <> 0 then -1 else customer_country end)
        where o.id = ?4 and o.begins <= ?5 and ?5 < o.ends)
        as "offer-sold-in-market"
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
            and e.begins <= ?5 and ?5 < e.ends and e.role = 2 and e.status = 4) then 7
        else (select (count(*) > 0) + 2 * coalesce(max(e.role = 2), 0) from enrollment e
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
            and f.begins <= ?5 and ?5 < f.ends) as seller_serves
    from tenant c cross join tenant s
    where c.id = ?3 and s.id = ?1
    limit 1 offset 0)
