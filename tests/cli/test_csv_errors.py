# SPDX-License-Identifier: Apache-2.0
"""Worlds as CSV folders: the same errors, told by file, line and column."""

from typing import NamedTuple

from facts import (CUSTOMER, DIRECT, EXAMPLES, FACT_FIELDS, NOBODY, OPTIONAL, PROVIDER, RESELLER,
                   base_world, csv_files, fact)
from judging import JudgeTest
from program import Row, cases
from test_check import BASE_DECISIONS
from wrong_values import expected_words, shown, wrong_cells

ORG = b"org-new,New,DE\r\n"
HEADER = b"id,name,country\r\n"


class Bad(NamedTuple):
    """Files instead of those of the base world; which line of which is wrong, and how."""

    name: str
    files: dict
    place: str
    field: str = ""
    words: tuple = ()
    count: int = 1


def files_with(record):
    """The base world's files with one record more, and the place of that record."""
    files = csv_files([known for known in base_world() if known["type"] == record["type"]]
                      + [record])
    (file, content), = files.items()
    return files, "%s:%d" % (file, content.count(b"\n"))


class CsvErrorTest(JudgeTest):
    def check(self, row):
        world = self.put_folder({**csv_files(base_world()), **row.files})

        result = self.check_aval(world, "/dev/null")

        found = self.problems(result)
        self.assertEqual(len(found), row.count, found)
        said = [text for place, text in found if place == "world/" + row.place]
        self.assertEqual(len(said), 1, found)
        if row.field:
            self.assertTrue(said[0].startswith(row.field + ": "), said)
        for word in row.words:
            self.assertIn(word, said[0])


def cell_rows():
    """Each column of each file: empty, and with cells that it does not take."""
    for kind, fields in FACT_FIELDS.items():
        example = EXAMPLES[kind]
        for field, of in fields.items():
            words, name = expected_words(of), "%s %s " % (kind, field)
            if field not in OPTIONAL:
                files, place = files_with({**example, field: None})
                yield Bad(name + "empty", files, place, field, ("missing",) + words)
            for value in wrong_cells(of):
                files, place = files_with({**example, field: value})
                yield Bad(name + "is " + shown(value), files, place, field, words)


@cases(cell_rows(), quick_every=5)
class Cells(CsvErrorTest):
    pass


def column_rows():
    for kind, fields in FACT_FIELDS.items():
        for field, of in fields.items():
            if field not in OPTIONAL and field != "partner":
                columns = ",".join(column for column in fields if column != field).encode()
                yield Bad("%s %s" % (kind, field), {kind + ".csv": columns}, kind + ".csv:1",
                          field, ("missing",) + expected_words(of))


@cases(column_rows())
class Columns(CsvErrorTest):
    """A file without a column; the rest of the world is empty, so that nothing dangles."""

    def check(self, row):
        world = self.put_folder(row.files)

        found = self.problems(self.check_aval(world, "/dev/null"))

        self.assertEqual([place for place, _ in found], ["world/" + row.place])
        self.assertTrue(found[0][1].startswith(row.field + ": "), found)
        for word in row.words:
            self.assertIn(word, found[0][1])


def organizations(*records, header=HEADER):
    """Files of organisations alone, to which nothing else refers."""
    return {"organization.csv": header + b"".join(records)}


