"""The components of the interface: one function and one template of `templates/includes/` each.

A page uses them as tags, with `{% load passnum_ui %}`: a wrong argument is an error, and nothing of the page's own
context leaks into them. The page « composants » of the workshop shows them all in every state.
"""
