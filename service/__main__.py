"""The command `casework`: an interruption ends it quietly while the program is still being loaded, too."""

import sys


def main() -> int:
    """Runs the command line; 130 where it is interrupted before it began."""
    try:
        from service.cli import main as run

        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
