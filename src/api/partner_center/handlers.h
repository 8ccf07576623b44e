/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_PARTNER_CENTER_HANDLERS_H
#define AVAL_API_PARTNER_CENTER_HANDLERS_H

#include "api/call.h"

/* The functions of the rows of partner_center/routes.c, a file a family. */

/* customer_list.c */
void customers_list(struct api_call *call);

/* customers.c */
void customer_show(struct api_call *call);
void customer_company_show(struct api_call *call);
void customer_billing_show(struct api_call *call);

#endif
