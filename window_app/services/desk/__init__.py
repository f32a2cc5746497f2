"""The desk's own services: drafts, an intake as it is typed, the home, the one box."""