FILE = "organization.csv"
FORMS = [
    Bad("unknown column", organizations(header=b"id,name,country,more\r\n"), FILE + ":1", "more",
        ("unknown key", "organization")),
    Bad("column with a space", organizations(header=b"id, name,country\r\n"), FILE + ":1",
        " name", ("unknown key",)),
    Bad("column in capitals", organizations(header=b"id,Name,country\r\n"), FILE + ":1", "Name",
        ("unknown key",)),
    Bad("column twice", organizations(header=b"id,name,country,name\r\n"), FILE + ":1", "name",
        ("duplicate",)),
    Bad("column without a name", organizations(header=b"id,name,country,\r\n"), FILE + ":1", "",
        ("unknown key",)),
    Bad("type for a column", organizations(header=b"type,id,name,country\r\n"), FILE + ":1",
        "type", ("unknown key",)),
    Bad("column quoted with its comma", organizations(header=b'"id,name",country\r\n'),
        FILE + ":1", "id,name", ("unknown key",)),
    Bad("semicolons", organizations(header=b"id;name;country\r\n"), FILE + ":1",
        "id;name;country", ("unknown key",)),
    Bad("a thousand columns", organizations(header=b",".join([b"x"] * 1000) + b"\n"),
        FILE + ":1", "x", ("unknown key",)),
    Bad("a hundred times the right columns", organizations(
        header=b",".join([b"id,name,country"] * 100) + b"\n"), FILE + ":1", "id", ("duplicate",)),
    Bad("no header", {FILE: b""}, FILE + ":1", "", ("header",)),
    Bad("only blank lines", {FILE: b"\r\n\n \n"}, FILE + ":1", "", ("header",)),
    Bad("header after a blank line", organizations(header=b"\nid,name,country,more\n"),
        FILE + ":2", "more", ("unknown key",)),
    Bad("a record for a header", {FILE: ORG}, FILE + ":1", "org-new", ("unknown key",)),
    Bad("too few cells", organizations(b"org-new,New\n"), FILE + ":2", "", ("3", "2", "cells")),
    Bad("too many cells", organizations(b"org-new,New,DE,\n"), FILE + ":2", "",
        ("3", "4", "cells")),
    Bad("a thousand cells", organizations(b"x," * 999 + b"x\n"), FILE + ":2", "",
        ("3", "1000", "cells")),
    Bad("one cell", organizations(b"org-new\n"), FILE + ":2", "", ("3", "1")),
    Bad("quote in a bare cell", organizations(b'org-new,N"ew,DE\n'), FILE + ":2", "", ("quote",)),
    Bad("more after a quoted cell", organizations(b'org-new,"New"x,DE\n'), FILE + ":2", "",
        ("quote",)),
    Bad("space after a quoted cell", organizations(b'org-new,"New" ,DE\n'), FILE + ":2", "",
        ("quote",)),
    Bad("space before a quoted cell", organizations(b'org-new, "New",DE\n'), FILE + ":2", "",
        ("quote",)),
    Bad("quote that is not closed", organizations(ORG, b'org-2,"New,DE\norg-3,New,DE\n'),
        FILE + ":3", "", ("quote",)),
    Bad("quote that is not closed in the last line", organizations(ORG, b'org-2,"New,DE'),
        FILE + ":3", "", ("quote",)),
    Bad("quote that is not closed in the header", {FILE: b'id,"name,country\nx,y,DE\n'},
        FILE + ":1", "", ("quote",)),
    Bad("quote that is not closed in a lone cell", organizations(b'"'), FILE + ":2", "",
        ("quote",)),
    Bad("invalid UTF-8", organizations(b"org-new,N\xe9w,DE\n"), FILE + ":2", "", ("UTF-8",)),
    Bad("invalid UTF-8 in the header", organizations(header=b"id,n\xe9me,country\n"),
        FILE + ":1", "", ("UTF-8",)),
    Bad("a character cut in two by a comma", organizations(b"org-\xc3,\xa9,DE\n"), FILE + ":2",
        "", ("UTF-8",)),
    Bad("a character cut in two by a quote", organizations(b'"org-\xe2","\x82\xac",DE\n'),
        FILE + ":2", "", ("UTF-8",)),
    Bad("byte-order mark", organizations(header=b"\xef\xbb\xbf" + HEADER), FILE + ":1", "",
        ("byte-order mark",)),
    Bad("UTF-16", {FILE: (HEADER + ORG).decode().encode("utf-16")}, FILE + ":1", "", ()),
    Bad("NUL", organizations(b"org-new,New,D\0\n"), FILE + ":2", "country", ("capital",)),
    Bad("line ends of an old Mac", {FILE: b"id,name,country\rorg-new,New,DE\r"}, FILE + ":1", "",
        ()),
    Bad("line that is too long", organizations(b"org-new,%s,DE\n" % (b"x" * (1 << 20))),
        FILE + ":2", "", ("1048576 bytes",)),
    Bad("record that is too long", organizations(
        b'org-new,"%s",DE\n' % ((b"x" * 1000 + b"\n" * 1000) * 1100)), FILE + ":2", "", ()),
    Bad("record of line ends alone", organizations(
        b'org-new,"%s",DE\n' % (b"\n" * (1 << 21))), FILE + ":2", "", ()),
    Bad("after records of many lines", organizations(
        b'org-1,"a\nb\r\n\nc",DE\n', b"\n", b'"org-\n2",b,DE\n', b"org-3,c,de\n"), FILE + ":9",
        "country", ("capital",)),
    Bad("within a record of many lines", organizations(b'org-1,"a\nb",DE\norg-2,"a\nb\n\n",d\n'),
        FILE + ":4", "country", ("capital",)),
    Bad("too few cells of many lines", organizations(b'org-1,"a\nb"\n'), FILE + ":2", "",
        ("3", "2")),
]


