/* SPDX-License-Identifier: Apache-2.0 */
#ifndef AVAL_API_TROUBLE_H
#define AVAL_API_TROUBLE_H

#define TROUBLE(name, http, en, fr, hint_en, hint_fr) TROUBLE_##name,
enum trouble {
#include "api/trouble.def"
    TROUBLE_COUNT
};
#undef TROUBLE

#endif
