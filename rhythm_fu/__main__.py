"""`python -m rhythm_fu` is the command `rhythm-fu`."""

from rhythm_fu.cli import main

if __name__ == "__main__":
    main()
