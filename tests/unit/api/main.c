/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/api/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "addresses", test_api_addresses }, { "base64", test_api_base64 },
        { "deadlines", test_api_deadlines }, { "destination", test_api_destination },
        { "event", test_api_event },         { "listener", test_api_listener },
        { "rates", test_api_rates },         { "server", test_api_server },
        { "target", test_api_target },       { "tokens", test_api_tokens },
        { "workers", test_api_workers },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
