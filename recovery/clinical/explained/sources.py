"""What the pages of explanation rest on: section 1 (the leaflet) and section 2 (studies) of the clinical facts."""

from recovery.clinical.signs import Basis, Ground
from recovery.clinical.text import _

LEAFLET = Ground(
    Basis.LEAFLET,
    _("The leaflet of the St. Antonius hospital on a hernia in the lower back, 24-10-2025"),
)
NHG = Ground(
    Basis.FOUND,
    _("The guideline of the Dutch GPs: NHG-Standaard Lumbosacraal radiculair syndroom, 2015"),
)
LUIJSTERBURG = Ground(
    Basis.FOUND, _("A study of 135 patients of Dutch GPs: Luijsterburg, Huisarts Wet 2008;51:549")
)
PEUL = Ground(
    Basis.FOUND,
    _("A study of 283 Dutch patients with 6 to 12 weeks of severe pain: Peul, N Engl J Med 2007;356:2245"),
)
HAUGEN = Ground(Basis.FOUND, _("A study of 466 patients of Norwegian hospitals: Haugen 2011, 2012"))
SURI = Ground(Basis.FOUND, _("A study of how often leg pain comes back: Suri 2012"))
SAFETY_NETS = Ground(
    Basis.FOUND, _("A review of how well single signs find a trapped nerve bundle: Dionne 2019")
)
