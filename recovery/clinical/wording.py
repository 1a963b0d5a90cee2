"""Every sentence about danger, in one place, reviewed with the rules.

Danger in the first sentence; no comfort beside an open red flag; plain words, "you". The Dutch is in the
catalogue under these very sentences, and both stand side by side in `docs/clinical-rules.md`.
"""

from recovery.clinical.red_flags import Urgency
from recovery.clinical.standing import Standing
from recovery.clinical.text import _

# The app tells the patient to phone; the message to the clinic is the second line (section 4).
NOBODY_READS = _("Nobody reads this diary day and night. Is something wrong? Do not wait for us: phone.")

NEVER_SAFE = _("Even if you tick nothing: phone when you do not trust it.")

HEADLINES: dict[Urgency, str] = {
    Urgency.NOW: _("Phone now. This may be an emergency."),
    Urgency.TODAY: _("Phone today. A doctor must look at this today."),
    Urgency.DAYS: _("Phone within a few days. A doctor must look at this."),
}

WHY: dict[Urgency, str] = {
    Urgency.NOW: _("What you filled in can be dangerous. A doctor must examine you right away. Do not wait."),
    Urgency.TODAY: _("What you filled in needs a doctor's judgement today. Do not wait until tomorrow."),
    Urgency.DAYS: _("Does it get worse, or does another sign appear? Then phone at once."),
}

WHEN_OPEN = _("This number answers on working days. Phone as soon as it opens.")

SAY_FIRST = _("“I have a hernia in my lower back.”")
SAY_LAST: dict[Urgency, str] = {
    Urgency.NOW: _("“An app told me that I must be examined right away. What do I do?”"),
    Urgency.TODAY: _("“An app told me that a doctor must look at this today. When can I come?”"),
    Urgency.DAYS: _("“An app told me that a doctor must look at this within a few days. When can I come?”"),
}

NOT_SAVED_YET = _("Your answers are not saved yet. You do not have to finish this first.")

# 112 is not in the leaflet; these cases are ours to propose [P].
CALL_112 = _(
    "Phone 112 if you cannot breathe well, have chest pain or faint. "
    "Also phone 112 if you reach nobody and it gets worse."
)

MAY_NOT_ANSWER = _(
    "Outside office hours this number may not answer. No answer and it cannot wait? Phone 112."
)

NUMBER_MISSING = _("We do not have the number of: %(line)s. Phone one of these numbers.")
NO_NUMBER = _(
    "We do not have a number for you. Look up the number of your GP, or phone 112 if it cannot wait."
)

BANNER: dict[Urgency, str] = {
    Urgency.NOW: _("Phone now. You reported a sign that cannot wait."),
    Urgency.TODAY: _("Phone today. You reported a sign that a doctor must look at today."),
    Urgency.DAYS: _("Phone within a few days. You reported a sign that a doctor must look at."),
}

STILL_OPEN = _(
    "You reported a sign that a doctor must look at. Until that is done, this page gives no judgement."
)

SAFETY_QUESTION = _("Is any of these new, or different from what you are used to?")
SAFETY_HELP = _("Tick everything that applies. Not sure? Then tick it.")
NONE_OF_THESE = _("None of these is new or different")
SAFETY_MISSING = _("Answer this question: tick what is new or different, or tick “None of these”.")
OLD_COMPLAINT = _("You had this before. Tick it if it is new, different or worse.")

BASELINE_INTRO = _("Do you have any of these complaints, and since when?")

# The leaflet's rule, for who is not signed in [L].
RULE_OF_THUMB = _(
    "Trouble with urine or stool, or a numb feeling around your buttocks? Or weakness that grows? "
    "Phone at once, day or night."
)

# What to do with a standing. No promise, and no order: the doctor decides (sections 2 and 4).
STANDING_ADVICE: dict[Standing, str] = {
    Standing.TOO_EARLY: _("Fill in every day, if you can. A missed day is no problem."),
    Standing.RECOVERED: _(
        "There are no restrictions once the complaints are gone. Build up load step by step. "
        "A hernia can come back; keep an eye on it."
    ),
    Standing.ON_COURSE: _(
        "Your leg pain is clearly less than in the first full week of your diary. It goes as it does with most "
        "people who recover by themselves. Do what the pain allows."
    ),
    Standing.NOT_CLEAR: _(
        "Your diary does not show a clear direction yet. Do what the pain allows; rest does not speed up recovery."
    ),
    Standing.OFF_COURSE: _(
        "Your recovery takes longer than for most people. Discuss this at your next appointment, "
        "or phone to have it sooner."
    ),
    Standing.WORSE: _(
        "It is getting worse. Phone your doctor to discuss this; do not wait for your next appointment."
    ),
    Standing.RELAPSED: _("Your complaints are back. Phone your doctor to discuss this."),
    Standing.TREATED: _(
        "You have been treated. What is known about recovery without treatment no longer applies to you."
    ),
}

NOT_THIS_DAY = _(
    "This day cannot be filled in. You can fill in today and the %(days)s days before it, from the day the "
    "leg pain began."
)

TRY_AGAIN = _("Your answers could not be saved, through a fault of ours. Wait a moment and save again.")

TOO_MANY_ATTEMPTS = _("Is something wrong? Do not wait: phone. Too many attempts; try again in five minutes.")

SIGNED_OUT = _(
    "Something serious? Do not wait: phone. You were signed out, and what you sent is not saved. "
    "Sign in and fill it in again."
)

INVITATION_OVER = _(
    "Your invitation cannot be used any more, so no clinic reads along yet. You can choose a clinic below."
)
