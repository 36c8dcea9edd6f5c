"""Run the command as `python -m kz_bri_data`."""

import sys

from kz_bri_data.cli import main

sys.exit(main())
