# SPDX-License-Identifier: Apache-2.0
"""The life cycles, restated: (state, event) -> next state."""

ENROLLMENT = {
    (None, "start"): "draft",
    ("draft", "submit"): "pending",
    ("pending", "qualify"): "qualified",
    ("qualified", "activate"): "active",
    ("pending", "reject"): "rejected",
    ("qualified", "reject"): "rejected",
    ("rejected", "appeal"): "pending",
    ("active", "restrict"): "restricted",
    ("active", "suspend"): "suspended",
    ("restricted", "suspend"): "suspended",
    ("restricted", "reinstate"): "active",
    ("suspended", "reinstate"): "active",
    **{(state, "end"): "ended" for state in (
        "draft", "pending", "qualified", "rejected", "active", "restricted", "suspended")},
}
INVITATION = {
    ("sent", "accept"): "accepted",
    ("sent", "decline"): "declined",
    ("sent", "withdraw"): "withdrawn",
}
SUPPORT_CASE = {
    ("open", "carry_out"): "carried_out",
    ("open", "decline"): "declined",
    ("open", "withdraw"): "withdrawn",
}
SUBSCRIPTION = {
    ("active", "suspend"): "suspended",
    ("suspended", "resume"): "active",
    ("active", "cancel"): "deleted",
    ("suspended", "cancel"): "deleted",
}
