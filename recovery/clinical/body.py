"""The body picture: where pain, numbness and tingling are. Places, sensations, and what the saddle area asks."""

from enum import StrEnum


class Sensation(StrEnum):
    """What is felt in a place. Codes are stored: never rename one."""

    PAIN = "pain"
    NUMB = "numb"
    TINGLING = "tingling"
