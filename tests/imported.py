"""An import that has been tried and waits for a decision, without its files."""

from sqlmodel import Session

from data import import_runs
from data.import_runs import RunState
from data.imports.report import Counts, Report, told
from data.keys import new_key
from data.sessions import Person


def simulate_for(db: Session, who: Person, now: int, another: bool = False) -> str:
    """Its key."""
    key = new_key()
    import_runs.begin(db, who, key, f"form of {key}", False, now)
    warnings = ["familles.csv : colonne « Fax » inconnue, laissée de côté"]
    counts = Counts(created=2, unchanged=80)
    report = Report(is_of_another_site=another, tables={"familles": counts}, warnings=warnings)
    import_runs.settle(db, key, RunState.SIMULATED, told(report), now)
    return key
