"""What this site has fitted and wants, as plain values the tick may read: nothing fitted until the settings say so."""

WATER_J_L_K = 4186  # what a litre of water takes for one degree


class Site:
    """Temperatures in hundredths of a degree, None: not kept. `take(table)` of valid settings is in settings.py."""

    def __init__(self):
        self.name = ""
        self.host_start = True
        self.language = "en"  # of the panel
        self.utc_offset_min = 0
        self.bath_l = 300
        self.heater_w = 0  # 0: none is fitted
        self.chiller_w = 0
        self.hot_circulation = False
        self.cold_circulation = False
        self.hot_keep_cdegc = None
        self.cold_keep_cdegc = None
        self.hot_standby_cdegc = None
        self.cold_standby_cdegc = None
        # opening hours as (days as bits, Monday bit 0; from and to in minutes of the local day)
        self.hours = ()
