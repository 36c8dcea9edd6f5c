"""The pages of the claims: each has its verdict, reason and evidence, and what it says to type runs."""

import re
from html import unescape

import pytest
from test_pages import read

import kz_bri_data as kbd
from kz_bri_data.cli import main

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def claims():
    return kbd.claims().set_index("claim_id")


def page_of(site, claim):
    return site / "claims" / f"{claim.partition('/')[2]}.html"


def text_of(path):
    """Give the words of a page as a reader sees them."""
    return " ".join(unescape(re.sub("<[^>]*>", " ", path.read_text(encoding="utf-8"))).split())


def test_every_claim_has_a_page_with_its_verdict_and_reason(site, claims):
    assert len(claims)
    for claim in claims.itertuples():
        path = page_of(site, claim.Index)
        assert f"verdict-{claim.verdict}" in path.read_text(encoding="utf-8")
        text = text_of(path)
        assert claim.printed in text
        assert claim.reason in text
        assert {0: "No independent origins", 1: "1 independent origin "}.get(
            claim.n_origins, f"{claim.n_origins} independent origins"
        ) in text


def test_all_evidence_is_there_with_its_source(site, claims):
    rows = kbd.load("observations"), kbd.load("events")
    sources = {
        key: source for one in rows for key, source in zip(one.iloc[:, 0], one["source_id"], strict=True)
    }
    for name, evidence in claims["evidence"].dropna().items():
        page = read(page_of(site, name))
        assert set(evidence.split()) <= set(page.anchors)
        assert {f"../sources.html#{sources[one]}" for one in evidence.split()} <= page.links


def test_no_sentence_of_the_paper_is_quoted(site, claims):
    """What stands in quotes is a figure as printed."""
    text = text_of(site / "claims" / "index.html")
    printed = set(kbd.load("observations")["figure_as_printed"])
    assert set(re.findall("“([^”]*)”", text)) <= printed


def test_what_is_said_to_type_runs(site, claims, capsys):
    for claim in claims.itertuples():
        text = page_of(site, claim.Index).read_text(encoding="utf-8")
        given: dict[str, object] = {}
        found = dict(
            re.findall('<pre[^>]* data-snippet="([a-z]+)"><code>(.*?)</code></pre>', text, re.DOTALL)
        )
        assert ("python" in found) == (claim.Index in set(kbd.load("observations")["observation_id"]))
        if "python" in found:
            exec(unescape(found["python"]), given)
            assert set(given["pairs"]["claim_id"]) <= {claim.Index}
        assert main(unescape(found["sh"]).split()[1:]) == 0
        assert claim.reason in capsys.readouterr().out


def test_the_list_is_filtered_by_verdict(browser, site, claims):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"file://{site}/claims/index.html")
    shown = page.locator("li[data-item]:visible")
    assert shown.count() == len(claims)
    for verdict, rows in claims.groupby("verdict", observed=True):
        button = page.locator(f'input[name="verdict"][value="{verdict}"]')
        button.check()
        assert sorted(shown.evaluate_all("all => all.map(one => one.dataset.item)")) == sorted(
            one.partition("/")[2] for one in rows.index
        )
        assert button.locator("..").inner_text().endswith(f" {len(rows)}")
    page.close()


def test_the_start_page_leads_to_the_claims_of_a_verdict(browser, site, claims):
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"file://{site}/index.html")
    page.locator('#verdicts a[href$="=dated"]').click()
    page.wait_for_url("**/claims/index.html?verdict=dated")
    assert page.locator("li[data-item]:visible").count() == (claims["verdict"] == "dated").sum()
    assert page.locator('input[value="dated"]').is_checked()
    page.close()
