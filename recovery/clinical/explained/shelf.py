"""The pages of explanation, in the order in which somebody needs them."""

from recovery.clinical.explained import after, care, eighty, helps, hernia, phoning, waiting
from recovery.clinical.explained.page import Page, Slug

PAGES: tuple[Page, ...] = (
    phoning.PAGE,
    hernia.PAGE,
    waiting.PAGE,
    eighty.PAGE,
    helps.PAGE,
    care.PAGE,
    after.PAGE,
)
PAGE_OF: dict[Slug, Page] = {page.slug: page for page in PAGES}
