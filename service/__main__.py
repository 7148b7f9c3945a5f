"""The command `casework`: an interruption ends it quietly while the program is still being loaded, too."""

import sys

try:
    from service.cli.main import main as run
except KeyboardInterrupt:
    sys.exit(130)


def main() -> int:
    """Runs the command line; 130 where it is interrupted."""
    try:
        return run()
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
