"""Titles in any script: the right font for every letter, and never an empty box."""

from pathlib import Path

import pygame
import pytest

from rhythm_fu.game.view import glyphs
from rhythm_fu.game.view.glyphs import has_glyph, runs_of
from rhythm_fu.game.view.text import FONTS, Face, Lettering, Style

FACE = FONTS / Face.LABEL.value
STYLE = Style(Face.LABEL, 20)
TITLES = ["夜の猫", "Ночь", "Νύχτα", "밤", "Neon 夜 Night", "🐈 Cat"]


@pytest.fixture
def has_no_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system with no font of its own."""
    monkeypatch.setattr(glyphs, "system_fonts", tuple)


@pytest.mark.parametrize("face", list(Face))
def test_the_faces_have_latin_and_lack_the_rest(face: Face):
    file = FONTS / face.value
    assert all(has_glyph(file, letter) for letter in map(chr, range(32, 127)))
    assert all(has_glyph(file, letter) for letter in "éßł·—…↑↓")
    assert not any(has_glyph(file, letter) for letter in "夜のЖΩ밤")


@pytest.mark.parametrize("title", TITLES)
def test_no_letter_is_set_in_a_font_that_lacks_it_here(title: str):
    assert all(has_glyph(file, letter) for file, run in runs_of(title, FACE) for letter in run)


@pytest.mark.usefixtures("has_no_fonts")
@pytest.mark.parametrize("title", TITLES)
def test_no_letter_is_set_in_a_font_that_lacks_it_where_there_are_no_others(title: str):
    assert all(has_glyph(file, letter) for file, run in runs_of(title, FACE) for letter in run)
    assert Lettering().word(title, STYLE).get_width() > 1


@pytest.mark.usefixtures("has_no_fonts")
@pytest.mark.parametrize(
    ("title", "slug", "shown"),
    [
        ("夜の猫", "yoru-no-neko", "yoru-no-neko"), ("夜の猫", "夜の猫", "untitled"), ("Café", "cafe", "Café"),
        ("", "neon", "neon"), ("🐈 Cat", "cat", "🐈 Cat"),
    ],
)  # fmt: skip
def test_a_title_that_no_font_has_gives_way_to_its_files_name(title: str, slug: str, shown: str):
    assert Lettering().title(title, slug, STYLE) == shown


def test_a_title_that_another_font_has_stays_and_is_set_in_both(monkeypatch: pytest.MonkeyPatch):
    other = Path("other.ttf")
    monkeypatch.setattr(glyphs, "system_fonts", lambda: (Path("none.ttf"), other))
    monkeypatch.setattr(glyphs, "has_glyph", lambda file, letter: file == (FACE if letter < "\u0250" else other))
    assert Lettering().title("Neon 夜 é", "neon", STYLE) == "Neon 夜 é"
    assert runs_of("Neon 夜 é", FACE) == ((FACE, "Neon "), (other, "夜"), (FACE, " é"))


@pytest.mark.parametrize(("text", "set_as"), [("Cafe\u0301", "Café"), ("a\u200bb\tc\n", "abc"), ("a\u00a0b", "a b")])
def test_what_needs_no_glyph_of_its_own_makes_no_box(text: str, set_as: str):
    assert runs_of(text, FACE) == ((FACE, set_as),)


def test_letters_of_two_fonts_stand_on_one_line(monkeypatch: pytest.MonkeyPatch):
    other = FONTS / Face.TITLE.value
    monkeypatch.setattr("rhythm_fu.game.view.text.runs_of", lambda *_: ((FACE, "H"), (other, "H")))
    word = Lettering().word("HH", Style(Face.LABEL, 60, outline=0))
    mask = pygame.mask.from_surface(word, 128)
    feet = [max(rect.bottom for rect in _half(mask, half).get_bounding_rects()) for half in (0, 1)]
    assert abs(feet[0] - feet[1]) <= 1


def _half(mask: pygame.Mask, half: int) -> pygame.Mask:
    width, height = mask.get_size()
    part = pygame.Mask((width // 2, height))
    part.draw(mask, (-half * (width // 2), 0))
    return part


def test_a_text_size_that_is_changed_holds_for_words_that_were_drawn_before():
    letters = Lettering(1.0)
    before, digits = letters.width("Go on", STYLE), letters.draw_number(pygame.Surface((400, 90)), "12", STYLE, (0, 0))
    letters.scale = 1.5
    assert letters.width("Go on", STYLE) == Lettering(1.5).width("Go on", STYLE) > before
    assert letters.draw_number(pygame.Surface((400, 90)), "12", STYLE, (0, 0)).width > digits.width
