"""`python -m anhui_assess` is the same as `anhui-assess`."""

import sys

from anhui_assess.cli import main

sys.exit(main())
