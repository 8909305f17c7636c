"""Virtual time: advances the plant from event to event and tells which limit of the board came first."""

from __future__ import annotations

from typing import Final

from recovery_station.virtual.board import Board
from recovery_station.virtual.plant import Plant, StationFaults
from recovery_station.virtual.scenario import Player

CHUNK_US: Final = 20_000
LAG_US: Final = 2_000
"""Ticks are 20 ms apart but for the millisecond's fraction; the plant keeps its whole steps and may lag by this."""
GAP_US: Final = 4_000
"""Declared costs longer than this happen with the old outputs before the new ones are applied."""


class Timeline:
    """Owns `now_us`, the plant's time. The plant sees the drive as it was last written."""

    def __init__(self, plant: Plant, player: Player, board: Board, faults: StationFaults) -> None:
        self.plant = plant
        self.player = player
        self.board = board
        self.faults = faults
        self.now_us = 0
        self.watchdog_us = 1 << 62

    def watch(self) -> None:
        """Note when the watchdog will bite; call it after the board took a request."""
        self.watchdog_us = self.board.fed_us + 1000 * self.board.wdt_ms if self.board.wdt_ms else 1 << 62

    def advance(self, to_us: int) -> bool:
        """One chunk towards `to_us`: about 20 ms at most, not past the next scenario event or the watchdog.

        True: the watchdog has bitten at `now_us`.
        """
        now = self.now_us
        plant = self.plant
        whole = plant.t_us + CHUNK_US
        end = whole + LAG_US
        if end > to_us:
            end = to_us
        if end > self.player.next_us:
            end = max(self.player.next_us, now)
        bites = end >= self.watchdog_us
        if bites:
            end = max(self.watchdog_us, now)
        if end > now:
            self.now_us = end
            plant.advance(whole if whole < end else end)
        if end >= self.player.next_us:
            self.player.play(end)
        return bites

    def catch_up(self, to_us: int) -> bool:
        """All of the way to `to_us` with the drive as it is; True: the watchdog has bitten on the way."""
        while self.now_us < to_us:
            if self.advance(to_us):
                return True
        return False
