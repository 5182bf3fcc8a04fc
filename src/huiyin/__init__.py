"""Huiyin 回音: casework in which every matter has someone responsible and every petition
gets an answer.
"""

__version__ = "2026.11.0"
