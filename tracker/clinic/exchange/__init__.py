"""What staff take out: one record, or a clinic's diaries without names."""
