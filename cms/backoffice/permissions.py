"""Who may do what in the back office: EMS's administrators, by code rather than by rows of permissions."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from wagtail.permission_policies.base import BasePermissionPolicy

from passnum.partners.enums import GROUP_ADMINISTRATORS
from passnum.partners.models import User
from passnum.partners.permissions import is_ems_administrator


class AdministratorsPolicy(BasePermissionPolicy):
    """The named actions are open to EMS's administrators, the others to nobody. Nothing is ever deleted here."""

    def __init__(self, model: type[Model], *actions: str) -> None:
        super().__init__(model)
        self.actions = frozenset({"view", *actions})

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action in self.actions and user.is_authenticated and is_ems_administrator(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        return any(self.user_has_permission(user, action) for action in actions)

    def get_all_permissions_for_user(self, user: Any) -> Any:
        return self.actions if self.user_has_permission(user, "view") else frozenset()

    def users_with_any_permission(self, actions: Any) -> QuerySet[User]:
        administrators = User.objects.filter(is_active=True, groups__name=GROUP_ADMINISTRATORS)
        return administrators if self.actions & set(actions) else administrators.none()

    def users_with_permission(self, action: str) -> QuerySet[User]:
        return self.users_with_any_permission([action])

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        rows = self.model._default_manager.all()
        return rows if self.user_has_any_permission(user, actions) else rows.none()

    def instances_user_has_permission_for(self, user: Any, action: str) -> QuerySet[Any]:
        return self.instances_user_has_any_permission_for(user, [action])


def ensure_administrator(request: HttpRequest) -> User:
    """The administrator who asks; PermissionDenied for anyone else."""
    user = request.user
    if not isinstance(user, User) or not is_ems_administrator(user):
        raise PermissionDenied
    return user
