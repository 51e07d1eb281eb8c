"""HTTP as Waymark speaks it: problem details, limits, one way to serve."""
