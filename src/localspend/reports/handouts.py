"""What is handed over on paper: the call list for coordinators, the forward plan for small firms."""

from typing import Any

from markupsafe import Markup

from localspend.reports import call_list, colours, forward_plan, words
from localspend.reports.account import Account
from localspend.reports.page import environment_of


def call_list_page(account: Account) -> str:
    """A page for each institution, ready to print."""
    levers = account.levers
    return _rendered(
        account, "call-list.html", pages=call_list.sheets(account), most=call_list.CATEGORIES, shy=call_list.SHY,
        why=levers.unanswered.get("leakage", ""), inner=next(iter(account.names.areas.values()), "the area"),
    )  # fmt: skip


def forward_plan_page(account: Account) -> str:
    """What is coming up at each institution, in plain words."""
    rows = account.levers.of("pipeline")
    plans = {
        name: forward_plan.plan([row for row in rows if row["institution_id"] == one], account.names)
        for one, name in account.names.institutions.items()
    }
    return _rendered(account, "forward-plan.html", plans=plans, why=account.levers.without("pipeline"))


def _rendered(account: Account, template: str, **values: Any) -> str:
    environment = environment_of()
    environment.filters["brief"] = lambda size: size.partition(" (")[0].lower()
    css = Markup(environment.get_template("handouts.css").render(colours=colours))
    return environment.get_template(template).render(
        account=account, names=account.names, words=words, css=css, **values
    )
