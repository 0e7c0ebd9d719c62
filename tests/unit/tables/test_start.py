from __future__ import annotations

import subprocess
import sys


def test_reading_csv_files_loads_no_heavy_library() -> None:
    code = (
        "import sys; import planner.tables.read; "
        "print(sorted({'pandas', 'numpy', 'openpyxl', 'pyarrow', 'pydantic'} & set(sys.modules)))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
