"""The sample district: a made-up place and a year of its matters, lived through the
real acts. Nothing imports it.
"""
