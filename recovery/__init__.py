"""The subject: what this service knows about a lumbar disc herniation and the people who have one.

No HTTP, no forms, no templates: those are `tracker`, which `recovery` never imports. The parts, in
order; each may use only those above it (`tests/architecture` enforces it):

0. `clinical`   the medicine: plain Python and numpy, no Django, no clock, no database
1. `people`     users, patients, clinics, invitations, and `access`, the only door to a record
2. `episodes`   one hernia from onset to its end, and its treatments
3. `journal`    the days written down, with every earlier version; questionnaires, activities, medicines
4. `aftercare`  life after the hernia: load in small steps, exercises, the weekly question
4. `reminders`  when somebody wants to be reminded, and when not
4. `trends`     where a patient stood: assessments, made once, never changed; a clinic as a whole
4. `alerts`     urgent contact, from raised to closed: the ladder it climbs, the deliveries it owes, its
   figures; and what a clinic decided about the signs, signed
5. `checkin`    the story of saving a day; `handover`, that of who reads along, from the first clinic to the discharge;
   `opening`, that of a new clinic; `caseload`, the patients of a clinic by urgency; `visit_sheet`, what a patient
   brings to a visit; `exchange`, records and diaries out and in, as CSV and FHIR
6. `aftermath`  the story of what comes after: recovered, the weekly question, leg pain that is back; `arrivals`, what a
   phone answered without a connection, taken in once; `erasure`, all that is held of one person: out, gone, or kept
7. `demo`       people a neurologist would recognise, and a clinic around them, dated relative to today
"""

import os

# The products in `clinical` are small. Threads of their own make them hardly quicker on a quiet machine and many times
# slower on a busy one, where they wait for each other; numpy reads this when it is first imported.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
