"""Kafka as Waymark uses it: at least once, in order per key, offsets after acknowledgement."""
