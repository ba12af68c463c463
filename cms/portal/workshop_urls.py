"""Development-only addresses: the components in every state, the mails sent."""

app_name = "workshop"
urlpatterns: list = []
