"""click's own words in Chinese: the compiled file says what its source says, and covers what users meet."""

from __future__ import annotations

import gettext
from pathlib import Path

from babel.messages.pofile import read_po

FOLDER = Path(__file__).resolve().parent.parent / "reportgen" / "locale" / "zh_CN" / "LC_MESSAGES"


def compiled() -> gettext.GNUTranslations:
    with (FOLDER / "messages.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


def test_compiled_file_is_fresh() -> None:
    """Compile with: pybabel compile -i messages.po -o messages.mo"""
    words = compiled()
    with (FOLDER / "messages.po").open("rb") as source:
        messages = [message for message in read_po(source) if message.id]
    assert len(messages) > 40
    for message in messages:
        if isinstance(message.id, str):
            assert words.gettext(message.id) == message.string
        else:
            assert words.ngettext(*message.id, 2) == message.string[0]


def test_words_users_meet_are_chinese() -> None:
    words = compiled()
    for text in (
        "Usage:",
        "Options",
        "Commands",
        "Show this message and exit.",
        "Missing argument",
        "Error: {message}",
    ):
        assert words.gettext(text) != text
