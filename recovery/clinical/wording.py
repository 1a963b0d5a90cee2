"""Every sentence about danger, in one place, reviewed with the rules.

Danger in the first sentence; no comfort beside an open red flag; plain words, "you". The Dutch is in the
catalogue under these very sentences, and both stand side by side in `docs/clinical-rules.md`.
"""

from recovery.clinical.signs import Urgency, When
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

# For somebody who fills in the diary of another [P].
PHONE_FOR_SOMEBODY = _("This is about %(name)s. Phone for them, or see to it that they phone. Do it now.")
NOT_SAVED_FOR_SOMEBODY = _("What you filled in is not saved. Does the patient need help? Phone, do not wait.")

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
NUMBER_BROKEN = _(
    "The number that we have of “%(line)s” cannot be right. It stands last. Phone one of the others first."
)
NO_NUMBER = _(
    "We do not have a number for you. Look up the number of your GP, or phone 112 if it cannot wait."
)
NO_GOOD_NUMBER = _(
    "The numbers that we have for you cannot be right. Look up the number of your GP, or phone 112 if it "
    "cannot wait."
)

# Breathless, chest pain or collapse after an operation; and nobody who answers [M], [P].
DANGER_OF_LIFE = _("What you filled in can be life-threatening. Phone 112 now.")
NOBODY_ANSWERED = _("You reached nobody, and this cannot wait. Phone 112 now.")

# What to take along and tell: medicines, allergies and a pregnancy are the leaflet's safe care [L]; the rest is
# ours [P].
TAKE_ALONG: dict[str, str] = {
    "medicines": _("your medicines, or a list of them"),
    "papers": _("your identity card and your insurance card"),
    "telephone": _("your telephone and its charger"),
    "company": _("somebody who comes with you"),
}
TELL_THEM = _("Tell which medicines you use, what you are allergic to, and whether you may be pregnant.")
DO_NOT_DRIVE = _("Do not drive yourself. Does nobody bring you? Say so on the phone.")

# Short numbers and 0900 cannot be dialled from another country [P].
ABROAD = _(
    "Phone the emergency number of the country where you are (112 everywhere in the EU), or go to the nearest "
    "emergency department."
)
ABROAD_NUMBERS = _("These numbers also work from abroad. 0900 and other short numbers do not.")

# After "I could not reach anyone" [P].
TRY_THIS = _("Phone this number now. You could not reach: %(lines)s. Does it get worse? Phone 112.")
TRY_AGAIN_NOW = _("Phone again now. You have tried every number. Does it get worse? Phone 112.")

# After "it is not what I meant": an alert that cannot wait stays (section 4: nothing that was typed clears it).
NOT_MEANT_STAYS = _(
    "The alert stays, because this can be dangerous. Phone to be sure. The clinic sees what you say."
)
NOT_MEANT_ENDS = _("Then the alert ends. Is it true after all? Tick it again, and phone.")
NOT_MEANT_NOTED = _("Phone all the same: this can be dangerous. We noted that it is not what you meant.")

# On a phone without a connection: the message to the clinic is the second line, and it has not left [P].
NOT_TOLD_YET = _(
    "%(clinic)s has not been told yet: there is no connection. It is told as soon as there is one. Do not wait for "
    "that: phone yourself."
)
NOBODY_TO_TELL = _("There is no connection. Nobody gets a message about this: phone yourself.")
NUMBERS_AS_OF = _("Without a connection. These are your numbers as we knew them on %(when)s.")

AFTER_CONTACT = _("Does it get worse? Phone again at once.")
AFTER_CONTACT_WHY = _("You told us on %(when)s that you spoke to someone. Do what was agreed on the phone.")

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
# Beside a body picture on which the saddle area is marked.
ANSWER_FIRST = _("You marked a place where a hernia can be dangerous. Answer this question first.")
# Above the questions that are asked for some weeks after a treatment.
SAFETY_AFTER: dict[When, str] = {
    When.AFTER_INJECTION: _("Since your injection:"),
    When.AFTER_OPERATION: _("Since your operation:"),
}
OLD_COMPLAINT = _("You had this before. Tick it if it is new, different or worse.")

BASELINE_INTRO = _("Do you have any of these complaints, and since when?")

CANCER_QUESTION = _("Do you have cancer, or have you ever had it?")
CANCER_HELP = _("Pain that never lets up then needs a doctor sooner.")
CANCER_ASKED_AGAIN = _(
    "One question about your health is still open. It tells us which signs to ask you about."
)

PARTLY_FILLED = _("Part of today is not filled in.")

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

# In the place of “not clear” where a diary is kept once a week: that it says little is no sign of anything.
KEPT_WEEKLY = _("Kept once a week")
KEPT_WEEKLY_WHY = _("The diary is kept once a week. Those are too few days to judge how it goes.")
KEPT_WEEKLY_ADVICE = _(
    "You can fill in every day again whenever you want. Is your leg getting worse? Phone your doctor to discuss this."
)

