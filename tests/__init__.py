"""Tests: they mirror the packages; shared builders stand in `factories.py`."""
