"""Emergency access: a neurologist opens a diary that the clinic does not read, and a manager looks at who did."""
