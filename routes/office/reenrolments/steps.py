"""What happened to a re-enrolment, step by step, in the words of the office."""

from data.reenrolments import ReenrolmentEvent, Step
from routes.web.french import moment

STEPS = {
    Step.SENT: "envoyée par {who}",
    Step.TAKEN_BACK: "reprise par {who}, pour la corriger",
    Step.ASKED: "complément demandé par « {by} » : {asked}",
    Step.COMPLETED: "complétée par {who}",
    Step.APPROVED: "validée par « {by} »{without}",
    Step.DECLINED: "refusée par « {by} » : {reason}",
    Step.REOPENED: "rouverte par « {by} » : {reason}",
    Step.DOCUMENT_APPROVED: "pièce « {name} » validée par « {by} »",
    Step.DOCUMENT_DECLINED: "pièce « {name} » refusée par « {by} » : {reason}",
}


def told(event: ReenrolmentEvent) -> str:
    """« 18/11/2026 à 12 h 06, validée par « secretariat » », and what was said of it."""
    facts = {name: str(words).replace("\n", " ") for name, words in event.facts.items()}
    without = ", ".join(f"« {each} »" for each in event.facts.get("anyway", ()))
    facts |= {"who": event.who, "without": f", malgré {without}" if without else ""}
    return f"{moment(event.at)}, {STEPS[Step(event.step)].format_map(facts)}"
