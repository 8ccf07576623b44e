/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/small_world.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/assert.h"

const char small_world[] =
    "{\"type\":\"organization\",\"id\":\"org-pine\",\"name\":\"Pine GmbH\",\"country\":\"DE\"}\n"
    "{\"type\":\"organization\",\"id\":\"org-rowan\",\"name\":\"Rowan\",\"country\":\"DE\"}\n"
    "{\"type\":\"organization\",\"id\":\"org-alder\",\"name\":\"Alder & Söhne\","
    "\"country\":\"DE\"}\n"
    "{\"type\":\"organization\",\"id\":\"org-cedar\",\"name\":\"Cedar\",\"country\":\"AT\"}\n"
    "{\"type\":\"organization\",\"id\":\"org-forest\",\"name\":\"Forest\",\"country\":\"FR\"}\n"
    "{\"type\":\"ownership\",\"owner\":\"org-forest\",\"owned\":\"org-cedar\","
    "\"from\":\"2019-01-01\",\"to\":null}\n"
    "{\"type\":\"tenant\",\"id\":\"" PINE_ID "\",\"domain\":\"pine.example\","
    "\"organization\":\"org-pine\",\"country\":\"DE\",\"kind\":\"partner\"}\n"
    "{\"type\":\"tenant\",\"id\":\"" ROWAN_ID "\",\"domain\":\"rowan.example\","
    "\"organization\":\"org-rowan\",\"country\":\"DE\",\"kind\":\"partner\"}\n"
    "{\"type\":\"tenant\",\"id\":\"" ALDER_ID "\",\"domain\":\"ALDER.example\","
    "\"organization\":\"org-alder\",\"country\":\"FR\",\"kind\":\"partner\"}\n"
    "{\"type\":\"tenant\",\"id\":\"" CEDAR_ID "\",\"domain\":\"cedar.example\","
    "\"organization\":\"org-cedar\",\"country\":\"AT\",\"kind\":\"customer\"}\n"
    "{\"type\":\"account\",\"tenant\":\"" ROWAN_ID "\",\"onboarded_on\":\"2019-05-02\"}\n"
    "{\"type\":\"enrollment\",\"tenant\":\"" PINE_ID "\",\"role\":\"indirect_provider\","
    "\"status\":\"active\",\"from\":\"2019-05-10\",\"to\":null}\n"
    "{\"type\":\"enrollment\",\"tenant\":\"" ROWAN_ID "\",\"role\":\"indirect_reseller\","
    "\"status\":\"active\",\"from\":\"2019-05-10\"}\n"
    "{\"type\":\"enrollment\",\"tenant\":\"" ALDER_ID "\",\"role\":\"direct_bill\","
    "\"status\":\"active\"}\n"
    "{\"type\":\"partner_id\",\"mpn_id\":\"5551234\",\"tenant\":\"" ROWAN_ID "\","
    "\"country\":\"DE\"}\n"
    "{\"type\":\"agreement\",\"agreement\":\"MPA\",\"tenant\":\"" PINE_ID "\","
    "\"signed_on\":\"2020-01-20\",\"signed_by\":\"admin@pine.example\"}\n"
    "{\"type\":\"agreement\",\"agreement\":\"MPA\",\"tenant\":\"" ROWAN_ID "\","
    "\"signed_on\":\"2020-01-20\",\"signed_by\":\"admin@rowan.example\"}\n"
    "{\"type\":\"agreement\",\"agreement\":\"MPA\",\"tenant\":\"" ALDER_ID "\","
    "\"signed_on\":\"2020-01-20\",\"signed_by\":\"admin@alder.example\"}\n"
    "{\"type\":\"customer_agreement\",\"customer\":\"" CEDAR_ID "\",\"acceptance\":\"direct\","
    "\"date\":\"2020-02-03\"}\n"
    "{\"type\":\"customer_agreement\",\"customer\":\"" CEDAR_ID "\",\"acceptance\":\"attested\","
    "\"partner\":\"" PINE_ID "\",\"date\":\"2020-02-03\"}\n"
    "{\"type\":\"indirect_relationship\",\"provider\":\"" PINE_ID "\","
    "\"reseller\":\"" ROWAN_ID "\",\"from\":\"2019-06-01\",\"to\":null}\n"
    "{\"type\":\"service_agreement\",\"provider\":\"" PINE_ID "\",\"reseller\":\"" ROWAN_ID "\","
    "\"services\":[\"billing\",\"support\"],\"from\":\"2019-06-01\",\"to\":null}\n"
    "{\"type\":\"customer_relationship\",\"partner\":\"" PINE_ID "\",\"customer\":\"" CEDAR_ID "\","
    "\"from\":\"2019-06-10\",\"to\":null}\n"
    "{\"type\":\"customer_relationship\",\"partner\":\"" ROWAN_ID "\","
    "\"customer\":\"" CEDAR_ID "\",\"from\":\"2019-06-10\",\"to\":null}\n"
    "{\"type\":\"customer_relationship\",\"partner\":\"" ALDER_ID "\","
    "\"customer\":\"" CEDAR_ID "\"}\n"
    "{\"type\":\"offer\",\"id\":\"SUITE\",\"name\":\"Business Suite\",\"publisher\":\"Vendor\","
    "\"party\":\"first\",\"markets\":[\"*\"],\"from\":null,\"to\":null}\n"
    "{\"type\":\"offer\",\"id\":\"ALPINE\",\"name\":\"Alpine\",\"publisher\":\"Elm\","
    "\"party\":\"third\",\"markets\":[\"AT\",\"CH\"],\"from\":\"2020-01-01\","
    "\"to\":\"2023-01-01\"}\n";

