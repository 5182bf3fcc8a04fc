"""What somebody typed comes back: after a sign-out, a limit, an expired page, another
language, or a fault of ours.

One mechanism for every form of every door. `middleware` looks at each answer to a form
that was sent: where it gives the words back nowhere, they are put onto the page, and
travel in an `envelope` until the form shows them again (`filling`).
"""
