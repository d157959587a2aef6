"""Dates: every spelling that publishers use, one order for a column, and what is only a month is no date."""

from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from localspend.sources.ledgers import dates, period

SPELLINGS = (
    "30/04/2020", "30-04-2020", "30.04.2020", "30/4/20", "30-Apr-20", "30 April 2020", "30th April 2020", "2020-04-30",
    "2020/04/30", "2020-04-30 00:00:00", "2020-04-30T00:00:00Z", "30/04/2020 13:45", "Thursday, 30 April 2020",
    "April 30, 2020", "20200430", "30042020", "43951", "43951.5", "'30/04/2020", " 30/04/2020 ",
)  # fmt: skip
UNDATED = (
    "", "2020-04", "202004", "Apr-20", "April 2020", "Q1 2020/21", "2020/21", "July 2010-September 2010", "######",
    "31/02/2020", "30/13/2020", "n/a", "12", "Period 3", "00/00/0000", "1/1/1900",
)  # fmt: skip


@pytest.mark.parametrize("text", SPELLINGS)
def test_spelling_is_read(text: str) -> None:
    assert dates.day(text) == date(2020, 4, 30)


@pytest.mark.parametrize("text", UNDATED)
def test_what_is_no_day_is_undated(text: str) -> None:
    assert dates.day(text) is None


def column(*texts: str) -> pa.ChunkedArray:
    return pa.chunked_array([list(texts)])


def test_one_unmistakable_date_decides_its_column() -> None:
    texts = column("3/1/2021", "3/2/2021", "3/31/2021")
    order = dates.votes(texts).order
    assert order == "mdy"
    assert dates.parse(texts, order).to_pylist() == [date(2021, 3, 1), date(2021, 3, 2), date(2021, 3, 31)]


def test_vote_is_by_majority_and_the_outvoted_is_undated() -> None:
    texts = column("13/01/2021", "14/01/2021", "01/15/2021")
    assert dates.parse(texts, dates.votes(texts).order).to_pylist() == [date(2021, 1, 13), date(2021, 1, 14), None]


def test_nothing_tells_when_days_are_small_and_spread() -> None:
    votes = dates.votes(column("04/05/2021", "06/07/2021"))
    assert votes.order is None
    assert votes.leaning([]) is None


@pytest.mark.parametrize(("months", "order"), [([(2021, 5)], "dmy"), ([(2021, 4)], "mdy")])
def test_month_of_the_title_tells_the_order(months: list[tuple[int, int]], order: str) -> None:
    assert dates.votes(column("04/05/2021")).leaning(months) == order


def test_dates_of_one_month_in_one_order_and_of_many_in_the_other() -> None:
    assert dates.votes(column(*(f"0{n}/04/2021" for n in range(1, 10)))).leaning([]) == "dmy"
    assert dates.votes(column(*(f"04/0{n}/2021" for n in range(1, 10)))).leaning([]) == "mdy"


@given(st.dates(date(1981, 1, 1), date(2078, 12, 31)), st.sampled_from(["dmy", "mdy"]))
def test_written_date_comes_back(day: date, order: str) -> None:
    forms = ["%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y %H:%M"] if order == "dmy" else ["%m/%d/%Y", "%m-%d-%Y"]
    for form in [*forms, "%Y-%m-%d", "%d %B %Y", "%d-%b-%Y", "%Y%m%d"]:
        assert dates.day(day.strftime(form), order) == day
    assert dates.day(str((day - date(1899, 12, 30)) // timedelta(days=1))) == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_none(text: str) -> None:
    found = dates.day(text)
    assert found is None or 1980 <= found.year <= 2079


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (["Payments over £500, October 2013"], "October 2013"),
        (["2011-11-payments.csv"], "November 2011"),
        (["Q3 2016/17"], "quarter 3 of 2016/17"),
        (["spend-2016-17.xlsx"], "2016/17"),
        (["expenditure-jan-2014-mar-2014.csv"], "January 2014 to March 2014"),
        (["period 201307", "Oct-13"], "October 2013"),
        (["payments"], None),
    ],
)
def test_period_of_titles_and_names(texts: list[str], told: str | None) -> None:
    assert period.of(texts) == told
