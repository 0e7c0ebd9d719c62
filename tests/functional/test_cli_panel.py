"""``planner panel`` as the panel's clerk uses it."""


def test_the_paper_has_a_page_for_each_pupil_in_html_and_in_a_tagged_pdf(planner, tmp_path):
    planner("new", tmp_path / "small", "--pupils", "6")
    (scenario,) = (tmp_path / "small").glob("*.yaml")
    result = planner("panel", scenario, "-o", tmp_path / "panel", "--quiet")
    assert result.exit_code == 0, result.output
    html = (tmp_path / "panel" / "panel.html").read_text(encoding="utf-8")
    assert html.count("The panel's decision") >= 1
    assert "Everything here is suggested; the panel decides." in html
    pdf = (tmp_path / "panel" / "panel.pdf").read_bytes()
    assert b"/StructTreeRoot" in pdf
    assert b"pdfuaid" in pdf
