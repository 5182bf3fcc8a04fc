"""Components as template tags. They are builtins: no page needs to load them."""

from django import template

register = template.Library()
