"""The site over the subject: the Django project and every page.

`patient/` and `clinic/` are the two audiences; `access` hands a view its record or ends the request;
`presenters` turn records into lines of text, `charts` days into drawings. Uses all of `recovery`, which
never uses this.
"""
