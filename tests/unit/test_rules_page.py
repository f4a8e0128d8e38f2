"""docs/rules.md says what the rules say."""

from tools.write_rules_doc import PATH, TABLES, page


def test_the_rules_page_is_current():
    text = PATH.read_text(encoding="utf-8")
    assert page(text) == text, "run `python -m tools.write_rules_doc`"


def test_every_table_is_on_the_page():
    text = PATH.read_text(encoding="utf-8")
    assert all(f"<!-- table {name} -->" in text for name in TABLES)
