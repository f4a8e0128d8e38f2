"""Write docs/chart.schema.json from the chart file's structs: `python -m tools.write_schema`."""

import json
from pathlib import Path

from rhythm_fu.chart.file_model import json_schema

PATH = Path(__file__).parents[1] / "docs" / "chart.schema.json"

if __name__ == "__main__":
    PATH.write_text(json.dumps(json_schema(), indent=1) + "\n", encoding="utf-8")
