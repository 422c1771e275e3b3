"""Generated cases on a machine that is busy with other tests: only wrong figures fail, not slow ones."""

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
