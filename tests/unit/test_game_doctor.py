"""The doctor knows the usual mistakes."""

from rhythm_fu.game.doctor import advice, versions


def test_both_pygames_at_once_are_named_with_the_cure():
    told = advice({"pygame": "2.6.1", "pygame-ce": "2.5.8"})
    assert "both installed" in told
    assert "pip uninstall" in told


def test_a_sound_installation_needs_no_advice():
    assert advice({"pygame": "-", "pygame-ce": "2.5.8"}) == ""


def test_missing_packages_are_told_not_raised():
    found = versions()
    assert found["pygame-ce"] != "-"
    assert "python" in found
