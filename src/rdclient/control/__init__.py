"""Change control: what is signed, what signatures count, what a change request comes to."""
