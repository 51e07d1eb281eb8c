"""Starting a Kafka of one's own."""

from uuid import UUID

from deploy.kafka import cluster_id


def test_a_cluster_id_is_never_taken_for_an_option() -> None:
    dashed, plain = UUID(int=0xF8 << 120), UUID(int=1)
    assert (
        cluster_id(iter([dashed, plain])) == cluster_id(iter([plain])) == "AAAAAAAAAAAAAAAAAAAAAQ"
    )
