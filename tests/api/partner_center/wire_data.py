# SPDX-License-Identifier: Apache-2.0
"""The vendor's wire data, and how an answer is held against it.

It is looked for in the folder that AVAL_WIRE_DATA names, else in shared/data/partner-center beside
the repository. It is no part of the project: tests that read it are skipped where it is not.
"""

import json
import os
from pathlib import Path

from jsonschema import Draft4Validator

from program import ROOT

DATA = Path(os.environ.get("AVAL_WIRE_DATA", ROOT.parent / "shared" / "data" / "partner-center"))
ABSENT = "the vendor's wire data is not here: " + str(DATA)
# The data's README: these may be there or not.
OPTIONAL = {"links", "attributes"}


def read(folder, name):
    return json.loads((DATA / folder / (name + ".json")).read_text("utf-8-sig"))


def kind(value):
    return "number" if isinstance(value, (int, float)) and not isinstance(value, bool) \
        else type(value).__name__


def differences(ours, theirs, path=""):
    """Where the same key holds another type."""
    if theirs is None or ours is None:
        return
    if kind(ours) != kind(theirs):
        yield "%s: %s, not %s" % (path, kind(ours), kind(theirs))
    elif isinstance(ours, dict):
        for key in set(ours) & set(theirs):
            yield from differences(ours[key], theirs[key], path + "." + key)
    elif isinstance(ours, list) and ours and theirs:
        yield from differences(ours[0], theirs[0], path + "[]")


def lacks(ours, theirs, path=""):
    """Which of their keys have no value in ours, and do in theirs."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(set(theirs) - OPTIONAL):
            if theirs[key] not in (None, "", [], {}) and key not in ours:
                yield path + "." + key
            yield from lacks(ours.get(key), theirs[key], path + "." + key)
    elif isinstance(ours, list) and isinstance(theirs, list) and ours and theirs:
        yield from lacks(ours[0], theirs[0], path + "[]")


def is_the_swaggers_own(error):
    """It numbers enumerations and has a password as an object; on the wire all are strings."""
    return isinstance(error.instance, str) and (
        error.validator_value == "integer" or "password" in error.path)


def breaches(swagger, schema, answer):
    """Where the answer is not what the Swagger's schema says."""
    whole = {"definitions": swagger["definitions"], "allOf": [schema]}
    errors = Draft4Validator(whole).iter_errors(answer)
    return ["%s: %s" % ("/".join(map(str, error.path)), error.message)
            for error in errors if not is_the_swaggers_own(error)]


def recorded(name):
    """The body of a recorded answer."""
    return json.loads(read("recordings", name)[0]["ResponseBody"])