const char small_proposals[] =
    "{\"id\":\"p1\",\"act\":\"place_order\",\"date\":\"2022-05-12\",\"seller\":\"" ROWAN_ID "\","
    "\"provider\":\"" PINE_ID "\",\"customer\":\"" CEDAR_ID "\",\"offer\":\"SUITE\","
    "\"quantity\":5}\n"
    "{\"id\":\"p2\",\"act\":\"place_order\",\"date\":\"2022-05-12\",\"seller\":\"" ALDER_ID "\","
    "\"provider\":null,\"customer\":\"" CEDAR_ID "\",\"offer\":\"ALPINE\"}\n"
    "{\"id\":\"p3\",\"act\":\"establish_indirect_relationship\",\"date\":\"2022-05-12\","
    "\"provider\":\"" PINE_ID "\",\"reseller\":\"" ROWAN_ID "\"}\n"
    "{\"id\":\"p4\",\"act\":\"establish_customer_relationship\",\"date\":\"2022-05-12\","
    "\"partner\":\"" ROWAN_ID "\",\"customer\":\"" CEDAR_ID "\"}\n"
    "{\"id\":\"p5\",\"act\":\"associate_partner_id\",\"date\":\"2022-05-12\","
    "\"provider\":\"" PINE_ID "\",\"reseller\":\"" ROWAN_ID "\",\"mpn_id\":\"5551234\","
    "\"new_subscription\":true}\n"
    "{\"id\":\"p6\",\"act\":\"engage_partner\",\"date\":\"2022-05-12\",\"partner\":\"" ALDER_ID
    "\",\"customer\":\"" CEDAR_ID "\"}\n"
    "{\"id\":\"p7\",\"act\":\"end_indirect_relationship\",\"date\":\"2022-05-12\","
    "\"provider\":\"" PINE_ID "\",\"reseller\":\"" ROWAN_ID "\","
    "\"requested_by\":\"vendor_support\"}\n"
    "{\"id\":\"p8\",\"act\":\"enroll\",\"date\":\"2022-05-12\",\"tenant\":\"" CEDAR_ID "\","
    "\"role\":\"direct_bill\",\"capabilities\":[\"api_integration\",\"billing\",\"support\","
    "\"managed_services\"]}\n"
    "{\"id\":\"p9\",\"act\":\"engage_partner\",\"date\":\"2022-02-29\",\"partner\":\"" ALDER_ID
    "\",\"customer\":\"" CEDAR_ID "\"}\n";

