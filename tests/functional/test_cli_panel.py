"""``planner panel`` as the panel's clerk uses it."""

import csv
import json
import re


def test_the_paper_has_a_page_for_each_pupil_and_the_panel_decides_on_its_record(planner, tmp_path):
    planner("new", tmp_path / "small", "--pupils", "6")
    (scenario,) = (tmp_path / "small").glob("*.yaml")
    result = planner("panel", scenario, "-o", tmp_path / "panel", "--quiet")
    assert result.exit_code == 0, result.output
    html = (tmp_path / "panel" / "panel.html").read_text(encoding="utf-8")
    assert html.count("The panel's decision") >= 1
    assert "Everything here is suggested; the panel decides." in html
    record = json.loads((tmp_path / "panel" / "run.json").read_text(encoding="utf-8"))["record"]
    first = next(each for each in record["shown"] if each["rank"] == 1)
    pupil, place = first["pupil_id"], first["commission_id"]
    decided = planner(
        *("decide", scenario, pupil, "--run", tmp_path / "panel", "--accept", place),
        *("--reason", "as_suggested", "--quiet"),
    )
    assert decided.exit_code == 0, decided.output
    pdf = (tmp_path / "panel" / "panel.pdf").read_bytes()
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf


def test_the_list_in_front_tells_no_fact_of_a_pupil_and_no_page_tells_a_familys_income(
    planner, tmp_path
):
    planner("new", tmp_path / "small", "--pupils", "4")
    referrals = tmp_path / "small" / "tables" / "referrals.csv"
    with referrals.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        row |= {"low_income": "yes", "sen_provision": "E"}
    with referrals.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.DictWriter(lines, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = planner("panel", tmp_path / "small" / "base.yaml", "-o", tmp_path / "panel", "--quiet")
    assert result.exit_code == 0, result.output
    html = (tmp_path / "panel" / "panel.html").read_text(encoding="utf-8")
    front, _, pages = html.partition("<section")
    assert front.count("<li>") == 4
    assert "EHC" not in front
    assert "Year" not in front
    assert "Has an EHC plan" in pages
    assert "statutory walking distance, by straight line" in pages
    assert not re.search("income|two miles|three miles", html)
