"""The do-not-use list staff read out before a session. Sources: domain.md 34, 11, 35, 36, 37 as named per row.

A change of the list changes VERSION, which every session records.
"""

VERSION = 1

ITEMS = (
    "Known or suspected blood clot in a leg or lung (DVT, PE), or an inflamed vein (phlebitis).",
    "Heart failure that is not under control, or fluid in the lungs.",
    "Narrowed arteries or poor blood supply in the legs.",
    "Skin infection, open wound, rash or burn where the boots or the water touch.",
    "A tumour in the leg.",
    "High blood pressure that is not under control, or a heart condition, before cold water.",
    "A fracture, fresh injury or recent surgery of the leg.",
    "Numb feet or legs: pressure, heat and cold would not be felt.",
    "Pregnancy, fever, alcohol or drugs; anybody under 18 without a guardian.",
)
