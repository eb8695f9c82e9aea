"""`serve`: the process that opens what families send, beside the one that answers them."""

from pathlib import Path

from data.settings import read_settings
from tests.phones import Attachment, Phone, settle_families
from tests.serving import members, serving
from tests.uploads import a_pdf


def test_the_process_that_opens_uploads_loads_nothing_of_the_portal(tmp_path: Path) -> None:
    (household,) = settle_families(read_settings({"PORTEE_HOME": str(tmp_path)}), 1)
    with serving(tmp_path, workers=1) as (port, group):
        phone = Phone(port, household)
        page = phone.read(household.tab)
        field = page.names("file")[0]
        chosen = [Attachment(field, "papier.pdf", a_pdf())]
        answer = phone.send(household.tab, page.form(household.tab) | {"geste": "importer"}, chosen)
        phone.hang_up()
        (opener,) = (each for each, command in members(group).items() if b"to_process" in command)
        libraries = Path(f"/proc/{opener}/maps").read_text(encoding="utf-8")
    assert "fait=piece-importee" in answer.location
    assert ("pikepdf" in libraries, "_sqlite3" in libraries) == (True, False)
