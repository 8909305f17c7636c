"""Runs every case of the named modules under the interpreter that runs this file: one line a case, then the count.

Usage: micropython tests/core/run_on_micropython.py tests.core.cases_fill …  Exit 1 when one failed.
"""

import gc
import sys

# CPython's `sys` has no such function; there pytest runs the cases
tell = getattr(sys, "print_exception", print)


def run_module(name):
    """Run the module's test_ functions; returns (how many ran, how many failed)."""
    __import__(name)
    module = sys.modules[name]
    failed = 0
    tests = sorted([attribute for attribute in dir(module) if attribute[:5] == "test_"])
    for test in tests:
        try:
            getattr(module, test)()
        except Exception as error:
            failed += 1
            print("FAILED", name, test)
            tell(error)
        else:
            print("passed", name, test)
    return len(tests), failed


def main(modules):
    # MicroPython looks for room from the start of its heap: collecting often keeps that short
    collect_after = getattr(gc, "threshold", print)
    collect_after(200000)
    ran = failed = 0
    for name in modules:
        counts = run_module(name)
        ran += counts[0]
        failed += counts[1]
    print("ran", ran, "failed", failed)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
