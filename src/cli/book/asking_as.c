/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/book/asking_as.h"

#include "engine/party/party.h"

static enum status run(struct store_work *work, struct call *call)
{
    struct asking_as *asking = (struct asking_as *)work;

    asking->principal = (struct principal){ GUID_NONE, PRINCIPAL_VENDOR };
    if (asking->named.typed != NULL)
        asking->principal = asking->named.principal;
    if (!principal_is_vendor(asking->principal))
        TRY(party_find(call, asking->named.tenant, &asking->principal.tenant));
    return asking->run(asking, call);
}

enum exit_status asking_as_run(struct asking_as *asking, const struct asking_options *options)
{
    enum exit_status exit = EXIT_NOTHING_DONE;
    struct fault fault = { 0 };
    struct store *store = NULL;
    enum status status = STATUS_OK;

    if (!as_option_read(options->language, options->as, &asking->named))
        return EXIT_NOTHING_DONE;
    store = db_option_open(options->language, options->db, STORE_READ, &exit);
    if (store == NULL)
        return exit;
    asking->work.run = run;
    status = store->read(store, &asking->work, &fault);
    store->close(store);
    return status == STATUS_OK ? EXIT_DONE : fault_complain(options->language, &fault);
}
