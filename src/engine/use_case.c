/* SPDX-License-Identifier: Apache-2.0 */
#include "engine/use_case.h"

#include "engine/use_cases.h"

const struct use_case *const use_cases[] = {
    &use_case_register_organization,
    &use_case_record_ownership,
    &use_case_end_ownership,
    &use_case_register_tenant,
    &use_case_register_partner_id,
    &use_case_publish_offer,
    &use_case_withdraw_offer,
    &use_case_set_particulars,
    &use_case_onboard,
    &use_case_attest_capability,
    &use_case_start_enrollment,
    &use_case_submit_enrollment,
    &use_case_qualify_enrollment,
    &use_case_activate_enrollment,
    &use_case_reject_enrollment,
    &use_case_appeal_enrollment,
    &use_case_restrict_enrollment,
    &use_case_suspend_enrollment,
    &use_case_reinstate_enrollment,
    &use_case_end_enrollment,
    &use_case_sign_mpa,
    &use_case_accept_customer_agreement,
    &use_case_attest_customer_agreement,
    &use_case_invite_reseller,
    &use_case_accept_reseller_invitation,
    &use_case_withdraw_invitation,
    &use_case_decline_invitation,
    &use_case_agree_services,
    &use_case_end_services,
    &use_case_open_support_case,
    &use_case_withdraw_support_case,
    &use_case_decline_support_case,
    &use_case_end_indirect_relationship,
    &use_case_invite_customer,
    &use_case_accept_customer_invitation,
    &use_case_create_customer,
    &use_case_remove_customer,
    &use_case_delete_customer,
    &use_case_engage_partner,
    &use_case_end_engagement,
    &use_case_grant_privileges,
    &use_case_revoke_privileges,
    &use_case_place_order,
    &use_case_extend_order,
    &use_case_associate_partner_id,
    &use_case_change_subscription,
    &use_case_suspend_subscription,
    &use_case_resume_subscription,
    &use_case_cancel_subscription,
    NULL,
};

const struct use_case *use_case_find(struct text name)
{
    for (const struct use_case *const *row = use_cases; *row != NULL; row++)
        if (text_is(name, (*row)->name))
            return *row;
    return NULL;
}
