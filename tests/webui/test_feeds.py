"""What programs subscribe to: Atom of a search, a calendar of an agency, and the description for browsers."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from xml.etree.ElementTree import Element, fromstring

import icalendar
import pytest
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from corpus.model import By
from tests.factories import make_document, make_item
from tests.webui.conftest import TODAY
from tests.webui.documents import SCRIPT
from tests.webui.fake_engine import FakeEngine
from webui.app import create_app
from webui.atom import FeedEntry, midnight, writable
from webui.icalendar_text import Calendar, DayEvent, escaped, folded, write_calendar

ATOM = "{http://www.w3.org/2005/Atom}"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"


def feed(client: FlaskClient, url: str) -> Element:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    return fromstring(answer.data)  # noqa: S314  our own answer


def text(element: Element, name: str) -> str:
    found = element.find(ATOM + name)
    assert found is not None
    return found.text or ""


def links(element: Element) -> dict[str, str]:
    return {link.attrib["rel"]: link.attrib["href"] for link in element.findall(f"{ATOM}link")}


def test_a_search_is_a_feed_newest_first(client: FlaskClient) -> None:
    root = feed(client, "/feed.atom?q=rung&sort=oldest&page=4")
    assert root.tag == f"{ATOM}feed"
    assert text(root, "title") == "ketluan: kết quả mới nhất cho “rung”"
    assert links(root) == {
        "self": "http://localhost/feed.atom?q=rung",
        "alternate": "http://localhost/search?q=rung&sort=newest",
    }
    entries = root.findall(f"{ATOM}entry")
    first = entries[0]
    assert text(first, "title") == "Thông báo kết luận 388/TB-UBND, mục 2: Chuyển mục đích sử dụng rừng"
    assert text(first, "updated") == "2023-09-28T00:00:00+07:00"
    assert links(first) == {"alternate": "http://localhost/items/tb-ubnd-388-20230928%232"}
    dated = [text(entry, "updated") for entry in entries if "2024" not in text(entry, "updated")]
    assert all(earlier >= later for earlier, later in pairwise(dated))


@pytest.mark.parametrize("url", ["/feed.atom", "/feed.atom?q=rung", "/feed.atom?q=zzz", "/feed.atom?year=2022"])
def test_a_feed_has_what_the_rfc_asks_for(client: FlaskClient, url: str) -> None:
    root = feed(client, url)
    for element in [root, *root.findall(f"{ATOM}entry")]:
        assert text(element, "id").startswith("urn:uuid:")
        assert text(element, "title")
        moment = dt.datetime.fromisoformat(text(element, "updated"))
        assert moment.tzinfo is not None
        assert element.find(f"{ATOM}author/{ATOM}name") is not None
        assert "alternate" in links(element)
    ids = [text(entry, "id") for entry in root.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids))


def test_ids_are_the_same_under_another_name_and_sort(client: FlaskClient) -> None:
    def ids(url: str, host: str) -> list[str | None]:
        root = fromstring(client.get(url, headers={"Host": host}).data)  # noqa: S314
        return [element.text for element in root.iter(f"{ATOM}id")]

    assert ids("/feed.atom?q=rung", "a.example") == ids("/feed.atom?q=rung&sort=oldest&size=3", "b.example:8080")
    assert ids("/feed.atom?q=rung", "a.example")[0] != ids("/feed.atom?q=rung&year=2022", "a.example")[0]


def test_who_has_the_feed_is_not_sent_it_again(client: FlaskClient) -> None:
    for url in ("/feed.atom?q=rung", "/agencies/so-tai-chinh/deadlines.ics"):
        tag = client.get(url).headers["ETag"]
        again = client.get(url, headers={"If-None-Match": tag})
        assert (again.status_code, again.data) == (304, b"")


def test_mark_up_and_controls_in_a_document_stay_text() -> None:
    item = make_item("1", f"\x01{SCRIPT}\ufffe & <b>", "\x0b\x00Giao việc\ud800.", assigned=["Sở <i>"])
    client = create_app(engine=FakeEngine([make_document("kl", [item])])).test_client()
    (entry,) = feed(client, "/feed.atom").findall(f"{ATOM}entry")
    assert text(entry, "title").endswith(f"mục 1: {SCRIPT} & <b>")
    assert text(entry, "summary") == "Giao việc."


@given(st.text(st.characters()))
def test_any_text_can_be_written_as_xml(words: str) -> None:
    written = writable(words)
    entry = FeedEntry("urn:x", "/", written, "a", written, midnight(TODAY))
    assert fromstring(f"<x>{entry.title.replace('&', '&amp;').replace('<', '&lt;')}</x>") is not None  # noqa: S314


def events(client: FlaskClient, url: str) -> list[icalendar.Event]:
    answer = client.get(url)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert all(len(line) <= 75 for line in answer.data.split(b"\r\n"))
    assert answer.data.count(b"\r\n") == answer.data.count(b"\n")
    return [e for e in icalendar.Calendar.from_ical(answer.data).walk("VEVENT") if isinstance(e, icalendar.Event)]


def test_deadlines_of_an_agency_are_whole_days(client: FlaskClient) -> None:
    found = events(client, "/agencies/so-tai-chinh/deadlines.ics")
    days = [(event.decoded("DTSTART"), event.decoded("DTEND")) for event in found]
    assert days == [
        (dt.date(2023, 10, 14), dt.date(2023, 10, 15)),
        (dt.date(2023, 12, 5), dt.date(2023, 12, 6)),
        (dt.date(2024, 12, 31), dt.date(2025, 1, 1)),
    ]
    assert str(found[1]["SUMMARY"]) == "Kinh phí di dời"
    assert str(found[1]["URL"]) == "http://localhost/items/tb-tu-412-20230314%235.2"
    told = str(found[1]["DESCRIPTION"]).split("\n")
    assert told[0].startswith("Sở Tài chính cân đối nguồn, báo cáo trước ngày 05/12/2023")
    assert told[1] == "Thông báo số 412-TB/TU ngày 14/3/2023, mục 5.2"


def test_uids_are_distinct_and_lasting(client: FlaskClient) -> None:
    uids = [str(event["UID"]) for event in events(client, "/agencies/so-tai-chinh/deadlines.ics")]
    assert len(uids) == len(set(uids))
    later = [str(event["UID"]) for event in events(client, "/agencies/so-tai-chinh/deadlines.ics?on=2024-11-01")]
    assert set(later) <= set(uids)


def test_a_calendar_begins_a_year_back(client: FlaskClient) -> None:
    url = "/agencies/so-tai-chinh/deadlines.ics?on="
    assert len(events(client, url + "2023-08-31")) == 4  # August 2022 ended within the year
    assert len(events(client, url + "2023-09-01")) == 3
    assert events(client, url + "2031-01-01") == []
    assert len(events(client, url + "0001-01-01")) == 4


def test_every_role_is_asked_for_as_on_the_page(client: FlaskClient) -> None:
    assert events(client, "/agencies/van-phong-tinh-uy/deadlines.ics?on=2022-06-01") == []
    named = events(client, "/agencies/van-phong-tinh-uy/deadlines.ics?on=2022-06-01&role=any")
    assert [event.decoded("DTSTART") for event in named] == [dt.date(2022, 5, 19)]


def test_a_calendar_of_nobody_is_404(client: FlaskClient) -> None:
    assert client.get("/agencies/khong-co/deadlines.ics").status_code == 404


def test_many_deadlines_come_whole() -> None:
    days = [dt.date(2023, 1, 1) + dt.timedelta(days=n) for n in range(600)]
    items = [
        make_item(str(n), f"Việc {n}", f"trước ngày {n}", assigned=["Sở Y tế"], deadlines=[By(day, f"trước ngày {n}")])
        for n, day in enumerate(days)
    ]
    client = create_app(engine=FakeEngine([make_document("kl", items)]), today=lambda: TODAY).test_client()
    assert [event.decoded("DTSTART") for event in events(client, "/agencies/so-y-te/deadlines.ics")] == days


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("Giao Sở; báo cáo, xong", "Giao Sở\\; báo cáo\\, xong"),
        ("một\r\nhai\rba\nbốn", "một\\nhai\\nba\\nbốn"),
        ("C:\\x", "C:\\\\x"),
        ("a\x00\x07b\x7f", "ab"),
    ],
)
def test_text_is_escaped(words: str, value: str) -> None:
    assert escaped(words) == value


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=300))
def test_lines_are_folded_between_characters(line: str) -> None:
    parts = list(folded(line))
    assert all(len(part.encode()) <= 75 for part in parts)
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
    assert all(part.startswith(" ") for part in parts[1:])


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=200), st.dates())
def test_any_words_and_day_come_back_from_a_calendar(words: str, day: dt.date) -> None:
    stamp = dt.datetime(2024, 5, 1, tzinfo=dt.UTC)
    event = DayEvent("1@ketluan", day, stamp, words, words, "http://localhost/items/x")
    read = icalendar.Calendar.from_ical(write_calendar(Calendar("Lịch", "Về", "http://localhost/", [event])))
    (found,) = read.walk("VEVENT")
    assert (str(found["SUMMARY"]), found.decoded("DTSTART")) == (words, day)


def test_a_browser_can_search_from_its_own_field(client: FlaskClient) -> None:
    answer = client.get("/opensearch.xml", headers={"Host": "tra-cuu.example:8443"})
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = fromstring(answer.data)  # noqa: S314
    name = root.find(f"{OPENSEARCH}ShortName")
    assert name is not None
    assert name.text is not None
    assert len(name.text) <= 16
    templates = {url.attrib["type"]: url.attrib["template"] for url in root.findall(f"{OPENSEARCH}Url")}
    assert templates["text/html"] == "http://tra-cuu.example:8443/search?q={searchTerms}"
    for media in ("text/html", "application/atom+xml", "application/x-suggestions+json"):
        path = templates[media].removeprefix("http://tra-cuu.example:8443").replace("{searchTerms}", "rung")
        assert client.get(path).mimetype == media
    assert 'href="/opensearch.xml"' in client.get("/").text


def test_suggestions_come_in_the_form_of_browsers(client: FlaskClient) -> None:
    typed, words, notes, urls = client.get("/opensearch/suggest?q=tai+chinh").get_json()
    assert (typed, words, notes, urls) == (
        "tai chinh",
        ["Sở Tài chính"],
        ["3 mục"],
        ["http://localhost/agencies/so-tai-chinh"],
    )
