"""The fault campaign: every fault in every preset at many moments, and the no-fault grid, judged from the truth."""
