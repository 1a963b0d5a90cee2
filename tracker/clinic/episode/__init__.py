"""The episode of a patient: where the hernia is, what was found and done, and the prompts of the ladder."""
