/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/server/registration.h"

#include "cli/manual.h"
#include "cli/terminal.h"
#include "model/noun_json.h"

/* The book is asked whether the tenant is there. */
static enum status ask(struct asking_as *asking, struct call *call)
{
    struct query_key key = { .ids = { asking->principal.tenant } };
    char id[GUID_LENGTH + 1];
    struct row row;

    if (principal_is_vendor(asking->principal))
        return STATUS_OK;
    TRY(call_find_one(call, QUERY_TENANT, &key, &row));
    guid_format(asking->principal.tenant, id);
    return row.id != 0 ? STATUS_OK : call_fail(call, FAULT_UNKNOWN_TENANT, id, NULL, NULL);
}

enum exit_status registration_open(struct registration *registration,
                                   const struct registration_options *options)
{
    struct asking_options asking = { options->language, options->as, options->db };
    struct db_place place;
    struct fault fault;
    enum exit_status exit = EXIT_NOTHING_DONE;

    *registration = (struct registration){ .asking = { .run = ask } };
    if (options->needs_as && options->as == NULL) {
        terminal_complain(options->language, MESSAGE_MISSING_OPTION,
                          (struct message_arguments){ { "--as" } });
        return EXIT_NOTHING_DONE;
    }
    if (!db_option_read(options->language, options->db, &place) ||
        !identity_folder(place.url, registration->folder))
        return EXIT_NOTHING_DONE;
    exit = asking_as_run(&registration->asking, &asking);
    if (exit != EXIT_DONE)
        return exit;
    registration->principal = registration->asking.principal;
    if (registry_open(registration->folder, &registration->registry, &fault) != STATUS_OK)
        return fault_complain(options->language, &fault);
    return EXIT_DONE;
}

void registration_close(struct registration *registration)
{
    registry_close(registration->registry);
}

void registration_add_principal(struct buffer *buffer, struct principal principal)
{
    char tenant[GUID_LENGTH + 1];

    guid_format(principal.tenant, tenant);
    buffer_add_format(buffer, "%s%s%s", principal_is_vendor(principal) ? "" : tenant,
                      principal_is_vendor(principal) ? "" : ":",
                      principal_role_words.list[principal.role]);
}

void registration_write_principal(struct json_writer *writer, struct principal principal)
{
    json_key(writer, "tenant");
    if (principal_is_vendor(principal))
        json_null(writer);
    else
        json_guid(writer, principal.tenant);
    json_key(writer, "role");
    json_string(writer, principal_role_words.list[principal.role]);
}

enum exit_status registration_end(struct registration *registration, enum language language,
                                  const struct fault *fault, struct buffer *buffer)
{
    registration_close(registration);
    if (fault->kind == FAULT_NONE)
        return manual_print(buffer, language);
    buffer_done(buffer);
    return fault_complain(language, fault);
}
