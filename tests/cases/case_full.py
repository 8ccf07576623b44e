# SPDX-License-Identifier: Apache-2.0
"""From the full form of a decision to the lines of a case: who is called how, what is done."""

from case_world import CAPABILITIES

# Of a step: its word stands first; who acts follows from it; its act is written out.
LEFT_OUT = ("remedy", "act", "actor", "confirmed_by", "message", "id", "date", "obligation")


def blocks_of(decision: dict, names: dict[str, str]) -> dict[str, list[str]]:
    """Each block that a case may have, as the program would fill it in; one entry a line."""
    plans = [plan_lines(plan, decision["act"], names) for plan in decision["way_forward"]]
    obligations = [line_of(row["obligation"], row, names) for row in decision["obligations"]]
    ways = [line for plan in plans for line in ["or", *plan]][1:]
    return {
        "permitted by": [" ".join(decision["basis"]) or "none"],
        "rests on": [" ".join(decision["readings"]) or "none"],
        "obligations": obligations or ["none"],
        "way forward": ways or ["none"],
    }


def plan_lines(plan: dict, act: dict, names: dict[str, str]) -> list[str]:
    """A step a line; at the end the act that is then supported, where it is another one."""
    lines = []
    for step in plan["steps"]:
        fields = step.get("act", step)
        lines.append(line_of(step["remedy"], fields, names, act["date"]))
    if plan["then"] != act:
        lines.append(line_of(f"then {plan['then']['act']}", plan["then"], names, act["date"]))
    return lines


def line_of(word: str, fields: dict, names: dict[str, str], today: str = "") -> str:
    """In the manner of an ask: `sign_mpa  tenant=alder`; a day only where it is another one."""
    columns = [f"{name}={value_of(value, names)}" for name, value in fields.items()
               if name not in LEFT_OUT]
    if fields.get("date", today) != today:
        columns.append(f"on={fields['date']}")
    return "  ".join([word, *columns])


def value_of(value, names: dict[str, str]) -> str:
    if value is None:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):  # who sells: provider,seller or the seller alone
        value = [party for party in value.values() if party is not None]
    if isinstance(value, list):
        if sorted(value) == sorted(CAPABILITIES):
            return "all"
        return ",".join(value_of(part, names) for part in value) or "-"
    return names.get(value, str(value))
