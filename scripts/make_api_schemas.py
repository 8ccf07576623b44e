#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The schemas of the server's answers as one object: make_api_schemas.py DECISION ANSWERS OUT.

The schema of a decision has its parts under $defs; here each stands beside the others, by its
name behind "decision_".
"""

import json
import sys


def moved(node):
    if isinstance(node, dict):
        return {key: value.replace("#/$defs/", "#/components/schemas/decision_")
                if key == "$ref" else moved(value) for key, value in node.items()}
    return [moved(item) for item in node] if isinstance(node, list) else node


def main(decision_path, answers_path, out_path):
    with open(decision_path, encoding="utf-8") as file:
        decision = json.load(file)
    with open(answers_path, encoding="utf-8") as file:
        schemas = json.load(file)
    whole = {key: value for key, value in decision.items() if key not in ("$schema", "$defs")}
    schemas["Decision"] = moved(whole)
    for name, part in decision["$defs"].items():
        schemas["decision_" + name] = moved(part)
    with open(out_path, "w", encoding="utf-8") as file:
        json.dump(schemas, file, ensure_ascii=False, separators=(",", ":"))


if __name__ == "__main__":
    main(*sys.argv[1:])
