"""Every hostile sample, uploaded: `python -m tests.hostile.trying FOLDER` says what became of each.

A program of its own, so that tests which are run by root can run it as nobody.
"""

import json
import sys
from pathlib import Path

import anyio

from routes.web import intake
from routes.web.intake import Unfit, make_document

Outcome = dict[str, object]


async def try_all(folder: Path) -> dict[str, Outcome]:
    """What became of each sample; documents stay in the folder."""
    from tests.hostile import broken_photos, others, papers, photos, structures  # noqa: F401 - they stand on the shelf now
    from tests.hostile.shelf import SAMPLES

    intake.SECONDS = 600  # what a sample does is looked at, not how busy this machine is
    outcomes = {}
    for name, sample in SAMPLES.items():
        upload = folder / f"Mon secret {name}.pdf"
        upload.write_bytes(sample.build())
        outcomes[name] = await _tried(upload, folder / name)
        upload.unlink()
    return outcomes


async def _tried(upload: Path, target: Path) -> Outcome:
    before = set(target.parent.iterdir())
    try:
        made = await make_document([upload], target)
    except Unfit as unfit:
        return {"words": unfit.words, "left": [each.name for each in target.parent.iterdir() if each not in before]}
    return made._asdict()


if __name__ == "__main__":
    print(json.dumps(anyio.run(try_all, Path(sys.argv[1]))))
