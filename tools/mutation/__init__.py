"""Mutation run over the safety core: mutants, how each meets the cases, and the list of those that may live.

Libraries were looked at first. mutmut 3 changes functions only; half of what matters here is tables and constants at
module level (limits, the state table, the interlock rows). cosmic-ray starts a new pytest for each mutant, some four
seconds against a tenth of one in a forked child.
"""
