# SPDX-License-Identifier: Apache-2.0
"""What all routes of Partner Center have in common."""

from partner_center.client import CUSTOMERS, PartnerCenterTest, query, simple
from server import SAALE

CUSTOMER = "%s/%s" % (CUSTOMERS, SAALE)
NOBODY = CUSTOMERS + "/00000000-0000-4000-8000-00000000ffff"


class Paths(PartnerCenterTest):
    def test_versions_cases_and_slashes_are_alike(self):
        expected = self.get(CUSTOMER).body
        for path in ("/v1.0/customers/" + SAALE, "/V1/Customers/" + SAALE.upper(),
                     "/v1//customers/%s/" % SAALE, "/v1/%63ustomers/" + SAALE):
            self.assertEqual(self.get(path).body, expected, path)

    def test_empty_and_unknown_arguments_count_as_absent(self):
        expected = self.get(CUSTOMERS).body
        for arguments in ("?size=&filter=&seekOperation=", "?size=0", "?nonsense=1"):
            self.assertEqual(self.get(CUSTOMERS + arguments).body, expected, arguments)
        self.assertEqual(len(self.names(self.get(CUSTOMERS + "?SIZE=1", "elbe"))), 1)

    def test_what_is_not_there_is_an_error_with_a_body(self):
        for method, path in (("GET", "/v1/nothing"), ("GET", "/v1"), ("DELETE", CUSTOMERS),
                             ("GET", "/v1.0/invoices")):
            answer = self.server.ask(method, path, role="alder")
            self.assert_code(answer, 404, 1000)
        self.assertEqual(self.server.ask("HEAD", "/v1/nothing").body, b"")

    def test_head_has_no_body(self):
        answer = self.server.ask("HEAD", CUSTOMER, role="alder")
        self.assertEqual((answer.status, answer.body), (200, b""))
        self.assertEqual(answer.headers["content-type"], "application/json")


class Headers(PartnerCenterTest):
    def test_ids_are_echoed_or_made(self):
        ids = {"MS_RequestId": "8c1ae7e4-9d4c-4b3c-8f0c-0d6b5b8d6a10",
               "MS_CorrelationId": "5a2e7ab0-6c3b-4df1-8c9c-6f5f9c8f9a11"}
        for path in (CUSTOMER, "/v1/nothing"):
            told, made = self.get(path, **ids), self.get(path)
            self.assertEqual(told.headers["ms-requestid"], ids["MS_RequestId"])
            self.assertEqual(told.headers["ms-correlationid"], ids["MS_CorrelationId"])
            self.assertEqual(len(made.headers["ms-requestid"]), 36)
            self.assertTrue(made.headers["ms-cv"].endswith(".0"))
            self.assertEqual(made.headers["ms-serverid"], "aval")

    def test_any_media_type_is_answered_by_json(self):
        for accept in ("application/json;odata=verbose", "text/plain", "*/*"):
            answer = self.get(CUSTOMER, Accept=accept)
            self.assertEqual((answer.status, answer.headers["content-type"]),
                             (200, "application/json"))

    def test_errors_are_in_the_language_that_is_asked_for(self):
        for headers in ({"X_Locale": "fr-FR"}, {"Accept_Language": "fr"},
                        {"X_Locale": "fr-CA", "Accept_Language": "en"}):
            self.assertIn("relation commerciale", self.get(NOBODY, **headers).json["description"])
        self.assertIn("commerce relationship", self.get(NOBODY).json["description"])


class Callers(PartnerCenterTest):
    def test_without_a_token_or_with_a_wrong_one(self):
        self.assert_code(self.get(CUSTOMER, None), 401, 800001)
        self.assert_code(self.get(CUSTOMER, None, Authorization="Bearer x.y.z"), 401, 400)
        self.assertEqual(self.get(CUSTOMER, None).headers["www-authenticate"], "Bearer")

    def test_an_application_alone_may_not_ask_for_what_a_user_has_to(self):
        answer = self.server.sign_in("alder")
        alone = {"Authorization": "Bearer " + answer.json["access_token"]}
        self.assert_code(self.get("/v1/profiles/mpn", None, **alone), 403, 900329)
        self.assertEqual(self.get(CUSTOMER, None, **alone).status, 200)
        self.assertEqual(self.get("/v1/profiles/mpn").status, 200)

    def test_the_vendor_is_no_partner(self):
        self.assert_code(self.get(CUSTOMERS, "vendor"), 403, 900150)

    def test_foreign_and_absent_customers_answer_alike(self):
        foreign, absent = self.get(CUSTOMER, "saale"), self.get(NOBODY)
        self.assert_code(absent, 403, 20002)
        self.assertEqual((foreign.status, foreign.body), (absent.status, absent.body))
        self.assertEqual(absent.json["data"], [])
        self.assert_code(self.get(CUSTOMERS + "/nobody"), 400, 900118)


