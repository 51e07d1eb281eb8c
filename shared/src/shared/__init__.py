"""What Waymark's services have in common: contracts, Kafka, HTTP, health, telemetry, privacy."""
