"""What PyInstaller has to know; it finds this by an entry point, and nothing else imports it."""

from pathlib import Path


def get_hook_dirs() -> list[str]:
    """Say where the hook is."""
    return [str(Path(__file__).parent)]
