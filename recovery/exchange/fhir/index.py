"""The resources of a bundle, found by what refers to them, in whatever order they stand."""

from dataclasses import dataclass, field

from recovery.exchange.dossier import Signed
from recovery.exchange.fhir.node import Node, every, maybe, signed

Found = dict[str, Node]


@dataclass(frozen=True, slots=True)
class Index:
    """By full URL and by type and id. `provenance` is by what it is about, then by what was done."""

    by_address: Found
    provenance: dict[str, dict[str, Node]]
    named: set[str] = field(default_factory=set)

    def resource(self, reference: Node) -> Node:
        """What a Reference refers to; from then on it counts as named."""
        address = reference.need("reference").text()
        found = self.by_address.get(address) or reference.wrong(f"“{address}” is not in the bundle")
        self.named.add(found.place)
        return found

    def done(self, resource: Node, act: str) -> Signed | None:
        """Who did `act` to a resource, and when; `None` where nobody did."""
        found = self.provenance.get(resource.place, {}).get(act)
        return maybe(found, _signed)

    def surely_done(self, resource: Node, act: str) -> Signed:
        return self.done(resource, act) or resource.wrong(f"no Provenance says by whom it was {act}")

    def unnamed(self) -> list[Node]:
        """What is in the bundle though nothing leads there: reading on would lose it."""
        found = {node.place: node for node in self.by_address.values()}
        spoken = {node.place for acts in self.provenance.values() for node in acts.values()}
        return [node for place, node in found.items() if place not in self.named | spoken]


def index(entries: tuple[Node, ...]) -> Index:
    """The resources of the entries of a bundle. `NotADossier` where two have one address."""
    by_address: Found = {}
    for addresses, resource in every(entries, _addressed):
        for address in addresses:
            if address in by_address:
                resource.wrong(f"“{address}” is in the bundle twice")
            by_address[address] = resource
    return Index(by_address, _provenance(by_address))


def _signed(provenance: Node) -> Signed:
    return signed(provenance.need_first("agent").need("who"), provenance.need("recorded"))


def kind(resource: Node) -> str:
    return resource.need("resourceType").text()


def _addressed(entry: Node) -> tuple[tuple[str, str], Node]:
    resource, full = entry.need("resource"), entry.need("fullUrl").text()
    # A place that says which resource it is, wherever it stands.
    address = f"{kind(resource)}/{resource.need('id').text()}"
    return (full, address), Node(resource.value, address)


def _provenance(by_address: Found) -> dict[str, dict[str, Node]]:
    found: dict[str, dict[str, Node]] = {}
    for resource in {node.place: node for node in by_address.values()}.values():
        if kind(resource) == "Provenance":
            target, act = _about(resource, by_address)
            acts = found.setdefault(target.place, {})
            if act in acts:
                resource.wrong(f"a second Provenance says by whom {target.place} was {act}")
            acts[act] = resource
    return found


def _about(resource: Node, by_address: Found) -> tuple[Node, str]:
    address = resource.need_first("target").need("reference").text()
    target = by_address.get(address) or resource.wrong(f"“{address}” is not in the bundle")
    return target, resource.need("activity").own_code("act").text()
