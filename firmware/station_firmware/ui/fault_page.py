"""The words of a fault as lines of the panel: what is wrong, measured against which limit, what to do. On loan."""

from .. import core, ui
from ..core import fault
from ..link import loan
from . import texts
from .language import coded

LINE = 21
_CENTI = "0.01 degC"


def lines(found, words, also=()):
    """Lines of (code, channel, measured, limit); `words` are the panel's Texts, `also` further codes and channels."""
    from ..core import fault_table

    row = fault_table.row(found[0])
    body = []
    if row is None:
        body.append(words.of(texts.CODE) + coded(" %d" % found[0]))
    else:
        said, remedy, after = _said(row, words.language)
        body += wrapped(coded(said))
        if row[2]:
            body += _measured(found, row[2], words)
        body += wrapped(coded(remedy))
        body += wrapped(coded(after))
    for code, channel in also:
        body.append(words.of(texts.ALSO) + coded(" %d %s" % (code, part(code, channel, words.language))))
    for name in ("fault_table", "fault_words"):
        loan.forget(core, name)
    loan.forget(ui, "faults_de")
    return body


def part(code, channel, language):
    """What the fault names, in the language of the panel."""
    name = fault.channel_name(code, channel)
    loan.forget(core, "fault_table")
    if language == "en":
        return name
    from .faults_de import PARTS

    for row in PARTS.split("|"):
        known, told = row.split("=")
        if known == name:
            return told
    return name


def _said(row, language):
    """(what is wrong, what to do, what comes after every fault)."""
    if language == "de":
        from . import faults_de

        return faults_de.WORDS[row[0]] + (faults_de.AFTER_EVERY_FAULT,)
    from ..core.fault_table import AFTER_EVERY_FAULT

    return row[3], row[4], AFTER_EVERY_FAULT


def _measured(found, unit, words):
    rows = []
    for number, value in ((texts.MEASURED, found[2]), (texts.LIMIT, found[3])):
        if unit == _CENTI:
            sign = "-" if value < 0 else ""
            shown = "%s%d.%02d °C" % (sign, abs(value) // 100, abs(value) % 100)
        else:
            shown = "%d %s" % (value, unit)
        rows.append(words.of(number) + coded(" " + shown))
    return rows


def wrapped(body):
    """Lines of at most LINE letters, parted between words."""
    rows = []
    row = b""
    for word in body.split(b" "):
        if row and len(row) + 1 + len(word) > LINE:
            rows.append(row)
            row = b""
        row = row + b" " + word if row else word
        while len(row) > LINE:
            rows.append(row[: LINE - 1] + b"-")
            row = row[LINE - 1 :]
    rows.append(row)
    return rows