@cases(FORMS)
class Forms(CsvErrorTest):
    def check(self, row):
        world = self.put_folder(row.files)

        found = self.problems(self.check_aval(world, "/dev/null"))

        self.assertEqual(found[0][0], "world/" + row.place, found)
        if row.field:
            self.assertTrue(found[0][1].startswith(row.field + ": "), found)
        for word in row.words:
            self.assertIn(word, found[0][1])


def tenant_rows(*rows):
    header = b"id,domain,organization,country,kind\n"
    return {"tenant.csv": header + b"".join(rows), "organization.csv": HEADER + ORG}


class CutInTwo(JudgeTest):
    def test_at_the_end_of_a_domain(self):
        """A cell is read on its own: a character may not begin in one and end in the next."""
        row = b"%s,d\xc3,\xa9org,DE,partner\n" % NOBODY.encode()

        found = self.problems(self.check_aval(self.put_folder(tenant_rows(row)), "/dev/null"))

        self.assertEqual(found[0][0], "world/tenant.csv:2")
        self.assertIn("UTF-8", found[0][1])


def more(kind, **changes):
    record = {**EXAMPLES[kind], **changes}
    files, place = files_with(record)
    return files, place


RELATIONS = [
    Bad("dangling tenant", *more("account", tenant=NOBODY), "tenant", ("unknown tenant", NOBODY)),
    Bad("dangling organization", *more("tenant", organization="x"), "organization",
        ("unknown organization", "x")),
    Bad("dangling owner", *more("ownership", owner="x"), "owner", ("unknown organization",)),
    Bad("dangling partner", *more("customer_agreement", partner=NOBODY), "partner",
        ("unknown tenant",)),
    Bad("dangling reseller", *more("service_agreement", reseller=NOBODY), "reseller",
        ("unknown tenant",)),
    Bad("dangling owner of a partner id", *more("partner_id", tenant=NOBODY), "tenant",
        ("unknown tenant",)),
    Bad("dangling signer", *more("agreement", tenant=NOBODY), "tenant", ("unknown tenant",)),
    Bad("to before from", *more("offer", **{"from": "2020-01-02", "to": "2020-01-01"}), "to",
        ("from",)),
    Bad("duplicate organization", *more("organization", id="org-prov"), "id",
        ("duplicate", "line 2")),
    Bad("duplicate tenant", *more("tenant", id=CUSTOMER.upper()), "id", ("duplicate", "line 5")),
    Bad("duplicate domain", *more("tenant", domain="PROV.EXAMPLE"), "domain",
        ("duplicate", "line 2")),
    Bad("duplicate account", *more("account", tenant=RESELLER), "tenant", ("duplicate", "line 2")),
    Bad("related to itself", *more("indirect_relationship", reseller=PROVIDER), "",
        ("itself",)),
    Bad("partner of a direct acceptance", *more("customer_agreement", acceptance="direct"),
        "partner", ("attested",)),
    Bad("attested by nobody", *more("customer_agreement", partner=None), "partner", ("GUID",)),
]


@cases(RELATIONS)
class Relations(CsvErrorTest):
    pass


def owns(owner, owned):
    return fact("ownership", owner="org-" + owner, owned="org-" + owned)


class Ownership(JudgeTest):
    def found(self, *records):
        files = csv_files(base_world() + list(records))
        return self.problems(self.check_aval(self.put_folder(files), "/dev/null"))

    def test_two_owners(self):
        place, said = self.found(owns("prov", "res"), owns("dir", "res"))[0]

        self.assertEqual((place, said[:7]), ("world/ownership.csv:3", "owned: "))
        self.assertIn("line 2", said)

    def test_circle(self):
        place, said = self.found(owns("prov", "res"), owns("res", "prov"))[0]

        self.assertIn(place, ("world/ownership.csv:2", "world/ownership.csv:3"))
        self.assertIn("itself", said)


UNKNOWN_FILES = [Row(name, name) for name in (
    "widget.csv", "Tenant.csv", "tenants.csv", "tenant (1).csv", "tenant.ndjson.csv", "a b.csv",
    "_tenant.csv")]


