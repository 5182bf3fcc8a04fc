"""Copies of an installation that can be put back: database, attachments, calendars, and
what they must be like.
"""
