"""The list of a clinic's patients: what is asked of it, its rows in words, the filters a neurologist keeps."""
