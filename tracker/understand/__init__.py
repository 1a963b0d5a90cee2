"""The pages of explanation, for everybody: nothing is kept of who reads what."""
