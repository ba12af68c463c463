"""`{% load passnum_ui %}`: every component of the interface. Each is written in `cms.portal.components`."""

from django import template

from cms.portal.components import circuit, fields, figures, listing, notices, panels

register = template.Library()

for _part in (circuit, figures, fields, listing, notices, panels):
    register.tags.update(_part.register.tags)
    register.filters.update(_part.register.filters)
