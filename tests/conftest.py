"""How thoroughly properties are tried: HYPOTHESIS_PROFILE=quick, as `make test` does, thorough, or explore.

The first two try the same examples each time, so that a commit passes always or never. Who looks for new
ones runs `make explore`.
"""

import gc
import os

from hypothesis import HealthCheck, settings

# A busy machine is no fault of the code: what bounds time is the timeout of each test in pyproject.toml.
untimed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", untimed, max_examples=10, derandomize=True)
settings.register_profile("thorough", untimed, max_examples=100, derandomize=True)
settings.register_profile("explore", untimed, max_examples=300)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


# Garbage is looked for less often: most of what is alive here are the tests themselves, and they stay.
# They are not frozen, because hypothesis asks who refers to an object, and what is frozen never answers.
gc.set_threshold(50_000, 50)