const struct small_file small_files[SMALL_FILE_COUNT] = {
    { "organization.csv", "id,name,country\r\n"
                          "org-pine,Pine GmbH,DE\r\n"
                          "org-rowan,Rowan,DE\r\n"
                          "org-alder,\"Alder, \"\"Söhne\"\"\",DE\r\n"
                          "org-cedar,Cedar,AT\r\n"
                          "org-forest,\"Forest\r\nand Co\",FR\r\n" },
    { "ownership.csv", "owner,owned,from,to\norg-forest,org-cedar,2019-01-01,\n" },
    { "tenant.csv", "kind,id,domain,organization,country\n"
                    "partner," PINE_ID ",pine.example,org-pine,DE\n"
                    "partner," ROWAN_ID ",rowan.example,org-rowan,DE\n"
                    "partner," ALDER_ID ",ALDER.example,org-alder,FR\n"
                    "customer," CEDAR_ID ",cedar.example,org-cedar,AT\n" },
    { "account.csv", "tenant,onboarded_on\n" ROWAN_ID ",2019-05-02\n" },
    { "enrollment.csv",
      "tenant,role,status,from,to\n" PINE_ID ",indirect_provider,active,2019-05-10,\n" ROWAN_ID
      ",indirect_reseller,active,2019-05-10,\n" ALDER_ID ",direct_bill,active,,\n" },
    { "partner_id.csv", "mpn_id,tenant,country\n5551234," ROWAN_ID ",DE\n" },
    { "agreement.csv", "agreement,tenant,signed_on,signed_by\n"
                       "MPA," PINE_ID ",2020-01-20,admin@pine.example\n"
                       "MPA," ROWAN_ID ",2020-01-20,admin@rowan.example\n"
                       "MPA," ALDER_ID ",2020-01-20,admin@alder.example\n" },
    { "customer_agreement.csv",
      "customer,acceptance,partner,date\n" CEDAR_ID ",direct,,2020-02-03\n" CEDAR_ID
      ",attested," PINE_ID ",2020-02-03\n" },
    { "indirect_relationship.csv",
      "provider,reseller,from,to\n" PINE_ID "," ROWAN_ID ",2019-06-01,\n" },
    { "service_agreement.csv",
      "provider,reseller,services\n" PINE_ID "," ROWAN_ID ",billing support\n" },
    { "customer_relationship.csv",
      "partner,customer,from,to\n" PINE_ID "," CEDAR_ID ",2019-06-10,\n" ROWAN_ID "," CEDAR_ID
      ",2019-06-10,\n" ALDER_ID "," CEDAR_ID ",,\n" },
    { "offer.csv", "id,name,publisher,party,markets,from,to\n"
                   "SUITE,Business Suite,Vendor,first,*,,\n"
                   "ALPINE,Alpine,Elm,third,AT CH,2020-01-01,2023-01-01\n" },
};

void folder_begin(char out_path[64])
{
    bool is_in_memory = access("/dev/shm", W_OK) == 0;

    (void)snprintf(out_path, 64, "%s/aval-test-XXXXXX", is_in_memory ? "/dev/shm" : P_tmpdir);
    ASSERT(mkdtemp(out_path) != NULL);
}

void folder_write(const char *path, const char *name, struct text bytes)
{
    char file_path[400];
    FILE *file = NULL;

    (void)snprintf(file_path, sizeof(file_path), "%s/%s", path, name);
    file = fopen(file_path, "wb");
    ASSERT(file != NULL);
    ASSERT(bytes.length == 0 || fwrite(bytes.bytes, bytes.length, 1, file) == 1);
    ASSERT(fclose(file) == 0);
}

void folder_end(const char *path)
{
    DIR *folder = opendir(path);
    struct dirent *entry = NULL;
    char file_path[400];

    ASSERT(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        (void)snprintf(file_path, sizeof(file_path), "%s/%s", path, entry->d_name);
        ASSERT(remove(file_path) == 0);
    }
    (void)closedir(folder);
    ASSERT(rmdir(path) == 0);
}

void small_folder_begin(char out_path[64])
{
    folder_begin(out_path);
    for (unsigned i = 0; i < SMALL_FILE_COUNT; i++)
        folder_write(out_path, small_files[i].name, text_of(small_files[i].bytes));
}
