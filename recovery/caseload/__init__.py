"""The patients of a clinic, those who need somebody first: a page at a time, by search, filter and order.

However many patients and days there are, a page takes the same few queries: none reads days or assessments. Who has an
open alert is asked where alerts are, never of a row that sums up, and stands first whatever the order.

`asked` what somebody wants to see; `groups` why somebody stands where they stand; `listing` the page.
"""

from recovery.caseload.asked import Asked, Order
from recovery.caseload.groups import Group
from recovery.caseload.listing import PAGE_SIZE, Page, Row, page_of

__all__ = ["PAGE_SIZE", "Asked", "Group", "Order", "Page", "Row", "page_of"]
