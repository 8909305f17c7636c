"""The rules of `station plan` as data: which training asks for what, what makes it lighter, each with its source.

The first row of RULES that fits gives the protocol; every row of SIGNALS that fits makes it lighter.
"""

from __future__ import annotations

from typing import NamedTuple

HARD_RUNS = ("speed", "tempo", "hills", "intervals", "long run")
TRAINING = (*HARD_RUNS, "strength", "easy run", "recovery day", "full recovery", "rest")
PHASES = ("build", "peak", "deload")

SOURCES = {
    "week": "running-gym article: the weekly plan",
    "tools": "running-gym article: recovery tools",
    "phases": "strength-progression article: recovery tools in peak and deload weeks",
    "signals": "strength-progression and gym-structure articles: signals to go lighter, recover longer",
    "48h": "strength-progression article: at least 48 h between hard sessions of the same muscles",
    "activation": "gym-exercises article: activation before a run",
    "warm-up": "RecoveryAir PRO manual: it has a Warm-up preset",
    "claim": "strength-for-runners article",
    "Maia": "Maia 2024, doi 10.5114/biolsport.2024.133665 (17 studies): 20-30 min; trivial to moderate benefit",
    "Bieuzen": "Bieuzen, PMC3633882 (18 trials, all of high bias risk; no clear advantage over other ways)",
    "Higgins": "Higgins 2017, doi 10.1519/JSC.0000000000001559 (23 papers)",
    "SC-4004": "SC-4004-DL manual: 50 mmHg suits most people",
    "check-ins": "daily check-ins of training platforms: soreness of 1-10 is flagged from 8",
}


class Rule(NamedTuple):
    """Training of today (any of these) in a phase (any when empty) → the first protocol that the station offers."""

    name: str
    training: tuple[str, ...]
    phases: tuple[str, ...]
    protocols: tuple[str, ...]
    why: str
    sources: tuple[str, ...]


class Signal(NamedTuple):
    """`value` compared with `bound`: then today is lighter."""

    name: str
    value: str
    compare: str
    bound: float
    why: str
    sources: tuple[str, ...]


RULES = (
    Rule(
        "full-recovery",
        ("full recovery",),
        (),
        ("full-recovery-60", "flush-30"),
        "A day of full recovery is for compression, a cold bath or light stretching.",
        ("week", "Maia"),
    ),
    Rule(
        "phase",
        ("recovery day", "rest"),
        ("peak", "deload"),
        ("contrast-7x1",),
        "In peak and deload weeks the usual tools are foam rolling, massage and contrast baths.",
        ("phases", "Bieuzen"),
    ),
    Rule(
        "recovery-day",
        ("recovery day",),
        (),
        ("foam-roll-10", "mobility-15", "gentle-20"),
        "A recovery day is for mobility, rolling and easy movement, so nothing strong.",
        ("week", "SC-4004"),
    ),
    Rule(
        "long-run",
        ("long run",),
        (),
        ("flush-30",),
        "After a long run half an hour of easy compression: longer, not stronger.",
        ("tools", "Maia"),
    ),
    Rule(
        "hard-run",
        ("speed", "tempo", "hills", "intervals"),
        (),
        ("contrast-7x1",),
        "After a hard run contrast water: in trials people felt less sore and less tired than after rest alone.",
        ("Bieuzen", "Higgins"),
    ),
    Rule(
        "strength",
        ("strength",),
        (),
        ("flush-20",),
        "After strength work twenty minutes of easy compression, for comfort.",
        ("tools", "Maia"),
    ),
    Rule(
        "easy",
        ("easy run", "rest"),
        (),
        ("gentle-20",),
        "An easy day asks for little: gentle compression is enough.",
        ("SC-4004", "Maia"),
    ),
)

# before a run; None of it where the signals say lighter
BEFORE = Rule(
    "before",
    (*HARD_RUNS, "easy run"),
    (),
    ("activation-8", "warmup-10"),
    "Before a run the legs are woken up.",
    ("activation", "warm-up"),
)

SIGNALS = (
    Signal(
        "very-sore",
        "soreness",
        ">=",
        8,
        "Soreness of 8 or more is a flag: talk to a coach first; sharp or lasting pain is not for boots or baths.",
        ("check-ins", "signals"),
    ),
    Signal(
        "sore",
        "soreness",
        ">=",
        5,
        "Soreness of 5 or more (a bound of our choosing): lighter today.",
        ("signals",),
    ),
    Signal(
        "short-sleep",
        "sleep_h",
        "<",
        6,
        "Less than 6 h of sleep (a bound of our choosing): go lighter, recover longer.",
        ("signals",),
    ),
    Signal(
        "effort",
        "effort",
        ">=",
        8,
        "The last session felt like 8 or more of 10 (a bound of our choosing): lighter today.",
        ("signals",),
    ),
    Signal(
        "two-hard-days",
        "hard_runs_running",
        ">=",
        2,
        "Yesterday was a hard run as well, less than 48 h ago: lighter today.",
        ("48h",),
    ),
)

# what takes the place of a protocol on a lighter day; what is not named here is light already
LIGHTER = {
    "deep-30": "flush-20",
    "flush-30": "gentle-20",
    "flush-20": "gentle-20",
    "calf-boost-20": "gentle-20",
    "gradient-30": "gentle-20",
    "pulse-20": "gentle-20",
    "contrast-7x1": "gentle-20",
    "full-recovery-60": "gentle-20",
}

CLAIM = (
    "It is for comfort and one part of a bigger picture; it promises nothing about injuries or performance."
)
ASK = "Before each session the do-not-use list is asked, whatever the plan says."
