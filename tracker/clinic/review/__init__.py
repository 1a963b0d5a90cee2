"""The neurologist's five minutes: one patient on one page, the same on paper and as a PDF."""
