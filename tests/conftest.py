"""The library as shipped, opened once for all tests."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

from inforce.law.edition import Image, build, library_root
from inforce.law.load.library import Loaded, load_library
from inforce.products.assess import Assessor

# The ordinary run draws a few hundred cases, the same ones each time; the nightly one many, and new ones.
settings.register_profile(
    "ordinary", max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
settings.register_profile("nightly", max_examples=5_000, deadline=None, suppress_health_check=list(HealthCheck))
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ordinary"))


@pytest.fixture(scope="session")
def image() -> Image:
    segments, problems = build(library_root())
    assert not problems, "\n".join(map(str, problems))
    return Image(segments)


@pytest.fixture(scope="session")
def assessor(image: Image) -> Assessor:
    return Assessor(image)


@pytest.fixture(scope="session")
def loaded() -> Loaded:
    """The library as written."""
    return load_library(library_root())
