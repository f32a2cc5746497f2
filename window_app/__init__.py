"""What the window does: commands, services, and what builds them."""

import logging

# Until a home takes what is logged, nothing is: Python would print it to the person.
logging.getLogger("window").addHandler(logging.NullHandler())
