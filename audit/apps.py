from django.apps import AppConfig

from audit.frozen import trigger_names


class AuditConfig(AppConfig):
    name = "audit"
    append_only = ("audit_auditevent", "audit_auditlink", "audit_auditanchor")
    required_triggers = trigger_names(*append_only)