class Pages(PartnerCenterTest):
    """Of the list of customers."""

    def follow(self, size, **arguments):
        """All pages, as a client does that sends the token and nothing else."""
        answer = self.get(query(CUSTOMERS, size=str(size), **arguments), "elbe")
        names = self.names(answer)
        while "continuationToken" in answer.json:
            self.assertEqual(len(answer.json["items"]), size)
            answer = self.get(CUSTOMERS + "?seekOperation=Next", "elbe",
                              MS_ContinuationToken=answer.json["continuationToken"])
            names += self.names(answer)
        return names

    def test_pages_of_any_size_make_the_whole_list(self):
        whole = self.names(self.get(CUSTOMERS, "elbe"))
        self.assertGreater(len(whole), 3)
        self.assertEqual(whole, sorted(whole, key=str.casefold))
        for size in (1, 2, 3, len(whole), len(whole) + 1):
            self.assertEqual(self.follow(size), whole, size)

    def seek(self, operation, page, arguments=""):
        token = page.json["links"].get("previous", page.json["links"].get("next"))["headers"][0]
        return self.get(CUSTOMERS + "?seekOperation=" + operation + arguments, "elbe",
                        MS_ContinuationToken=token["value"])

    def test_pages_can_be_gone_through_in_either_direction(self):
        whole = self.names(self.get(CUSTOMERS, "elbe"))
        for size in (1, 2, 3):
            page = self.get("%s?size=%d&seekOperation=Last" % (CUSTOMERS, size), "elbe")
            self.assertNotIn("continuationToken", page.json)
            begin = (len(whole) - 1) // size * size
            self.assertEqual(self.names(page), whole[begin:])
            while "previous" in page.json["links"]:
                begin -= size
                page = self.seek("Previous", page)
                self.assertEqual(self.names(page), whole[begin:begin + size])
                following = self.seek("Next", page)
                self.assertEqual(self.names(following), whole[begin + size:begin + 2 * size])
            self.assertEqual(begin, 0)
            for operation in ("First", "first", "Previous"):
                self.assertEqual(self.names(self.seek(operation, page)), whole[:size])
            for operation in ("LAST", "3"):
                self.assertEqual(self.names(self.seek(operation, page)),
                                 whole[(len(whole) - 1) // size * size:])
            self.assertEqual(self.names(self.seek("0", page)), whole[size:2 * size])

    def test_a_page_can_begin_anywhere(self):
        whole = self.names(self.get(CUSTOMERS, "elbe"))
        for offset in range(len(whole) + 2):
            for operation in ("", "&seekOperation=PageIndex"):
                page = self.get("%s?size=2&offset=%d%s" % (CUSTOMERS, offset, operation), "elbe")
                self.assertEqual(self.names(page), whole[offset:offset + 2])
        self.assertEqual(self.names(self.seek("Next", page)), [])
        self.assertEqual(self.names(self.seek("Previous", page)), whole[-1:])
        self.assertEqual(self.names(self.seek("Previous", page, "&size=3")), whole[-2:])

    def test_the_last_page_of_nothing_is_empty(self):
        nobody = simple("CompanyName", "nobody at all")
        page = self.get(query(CUSTOMERS, filter=nobody, seekOperation="Last", size="2"), "elbe")
        self.assertEqual((page.json["items"], page.json["totalCount"]), ([], 0))
        self.assertEqual(list(page.json["links"]), ["self"])

    def test_a_token_carries_the_filter(self):
        wanted = {"LeftFilter": simple("CompanyName", "cedar"),
                  "RightFilter": simple("CompanyName", "sa"), "Operator": "or"}
        names = self.follow(1, filter=wanted)
        self.assertEqual(names, ["Cedar Data ApS", "Saale Kliniken GmbH"])

    def test_a_page_is_a_collection(self):
        page = self.get(CUSTOMERS + "?size=1", "elbe").json
        self.assertEqual(page["totalCount"], 1)
        self.assertEqual(page["attributes"], {"objectType": "Collection"})
        self.assertEqual(page["links"]["next"],
                         {"uri": "/customers?size=1&seekOperation=Next", "method": "GET",
                          "headers": [{"key": "MS-ContinuationToken",
                                       "value": page["continuationToken"]}]})

    def test_a_link_that_is_glued_to_the_address_works(self):
        following = self.get(CUSTOMERS + "?size=1", "elbe").json["links"]["next"]
        headers = {"MS_ContinuationToken": following["headers"][0]["value"]}
        answer = self.get("/v1/" + following["uri"], "elbe", **headers)
        self.assertEqual(self.names(answer), self.names(self.get(CUSTOMERS, "elbe"))[1:2])

    def test_a_token_is_good_for_its_caller_alone_and_cannot_be_changed(self):
        token = self.get(CUSTOMERS + "?size=1", "elbe").json["continuationToken"]
        changed = token[:-2] + ("AA" if token[-2:] != "AA" else "BB")
        for role, sent in (("alder", token), ("elbe", changed), ("elbe", "x"),
                           ("elbe", token[:8]), ("elbe", token + "AAAA")):
            answer = self.get(CUSTOMERS + "?seekOperation=Next", role, MS_ContinuationToken=sent)
            self.assert_code(answer, 400, 3000)
        for operation in ("Next", "Previous"):
            self.assert_code(self.get(CUSTOMERS + "?seekOperation=" + operation), 400, 3000)

    def test_a_size_that_is_none_is_refused(self):
        for size in ("-1", "x", "1001", "99999999999"):
            self.assert_code(self.get(query(CUSTOMERS, size=size)), 400, 3000)
        for operation in ("Sideways", "5", "33", "/"):
            self.assert_code(self.get(CUSTOMERS + "?seekOperation=" + operation), 400, 3000)


class Filters(PartnerCenterTest):
    def found(self, wanted, role="elbe"):
        return self.names(self.get(query(CUSTOMERS, filter=wanted), role))

    def test_by_name_whatever_the_case(self):
        for value in ("Saale", "SAALE KLI", "saale kliniken gmbh"):
            self.assertEqual(self.found(simple("CompanyName", value)), ["Saale Kliniken GmbH"])
            self.assertEqual(self.found(simple("companyname", value, "StartsWith")),
                             ["Saale Kliniken GmbH"])
        self.assertEqual(self.found(simple("CompanyName", "aale")), [])
        self.assertEqual(self.found(simple("CompanyName", "KLINIKEN", "substring")),
                         ["Saale Kliniken GmbH"])

    def test_by_domain(self):
        self.assertEqual(self.found(simple("Domain", "saale.")), ["Saale Kliniken GmbH"])

    def test_an_escape_is_decoded_and_nothing_else_is_needed(self):
        raw = '{"Field":"CompanyName","Value":"saale%20kli","Operator":"starts_with"}'
        partly = raw.replace('"', "%22")
        answer = self.get(CUSTOMERS + "?filter=" + partly, "elbe")
        self.assertEqual(self.names(answer), ["Saale Kliniken GmbH"])

    def test_joined(self):
        whole = self.found(simple("CompanyName", ""))
        sa, not_sa = simple("CompanyName", "sa"), simple("CompanyName", "sa", "not_starts_with")
        for operator, expected in (("and", []), ("or", whole)):
            both = {"LeftFilter": sa, "RightFilter": not_sa, "Operator": operator}
            self.assertEqual(self.found(both), expected)

    def test_what_is_no_filter_is_refused(self):
        deep = simple("CompanyName", "a")
        for _ in range(20):
            deep = {"LeftFilter": deep, "RightFilter": deep if len(str(deep)) < 200 else
                    simple("Domain", "a"), "Operator": "and"}
        for wanted in ("x", "[]", "{}", simple("Name", "a"), simple("CompanyName", "a", "like"),
                       simple("CompanyName", "a", "and"), {"Operator": "and"}, deep,
                       simple("CompanyName", "a" * 2000), simple("CompanyName", "a", "ü" * 70),
                       {"LeftFilter": simple("CompanyName", "a"), "Operator": "or"}):
            self.assert_code(self.get(query(CUSTOMERS, filter=wanted)), 400, 3000)
