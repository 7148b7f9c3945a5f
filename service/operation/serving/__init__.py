"""Running the service: one parent, and the children that live and end with it."""
