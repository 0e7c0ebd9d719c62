"""The command line: parse, call a job, print, exit code."""


def main() -> None:
    """Run the command line."""
