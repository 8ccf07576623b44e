/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_PRINCIPAL_H
#define AVAL_ENGINE_PRINCIPAL_H

#include "base/guid.h"
#include "model/words.h"

/* In which capacity somebody acts. */
#define PRINCIPAL_ROLES(WORD)                                                                      \
    WORD(PRINCIPAL_GLOBAL_ADMIN, "global_admin")                                                   \
    WORD(PRINCIPAL_ADMIN_AGENT, "admin_agent")                                                     \
    WORD(PRINCIPAL_SALES_AGENT, "sales_agent")                                                     \
    WORD(PRINCIPAL_HELPDESK_AGENT, "helpdesk_agent")                                               \
    WORD(PRINCIPAL_BILLING_ADMIN, "billing_admin")                                                 \
    WORD(PRINCIPAL_CUSTOMER_ADMIN, "customer_admin")                                               \
    WORD(PRINCIPAL_VENDOR, "vendor")                                                               \
    WORD(PRINCIPAL_VENDOR_SUPPORT, "vendor_support")

#define WORD(name, word) name,
enum principal_role {
    PRINCIPAL_ROLES(WORD) PRINCIPAL_ROLE_COUNT
};
#undef WORD

extern const struct words principal_role_words;

/* Who acts: a role in a tenant, or one of the vendor's two, which have none (GUID_NONE). */
struct principal {
    guid tenant;
    enum principal_role role;
};

/** Whether the role is the vendor's, and so has no tenant. */
static inline bool principal_role_is_vendors(enum principal_role role)
{
    return role >= PRINCIPAL_VENDOR;
}

/** Whether the principal is the operator of the program, who sees all. */
static inline bool principal_is_vendor(struct principal principal)
{
    return principal_role_is_vendors(principal.role);
}

/**
 * Parts "TENANT:ROLE", "vendor" or "vendor_support"; the tenant's text is left empty for the
 * latter, and stays to be found. False: it is none of them.
 */
bool principal_parse(struct text text, struct text *out_tenant, enum principal_role *out_role);

#endif