# Where the patient says that leg pain is back, and the days do not show it yet.
BACK_SAYS_THE_PATIENT = _("Leg pain is back, says the patient")
BACK_BY_OWN_WORD = _(
    "Leg pain is back since %(back_on)s, as was told here. The days before that say little about how it goes now."
)

# Beside a questionnaire; as with the standing "worse".
QUESTIONNAIRE_WORSE = _(
    "This is clearly worse. Phone your doctor to discuss it; do not wait for your next appointment."
)

# Above everything with which days are brought in: nobody is told of what is in them.
BRINGING_IN = _(
    "Days that you bring in tell no clinic. Do you have trouble with urine or stool now, a numb feeling around your "
    "buttocks, or weakness that grows? Phone now."
)
FLAG_BROUGHT_IN = _(
    "In what you bring in stands a sign that a doctor must look at. Is it still there? Phone now."
)

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

# Who reads along, and whom to phone when that changes [P].
NOBODY_IS_TOLD = _(
    "From then on nobody of %(clinic)s is told when you report a red flag. Is something wrong? Phone yourself:"
)
STOPPING_WITH_AN_ALERT = _(
    "You reported a sign that a doctor must look at. Phone first. If you stop now, nobody of the clinic looks at it "
    "any more."
)
SHARING_STOPPED = _(
    "%(clinic)s no longer reads along and is not told of red flags. Is something wrong? Phone."
)
DELETING_WITH_AN_ALERT = _(
    "You reported a sign that a doctor must look at. Phone first, and say here that you did. Then you can delete your "
    "account."
)
DELETING_WITH_AN_ALERT_AT_A_CLINIC = _(
    "You reported a sign that a doctor must look at. Phone first. Your account can be deleted when %(clinic)s has "
    "dealt with it, or when you stop sharing and have said that you phoned."
)
ACCOUNT_DELETED = _(
    "Is something wrong? Phone your GP, or 112 in danger of life: nobody is told of a red flag any more. Your account "
    "is deleted."
)
TRANSFERRED = _("%(to)s reads along from now on. The numbers to phone are theirs: look at “Phone now”.")
DISCHARGED = _("You are discharged from %(clinic)s since %(on)s.")
DETAILS_OVERTAKEN = _(
    "Since you opened this page something changed: whom you phone, or who reads your diary. Nothing is saved yet. Look "
    "again at the first questions, and save."
)
PHONE_YOUR_GP_NOW = _(
    "Is something wrong? From now on phone your GP; in the evening, at night and at weekends the out-of-hours GP "
    "service. “Phone now” shows the number."
)
NOBODY_READS_AFTER_DISCHARGE = _(
    "No clinic reads your diary any more. A red flag is told to nobody: phone yourself."
)
NO_DISCHARGE_WITH_AN_ALERT = _(
    "An alert of this patient is open. Close it first: after a discharge the patient phones the GP."
)

# The sheet that prepares a visit is read at a visit, or before it, and never at once [P].
SENDING_AHEAD = _(
    "%(clinic)s can then read this sheet before your visit. Nobody reads it day and night, and nobody gets a message "
    "about it. Is something wrong? Phone."
)
SENT_AHEAD = _(
    "Sent. %(clinic)s can read the sheet before your visit. Nobody reads it day and night. Is something wrong? Phone."
)
NOT_SENT_AHEAD = _(
    "Not sent: the clinic that this page named does not read your diary any more. What you wrote is saved. Is "
    "something wrong? Phone."
)
TELL_THIS = _("This is on your list. Read it aloud on the phone:")
# Life after the hernia. Danger first; no number beside it that comforts [P].
AFTER_WITH_AN_ALERT = _(
    "You reported a sign that a doctor must look at. Phone first. Until that is done, your course cannot be closed."
)
LEG_STAYS = _("Leg pain that stays after a step back? Phone your doctor to discuss it.")
NEW_WEAKNESS = _(
    "New weakness or numbness, or trouble with urine or stool? Do not wait: answer the safety questions of today, and "
    "phone."
)
WEEKLY_WORSE = _(
    "A bit worse: from today on your diary asks you every day again. Does it get worse, or does your leg get weaker? "
    "Phone."
)
RETURNED_DAILY = _("From today on your diary asks you every day again. Does it get worse? Phone your doctor.")
RETURN_NOT_SAVED = _(
    "What you said about the leg pain is not saved yet. Phone first; you can fill it in afterwards."
)

# In the one mail after some silent days: a question, no blame, and what cannot wait first (section 4) [P].
SILENCE_ASKED = _(
    "You have not written in your diary for a few days. Is everything all right? You do not have to answer this mail."
)
SILENCE_DANGER = _(
    "Do you have trouble with urine or stool, a numb feeling around your buttocks, or weakness that grows? Then do not "
    "write: phone now, day or night."
)
