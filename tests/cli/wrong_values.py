# SPDX-License-Identifier: Apache-2.0
"""Values that a kind of field does not take, and a word of what it takes."""

from facts import CUSTOMER, Raw

NO_DAYS = ("2020-02-30", "2021-02-29", "1900-02-29", "2020-04-31", "2020-13-01", "2020-00-10",
           "2020-01-00", "2020-01-32", "0000-01-01", "10000-01-01", "-001-01-01", "2020-1-1",
           "20200101", "2020/01/01", "2020-01-01T00:00:00Z", "01-01-2020", "today",
           " 2020-01-01", "2020-01-01 ", "2020-01-0a", "+020-01-01", "２０２０-01-01")
NO_GUIDS = ("x", CUSTOMER[:-1], CUSTOMER + "0", "{%s}" % CUSTOMER, CUSTOMER.replace("-", ""),
            CUSTOMER[:-1] + "g", CUSTOMER.replace("-", "_"), " " + CUSTOMER,
            CUSTOMER[:7] + "-" + CUSTOMER[7:8] + CUSTOMER[9:], "٠" * 36, CUSTOMER[:-2] + "é")
NO_COUNTRIES = ("D", "DEU", "de", "De", "D1", "D ", " DE", "ÄÖ", "é", "**", "*")
NO_DIGITS = ("x", "12a", "-5", "5.0", " 5", "5 ", "5e3", "٣", "0x1", "+1")
NO_QUANTITIES = ("0", "-1", "-0", "5.0", "5e0", "5E0", "0.5", "1e1", "10000001", "99999999",
                 "100000000", "9223372036854775808", "18446744073709551617", "1" * 400, '"5"',
                 "true", "[5]", "{}", '""')
NO_TEXTS = ("é" * 512 + "x", "x" * 1025, "x" * 100000)
OTHER_TYPES = (5, True, False, [], {}, ["x"], {"id": "x"}, Raw("5.5"), Raw("-1e400"))


def no_words(words):
    return (words[0].swapcase(), words[0].capitalize() + "x", words[0] + " ", " " + words[-1],
            "", "x", words[0][:-1], words[0] + "\0")


def no_lists(words):
    return ([words[0]] * 2, ["x"], [words[0], "x"], [""], [5], [None], [[words[0]]],
            [words[0], words[-1], words[0]], [words[0].upper()], {words[0]: True})


NO_MARKETS = (["*", "DE"], ["DE", "*"], ["*", "*"], ["de"], [""], ["DEU"], [5], [None], [["DE"]],
              {"DE": True}, ["DE", "**"])


def wrong_values(kind):
    """What no field of the kind takes, as values of JSON."""
    if isinstance(kind, tuple):
        return no_words(kind) + OTHER_TYPES
    if kind in ("services", "capabilities"):
        words = ("billing", "support")
        empty = ([],) if kind == "services" else ()
        return no_lists(words) + empty + ("billing", "", 5, True)
    return {
        "date": NO_DAYS + ("",) + OTHER_TYPES,
        "guid": NO_GUIDS + ("",) + OTHER_TYPES,
        "country": NO_COUNTRIES + ("",) + OTHER_TYPES,
        "digits": NO_DIGITS + ("", "1" * 1025) + OTHER_TYPES,
        "text": NO_TEXTS + OTHER_TYPES,
        "id": ("", "x" * 201, "é" * 100 + "x") + OTHER_TYPES,
        "markets": NO_MARKETS + ("*", "DE", "", 5, True),
        "quantity": tuple(map(Raw, NO_QUANTITIES)),
        "flag": ("true", "false", "", 0, 1, [], {}, [True]),
    }[kind]


def wrong_cells(kind):
    """The same of the cells of CSV."""
    if isinstance(kind, tuple):
        return no_words(kind)[:4] + no_words(kind)[5:]
    return {
        "date": NO_DAYS,
        "guid": NO_GUIDS,
        "country": NO_COUNTRIES,
        "digits": NO_DIGITS + ("1" * 1025,),
        "text": NO_TEXTS,
        "services": ("-", "x", "billing billing", "billing  support", " billing", "billing ",
                     "billing,support", "Billing", " ", "- billing", "billing -"),
        "markets": ("* DE", "DE *", "* *", "de", "DE  FR", " DE", "DE ", "DE,FR", "DEU", " ",
                    "- DE", "DE -"),
    }[kind]


def expected_words(kind):
    """Words by which a problem tells what was expected."""
    if isinstance(kind, tuple):
        return kind
    return {
        "date": ("YYYY-MM-DD",), "guid": ("GUID",), "country": ("capital",),
        "digits": ("digits",), "text": ("1024 bytes",), "id": ("200 bytes",),
        "markets": ("countries", "*"), "services": ("billing", "support"),
        "capabilities": ("api_integration", "billing", "support", "managed_services"),
        "quantity": ("1 to 10000000",), "flag": ("true or false",),
    }[kind]


def shown(value):
    """A value in the name of a test."""
    return str(value)[:24].replace("\0", "NUL")
