"""Colours that are told apart with any colour vision (Okabe and Ito), stated once for every picture."""

# from foot to thigh: the levels keep the same order
ZONE_COLOURS = ("#0072B2", "#56B4E9", "#009E73", "#CC79A7", "#E69F00")
INK = "#222222"
GREY = "#888888"
BATH_COLOURS = {"hot": "#D55E00", "cold": "#56B4E9"}
