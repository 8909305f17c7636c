"""The texts of one language as the panel paints them: bytes, a letter each."""

from array import array

from .. import ui
from ..link import loan

EXTRA = "äöüÄÖÜß°"  # the letters from 128 on


def coded(text):
    """A text in the panel's letters."""
    body = text.encode()
    for number, letter in enumerate(EXTRA):
        body = body.replace(letter.encode(), bytes((128 + number,)))
    return body


def halves(body):
    """A label as two lines of at most 21 letters, parted between words where it can be."""
    if len(body) <= 21:
        return body, b""
    at = body.rfind(b" ", 0, 22)
    at = 21 if at < 1 else at
    return body[:at], body[at:].strip()[:21]


class Texts:
    """The first `count` texts of a language: `body` in the panel's letters, n is body[starts[n]:starts[n + 1]]."""

    def __init__(self, language, count):
        from . import texts as loaned

        column = 1 + loaned.LANGUAGES.index(language)
        self.language = language
        self.starts = array("H", [0] * (count + 1))
        body = bytearray()
        number = 0
        for piece in loaned.TABLE:
            for row in piece.split("\n")[:-1]:
                if number < count:
                    number += 1
                    body += coded(row.split("|")[column])
                    self.starts[number] = len(body)
        self.body = bytes(body)
        loan.forget(ui, "texts")

    def of(self, number):
        """Text `number` as bytes of its own."""
        return self.body[self.starts[number] : self.starts[number + 1]]
