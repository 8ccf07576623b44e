/* SPDX-License-Identifier: Apache-2.0 */
#include "unit/book/suites.h"
#include "unit/test.h"

int main(int argument_count, char **arguments)
{
    static const struct suite suites[] = {
        { "block", test_book_block },
        { "book", test_book_book },
        { "book_builder", test_book_book_builder },
        { "book_dossier", test_book_book_dossier },
        { "book_source", test_book_book_source },
        { "book_warm", test_book_book_warm },
        { "directory", test_book_directory },
        { "grounds", test_book_grounds },
        { "find", test_book_find },
        { "links", test_book_links },
        { "live", test_book_live },
        { "ownership", test_book_ownership },
        { "pages", test_book_pages },
    };

    return suites_run(suites, COUNT_OF(suites), argument_count, arguments);
}
