/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_ENGINE_USE_CASES_H
#define AVAL_ENGINE_USE_CASES_H

#include "engine/use_case.h"

/* The acts, a file a family in acts/; use_case.c lists them in their order. */

/* registry.c */
extern const struct use_case use_case_register_organization;
extern const struct use_case use_case_record_ownership;
extern const struct use_case use_case_end_ownership;
extern const struct use_case use_case_register_tenant;
extern const struct use_case use_case_register_partner_id;
extern const struct use_case use_case_publish_offer;
extern const struct use_case use_case_withdraw_offer;

/* enrolling.c */
extern const struct use_case use_case_onboard;
extern const struct use_case use_case_attest_capability;
extern const struct use_case use_case_start_enrollment;
extern const struct use_case use_case_submit_enrollment;
extern const struct use_case use_case_qualify_enrollment;
extern const struct use_case use_case_activate_enrollment;
extern const struct use_case use_case_reject_enrollment;
extern const struct use_case use_case_appeal_enrollment;
extern const struct use_case use_case_restrict_enrollment;
extern const struct use_case use_case_suspend_enrollment;
extern const struct use_case use_case_reinstate_enrollment;
extern const struct use_case use_case_end_enrollment;

/* agreements.c */
extern const struct use_case use_case_sign_mpa;
extern const struct use_case use_case_accept_customer_agreement;
extern const struct use_case use_case_attest_customer_agreement;

/* invitations.c */
extern const struct use_case use_case_invite_reseller;
extern const struct use_case use_case_accept_reseller_invitation;
extern const struct use_case use_case_invite_customer;
extern const struct use_case use_case_accept_customer_invitation;
extern const struct use_case use_case_withdraw_invitation;
extern const struct use_case use_case_decline_invitation;

/* service_agreements.c */
extern const struct use_case use_case_agree_services;
extern const struct use_case use_case_end_services;

/* support_cases.c */
extern const struct use_case use_case_open_support_case;
extern const struct use_case use_case_withdraw_support_case;
extern const struct use_case use_case_decline_support_case;
extern const struct use_case use_case_end_indirect_relationship;

/* particulars.c */
extern const struct use_case use_case_set_particulars;

/* new_customers.c */
extern const struct use_case use_case_create_customer;
extern const struct use_case use_case_delete_customer;

/* customers.c */
extern const struct use_case use_case_remove_customer;
extern const struct use_case use_case_engage_partner;
extern const struct use_case use_case_end_engagement;
extern const struct use_case use_case_grant_privileges;
extern const struct use_case use_case_revoke_privileges;

/* orders.c */
extern const struct use_case use_case_place_order;
extern const struct use_case use_case_extend_order;
extern const struct use_case use_case_associate_partner_id;
extern const struct use_case use_case_change_subscription;
extern const struct use_case use_case_suspend_subscription;
extern const struct use_case use_case_resume_subscription;
extern const struct use_case use_case_cancel_subscription;

#endif
