"""Build hook: a wheel carries firmware/main.py inside the package; an editable install reads the source tree."""

from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class MainHook(BuildHookInterface[BuilderConfig]):
    """hatchling's own `force-include` would copy the file into editable installs too, where it would go stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called once a build; `version` is "standard" or "editable"."""
        if version == "standard":
            build_data["force_include"]["firmware/main.py"] = "station_firmware/main.py"
