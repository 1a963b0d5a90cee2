"""An alert <-> Flag, and each thing that happened to it <-> Communication about that Flag."""

from uuid import UUID

from recovery.alerts.models import Outcome, Step
from recovery.clinical.signs import Urgency
from recovery.exchange.dossier import AlertTold, StepTold
from recovery.exchange.fhir import codes
from recovery.exchange.fhir.codes import Talk, concept, official
from recovery.exchange.fhir.elements import (
    Resource,
    author,
    day,
    exact,
    extension,
    moment,
    part,
    patient_reference,
    pruned,
    reference,
    text,
)
from recovery.exchange.fhir.node import Node, maybe, said, signed, text_or_empty
from recovery.exchange.fhir.talks import communication, is_a, sent
from recovery.exchange.fhir.versions import exact_answers

SAFETY = "http://terminology.hl7.org/CodeSystem/flag-category"


def flag(told: AlertTold, ref: UUID) -> Resource:
    """What was found, with the exact answers and the version of the rules."""
    pointed = {row["sign"] for row in told.findings if "sign" in row} & codes.MAY_POINT_TO_CAUDA_EQUINA
    return pruned(
        resourceType="Flag",
        id=str(told.id),
        extension=[
            *extension("urgency", valueCode=told.urgency),
            *extension("rules-version", valueString=text(told.rules_version)),
            *extension("day", valueDate=day(told.day)),
            *extension("answered-at", valueDateTime=told.answered_at and moment(told.answered_at)),
            *extension("exact-findings", valueString=exact(told.findings)),
            *extension("exact-answers", valueString=exact(told.answers)),
            *extension(
                "may-point-to", valueCodeableConcept=official(codes.CAUDA_EQUINA) if pointed else None
            ),
        ],
        status=_status(told),
        category=[{"coding": [{"system": SAFETY, "code": "safety"}]}],
        code=_code(told),
        subject=patient_reference(ref),
        period={"start": moment(told.raised.at)},
        author=author(told.raised.by, ref),
    )


def _code(told: AlertTold) -> Resource:
    terms = [codes.sign(row["sign"]) for row in told.findings if "sign" in row]
    return concept(*terms) if terms else {"text": "Red flag"}


def _status(told: AlertTold) -> str:
    """As the alert itself: an urgent one is not withdrawn by "not what I meant"."""
    done = {step.step for step in told.steps}
    withdrawn = Step.NOT_MEANT in done and told.urgency != Urgency.NOW
    return "inactive" if Step.CLOSED in done or withdrawn else "active"


def step(told: StepTold, alert: UUID, ref: UUID, *names: str) -> Resource:
    """What was done, and how it ended."""
    made = communication(part(ref, *names), ref, Talk.ALERT_STEP, told.note, told.done)
    return made | pruned(
        about=[reference("Flag", str(alert))],
        extension=[
            *extension("step", valueCode=told.step),
            *extension("outcome", valueCode=told.outcome),
            *extension("needed", valueBoolean=told.needed),
            *extension("tried", valueString=text(told.tried)),
            *extension("turn", valueInteger=told.turn or None),
        ],
    )


def read_flag(resource: Node, steps: tuple[StepTold, ...]) -> AlertTold:
    told_of = resource.extension("day", "valueDate")
    answered = resource.extension("answered-at", "valueDateTime")
    read = AlertTold(
        id=resource.need("id").uuid(),
        day=maybe(told_of, Node.date),
        urgency=resource.need_extension("urgency", "valueCode").code(Urgency).value,
        findings=_findings(resource),
        answers=exact_answers(resource),
        rules_version=resource.need_extension("rules-version", "valueString").text(),
        raised=signed(resource.need("author"), resource.need("period").need("start")),
        steps=steps,
        answered_at=maybe(answered, Node.moment),
    )
    if resource.need("status").value != _status(read):
        resource.wrong(f"its status is not “{_status(read)}”, as what was done about it says")
    return read


def _findings(resource: Node) -> tuple[dict[str, str], ...]:
    kept = resource.need_extension("exact-findings", "valueString").exact()
    for row in kept.elements():
        for name in ("sign", "urgency", "because"):
            row.need(name).text()
    return tuple(row.value for row in kept.elements())


def read_step(resource: Node) -> StepTold:
    outcome = is_a(resource, Talk.ALERT_STEP).extension("outcome", "valueCode")
    needed = resource.extension("needed", "valueBoolean")
    turn = resource.extension("turn", "valueInteger")
    return StepTold(
        step=resource.need_extension("step", "valueCode").code(Step).value,
        done=sent(resource),
        outcome=outcome.code(Outcome).value if outcome else "",
        needed=maybe(needed, Node.flag),
        note=said(resource),
        tried=text_or_empty(resource.extension("tried", "valueString")),
        turn=turn.whole() if turn else 0,
    )
