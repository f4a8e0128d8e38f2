"""The command line: argument parsing and printing only."""


def main() -> None:
    """Run `rhythm-fu`."""
    raise SystemExit("rhythm-fu: no commands yet")
