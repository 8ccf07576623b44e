/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/book/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "book", test_book_book },
        { "book_builder", test_book_book_builder },
        { "book_dossier", test_book_book_dossier },
        { "links", test_book_links },
        { "ownership", test_book_ownership },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
