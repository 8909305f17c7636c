"""The site's settings over the link: what stays between two questions. The work is in config.py, on loan."""

from . import loan


class ConfigMethods:
    """Binds `config.get` and `config.put` to the station's services; `table` joins the others."""

    def __init__(self, services, once):
        self._services = services
        self._once = once
        self._incoming = None
        self.table = {"config.get": lambda given: loan.config(services).get(given), "config.put": self._put}

    def _put(self, given):
        """Slices in order from offset 0; what was gathered is forgotten by a slice that is refused."""
        config = self._incoming or loan.config(self._services)
        self._incoming = None
        answer = config.put(given, self._once)
        if not config.done:
            self._incoming = config
        return answer
