"""The option that names earlier releases, alike for all commands that read them."""

import argparse
from pathlib import Path


def add_earlier(parser: argparse.ArgumentParser, told: str) -> None:
    """Let a command take the folders of earlier releases, none unless given; `told` is what its help says of them."""
    parser.add_argument("--earlier", metavar="RELEASE", type=Path, nargs="+", action="extend", default=[], help=told)
