"""Pages for administrators: organs, staff and posts, competence. No matter, no
identity, no figure.
"""