@cases(UNKNOWN_FILES)
class UnknownFiles(JudgeTest):
    """A *.csv of another name is an error, whatever is in it."""

    def check(self, row):
        world = self.put_folder({**csv_files(base_world()), row.value: HEADER})

        found = self.problems(self.check_aval(world, "/dev/null"))

        self.assertEqual([place for place, _ in found], ["world/" + row.value])
        self.assertIn("customer_relationship", found[0][1])


OTHER_FILES = [Row(name, name) for name in (
    "README.md", "tenant.csv.bak", "tenant.csv~", "tenant", "csv", "world.ndjson", "x.tsv")]


@cases(OTHER_FILES)
class OtherFiles(JudgeTest):
    """Every other file is ignored."""

    def check(self, row):
        world = self.put_folder({**csv_files(base_world()), row.value: b"\xff\0"})

        self.assertEqual(self.judged(world, self.put_proposals()), BASE_DECISIONS)

    def test_no_csv_at_all(self):
        """A folder of other files is no empty world, but one that was mistaken for a world."""
        result = self.check_aval(self.put_folder({"README.md": b"words\n"}), "/dev/null")

        self.assertEqual((result.status, result.out), (2, b""))
        self.assertIn(b"world: no CSV file in this folder", result.err)

    def test_folder(self):
        world = self.put_folder(csv_files(base_world()))
        (self.folder / world / "old").mkdir()

        self.assertEqual(self.judged(world, self.put_proposals()), BASE_DECISIONS)


SOUND = [
    Row("quoted cells", {FILE: b'"id","name","country"\n"org-new","New","DE"\n'}),
    Row("quotes within quotes", {FILE: HEADER + b'org-new,"a ""b"", c",DE\n'}),
    Row("record of many lines", {FILE: HEADER + b'org-new,"a\n\r\n\nb",DE\n'}),
    Row("record in quotes that ends the file", {FILE: HEADER + b'org-new,New,"DE"'}),
    Row("no end of the last line", {FILE: HEADER + b"org-new,New,DE"}),
    Row("header without an end", {FILE: b"id,name,country"}),
    Row("blank lines", {FILE: b"\n\r\n" + HEADER + b"\n \t\n\r\n" + ORG + b"\n\n"}),
    Row("header alone", {"tenant.csv": b"id,domain,organization,country,kind\n"}),
    Row("without optional columns", {
        "offer.csv": b"markets,party,publisher,name,id\n*,first,P,N,O\n-,third,P,N,O2\n"
                     b"DE FR XX,third,P,N,O3\n"}),
    Row("both kinds of line ends", {FILE: b"id,name,country\norg-1,New,DE\r\norg-2,New,DE\n"}),
    Row("spaces in a text", {FILE: HEADER + b" org-new , New ,DE\n"}),
    Row("text of 1024 bytes", {FILE: HEADER + b"o,%s,DE\n" % ("é" * 512).encode()}),
]


@cases(SOUND)
class Sound(JudgeTest):
    """Unusual, and in order."""

    def check(self, row):
        self.assert_clean(self.check_aval(self.put_folder(row.value), "/dev/null"))

    def test_more_than_one_file(self):
        """Problems of several files are all told, in an order that stays."""
        files = {"organization.csv": HEADER + b"o,New,de\n",
                 "offer.csv": b"id,name,publisher,party,markets\nO,N,P,first,*\nO,N,P,x,*\n",
                 "x.csv": b"", "tenant.csv": b"id\n"}

        results = {self.check_aval(self.put_folder(files), "/dev/null").text for _ in range(3)}

        self.assertEqual(len(results), 1)
        for place in ("organization.csv:2: country", "offer.csv:3: party", "x.csv: ",
                      "tenant.csv:1: "):
            self.assertIn("world/" + place, next(iter(results)))

    def test_direct_partner_of_a_folder(self):
        """A column that no record needs may be away."""
        files = csv_files(base_world())
        files["customer_agreement.csv"] = (
            b"date,customer,acceptance\n2020-01-20,%s,direct\n" % CUSTOMER.encode())

        self.assertEqual(self.judged(self.put_folder(files), self.put_proposals()),
                         BASE_DECISIONS)

    def test_upper_case_guids(self):
        files = {name: content.replace(DIRECT.encode(), DIRECT.upper().encode())
                 for name, content in csv_files(base_world()).items()}

        self.assertEqual(self.judged(self.put_folder(files), self.put_proposals()),
                         BASE_DECISIONS)
