"""The command line: argument parsing and printing only."""


def main() -> None:
    """Run `rhythm-fu`."""
    try:
        from rhythm_fu.cli.app import run

        run()
    except KeyboardInterrupt:
        raise SystemExit(130) from None
