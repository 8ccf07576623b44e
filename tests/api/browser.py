# SPDX-License-Identifier: Apache-2.0
"""A browser as far as pages without scripts need one: cookies, forms, and where it is sent."""

import html.parser
import urllib.parse

from server import FORM


class Page(html.parser.HTMLParser):
    """The forms of a page, each with its action and its fields, and what is written on it."""

    def __init__(self, answer):
        super().__init__()
        self.forms, self.text, self.attributes = [], "", {}
        self.feed(answer.body.decode())

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        if tag == "html":
            self.attributes = attributes
        if tag == "form":
            self.forms.append({"action": attributes["action"], "fields": {}})
        if tag in ("input", "button") and "name" in attributes:
            self.forms[-1]["fields"][attributes["name"]] = attributes.get("value", "")

    def handle_data(self, data):
        self.text += data


class Browser:
    """Asks one server, and does not follow where it is sent: tests look at that."""

    def __init__(self, server, language="en"):
        self.server, self.language, self.cookies = server, language, {}

    def ask(self, method, target, fields=None, headers=None):
        headers = {"Accept-Language": self.language, **(headers or {})}
        if self.cookies:
            headers["Cookie"] = "; ".join("%s=%s" % pair for pair in self.cookies.items())
        body = None
        if fields is not None:
            body = urllib.parse.urlencode(fields).encode()
            headers.update(FORM)
        answer = self.server.ask(method, target, body, headers)
        self.keep(answer)
        return answer

    def keep(self, answer):
        for cookie in answer.cookies:
            name, value = cookie.split(";")[0].split("=", 1)
            if "Max-Age=0" in cookie:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value

    def open(self, target):
        return self.ask("GET", target)

    def submit(self, answer, number=0, **changes):
        """Sends a form of the page."""
        form = Page(answer).forms[number]
        return self.ask("POST", form["action"], {**form["fields"], **changes})

    def sign_in(self, user, password, target="/sign-in"):
        return self.submit(self.open(target), username=user, password=password)


def arguments_of(location):
    """Where a browser is sent: the address without its query, and the query's arguments."""
    address, _, query = location.partition("?")
    return address, dict(urllib.parse.parse_qsl(query, strict_parsing=True))
