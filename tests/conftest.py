"""Numeric libraries compute on one thread in tests, as they do in every command: several are far slower for us, the
more so where tests run side by side.
"""

import os

from threadpoolctl import threadpool_limits

from rhythm_fu.threads import ONE_THREAD

os.environ.update(ONE_THREAD)  # what is imported later, and other processes: pytest-xdist's are started after this
threadpool_limits(1)  # numpy, which pytest-randomly has imported before
