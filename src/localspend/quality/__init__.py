"""What is wrong with the sources. One check a file: a docstring, a version, a function from records to what fails.

A check's module has VERSION, APPLIES (ledger, register, notices), HEADING, and one function or more: `lines(t, given)`
(quality/lines), `notice(n)` for one release, `notices(every, given)` for all. Its docstring says, in this order, what
passes, when it does not apply, how to mend it and where it comes from; the same words are shown beside a finding.
"""

from types import ModuleType

from localspend.quality.ledgers import (
    date_ambiguous_order,
    date_future,
    date_missing,
    date_outside_file_period,
    date_unparseable,
    exact_duplicate,
    field_blank_rate,
    id_malformed,
    id_missing,
    near_duplicate,
    net_gross_mismatch,
    not_procurement,
    one_id_many_names,
    one_name_many_ids,
    period_gap,
    personal_name,
    postcode_invalid,
    postcode_missing,
    redacted,
    republished_month,
    schema_error,
    total_row,
    value_missing,
    value_placeholder,
    value_zero,
)
from localspend.quality.links import contract_without_spend, spend_without_contract, supplier_paid_never_awarded
from localspend.quality.notices import (
    award_before_tender,
    award_id_repeated,
    award_missing_after_300_days,
    cross_portal_duplicate,
    currency_missing,
    id_scheme_weak,
    published_after_deadline,
    region_default_all,
    release_as_record,
    standstill_too_short,
    suitability_flag_contradicts_size,
)
from localspend.quality.registers import (
    cpv_generic,
    cpv_missing,
    end_before_start,
    framework_ceiling_as_spend,
    joint_procurement_duplicate,
)

#: Check -> its module, in the order of the scorecard.
CHECKS: dict[str, ModuleType] = {
    module.__name__.rpartition(".")[2]: module
    for module in (
        id_missing,
        id_scheme_weak,
        id_malformed,
        award_id_repeated,
        one_id_many_names,
        one_name_many_ids,
        exact_duplicate,
        near_duplicate,
        joint_procurement_duplicate,
        cross_portal_duplicate,
        republished_month,
        release_as_record,
        total_row,
        date_missing,
        date_unparseable,
        date_ambiguous_order,
        date_outside_file_period,
        date_future,
        award_before_tender,
        end_before_start,
        published_after_deadline,
        standstill_too_short,
        period_gap,
        value_missing,
        value_zero,
        value_placeholder,
        net_gross_mismatch,
        currency_missing,
        cpv_missing,
        cpv_generic,
        field_blank_rate,
        postcode_missing,
        postcode_invalid,
        region_default_all,
        redacted,
        personal_name,
        schema_error,
        framework_ceiling_as_spend,
        not_procurement,
        award_missing_after_300_days,
        spend_without_contract,
        contract_without_spend,
        supplier_paid_never_awarded,
        suitability_flag_contradicts_size,
    )
}


def said(module: ModuleType, what: str) -> str:
    """What a check's docstring says under `what`: Does not apply, Fix, Source; "" for its first paragraph."""
    text = module.__doc__ or ""
    if not what:
        return " ".join(text.partition("\nDoes not apply:")[0].split())
    _, _, rest = text.partition(f"\n{what}: ")
    for other in ("\nDoes not apply: ", "\nFix: ", "\nSource: "):
        rest = rest.partition(other)[0]
    return " ".join(rest.split())
