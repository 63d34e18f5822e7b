"""What all tests share: how many random cases are tried."""

from hypothesis import settings

settings.register_profile("ready", deadline=None, derandomize=True)
settings.register_profile("soak", deadline=None, max_examples=5000)
settings.load_profile("ready")
