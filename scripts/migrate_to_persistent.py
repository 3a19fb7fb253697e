"""The deployment guide's name for `./ted migrate`; options are passed on."""

import os
import sys

ted = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "ted")
os.execv(ted, [ted, "migrate", *sys.argv[1:]])
