"""What a proposal leaves beside itself: mails with frozen facts, and a line in the journal without values."""

import pytest
from sqlmodel import select

from data import outbox
from data.accounts import Account
from data.audit import AuditEntry
from data.database import transaction
from data.settings import Settings
from tests.data.households import NOW, Household, household
from tests.people import People


@pytest.fixture
def ines(settings: Settings, people: People) -> Household:
    """The responsable before her own record."""
    return household(settings, people.family)


@pytest.fixture
def adrien(settings: Settings, people: People) -> Household:
    return household(settings, people.family, people.family.schooling.student)


def recipients(family: Household) -> list[str]:
    return [mail.recipient for mail in family.mails()]


def write_to(family: Household, address: str) -> None:
    """The account has an address of its own."""
    with transaction(family.settings.database) as db:
        account = db.exec(select(Account).where(Account.id == family.person.account)).one()
        account.email = address
        db.add(account)


def test_an_acknowledgement_says_what_when_and_under_which_number(adrien: Household, people: People) -> None:
    adrien.propose({"town": "Olivet", "birth_date": "15/09/2012"})
    (mail,) = adrien.mails()
    assert (mail.kind, mail.recipient, mail.due_at) == (outbox.CHANGE_ACKNOWLEDGED, people.family.email, NOW)
    assert (mail.site_id, mail.account_id) == (adrien.person.site, adrien.person.account)
    assert mail.facts == {
        "number": "2026-000001",
        "subject": "D’ALMEIDA Adrien",
        "at": NOW,
        "changes": [["Date de naissance", "14/09/2012", "15/09/2012"], ["Ville", "", "Olivet"]],
    }


def test_what_a_mail_says_is_frozen(adrien: Household) -> None:
    adrien.propose({"town": "Olivet"})
    frozen = adrien.mails()[0].facts
    adrien.become(town="Saran", surname="AUTRE")
    adrien.propose({"town": "Blois"}, now=NOW + 60)
    first, second = adrien.mails()
    assert first.facts == frozen
    assert second.facts["changes"] == [["Ville", "Saran", "Blois"]]
    assert (second.facts["number"], second.facts["at"]) == ("2026-000001", NOW + 60)


def test_a_new_address_is_told_too(ines: Household, people: People) -> None:
    ines.propose({"email": "nouvelle@exemple.fr"}, proven=True)
    assert recipients(ines) == sorted([people.family.email, "nouvelle@exemple.fr"])
    first, second = ines.mails()
    assert first.facts == second.facts
    assert first.key != second.key


def test_the_former_address_is_told_where_the_account_has_another_one(ines: Household, people: People) -> None:
    write_to(ines, "compte@exemple.fr")
    ines.propose({"email": "nouvelle@exemple.fr"}, proven=True)
    assert recipients(ines) == sorted(["compte@exemple.fr", people.family.email, "nouvelle@exemple.fr"])


def test_other_changes_go_to_the_address_of_the_account_alone(ines: Household) -> None:
    write_to(ines, "compte@exemple.fr")
    ines.propose({"town": "Olivet"})
    assert recipients(ines) == ["compte@exemple.fr"]


def test_a_student_s_new_address_is_not_written_to(adrien: Household, people: People) -> None:
    adrien.propose({"email": "adrien@exemple.fr"})
    assert recipients(adrien) == [people.family.email]


def test_without_any_address_the_request_is_sent_and_no_mail(ines: Household) -> None:
    ines.become(email="")
    ines.propose({"town": "Olivet"})
    assert len(ines.requests()) == 1
    assert ines.mails() == []


def test_a_first_address_is_written_to(ines: Household) -> None:
    ines.become(email="")
    ines.propose({"email": "premiere@exemple.fr"}, proven=True)
    assert recipients(ines) == ["premiere@exemple.fr"]


def test_an_emptied_field_is_told_as_such(ines: Household) -> None:
    ines.propose({"town": ""})
    assert ines.mails()[0].facts["changes"] == [["Ville", "ORLEANS", ""]]


def test_the_journal_says_who_did_what_and_names_no_value(ines: Household, people: People) -> None:
    ines.propose({"town": "Olivet"})
    ines.propose({"profession": "Luthière"}, now=NOW + 1)
    ines.withdraw(NOW + 2)
    told = ines.all(AuditEntry)
    assert [(each.action, each.subject, each.at) for each in told] == [
        ("demande-envoyee", "2026-000001", NOW),
        ("demande-modifiee", "2026-000001", NOW + 1),
        ("demande-retiree", "2026-000001", NOW + 2),
    ]
    assert {(each.site_id, each.account_id, each.who) for each in told} == {
        (ines.person.site, ines.person.account, people.family.username)
    }
    assert [each.facts for each in told] == [{}, {}, {}]
