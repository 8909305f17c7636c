"""What the screens at rest say beside their rows: baths, refusals, acknowledging, the last test, who this is."""

from .. import VERSION
from ..core import daily, interlock
from ..core.ready import ready_min
from ..link.rpc import INVALID_PROTOCOL
from . import texts
from .language import coded


def found(services, words):
    """The last whole test in lines."""
    test = services.station.test
    if test.code:
        from .fault_page import lines as fault_lines
        from .fault_page import part

        named = coded(" %d %s" % (test.code, part(test.code, test.channel, words.language)))
        body = fault_lines((test.code, test.channel, test.measured, test.limit), words)
        return [words.of(texts.CODE) + named] + body
    return [words.of(texts.NO_FINDING if test.passed else texts.NO_TEST)]


def information(services, words):
    """Who this is and how it does, in lines."""
    journal = services.recorder.journal
    rows = (
        (texts.I_FIRMWARE, "%s (%s)" % (VERSION, services.slot)),
        (texts.I_SERIAL, services.serial[-12:]),
        (texts.I_BOOT, str(services.page.boot)),
        (texts.I_LOG, str(journal.next_seq - services.page.acked_seq)),
        (texts.I_HEAP, "%d B" % services.station.heap_free),
    )
    said = [words.of(number) + coded(" " + text) for number, text in rows]
    return said + [words.of(texts.I_CLOCK_OK if services.recorder.wall.ok else texts.I_CLOCK_NO)]


def tenths(cdegc):
    """Hundredths to tenths; None stays None."""
    return None if cdegc is None else (cdegc + 5) // 10


def wanted(step):
    """(hot, cold) of a step in water in tenths of a degree, None for one it does not use."""
    if step["kind"] == "contrast":
        return step["hot_degc"] * 10, step["cold_degc"] * 10
    return (step["degc"] * 10, None) if step["bath"] == "hot" else (None, step["degc"] * 10)


def bath_says(station, bath):
    """(text, minutes) that tell when a bath can be used; nothing of one that is not measured or not kept."""
    cdegc = station.reading.cold_cdegc if bath else station.reading.hot_cdegc
    keep = station.site.cold_keep_cdegc if bath else station.site.hot_keep_cdegc
    if cdegc is None or (keep is None and station.thermal.want_cdegc[bath] is None):
        return texts.BLANK, 0
    minutes = ready_min(station, bath)
    if minutes is None:
        return texts.BATH_STANDS, 0
    return (texts.IN_MIN, minutes) if minutes else (texts.BATH_OK, 0)


def refusal(asked):
    """The text of a refused start: the tick's words, or the error the link would answer."""
    data = getattr(asked, "data", None) or {}
    reason = data.get("reason", "") if isinstance(data, dict) else ""
    if asked == daily.REFUSAL:
        return texts.DUE_1
    if reason == "trial":
        return texts.R_TRIAL
    if reason == "chain":
        return texts.R_CHAIN
    if "memory" in str(reason) or "memory" in str(asked):
        return texts.R_MEMORY
    return texts.R_INVALID if getattr(asked, "code", 0) == INVALID_PROTOCOL else texts.R_OTHER


def how_to_acknowledge(refusal):
    """The text below a fault: what must be done before, or that a hold does it."""
    if refusal is None:
        return texts.HOLD_ACK
    if refusal == interlock.CAUSE_STANDS:
        return texts.STANDS
    return texts.RELEASE if "emergency" in refusal else texts.STILL_AIR
