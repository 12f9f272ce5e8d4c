"""Words in, words out: parse, call one verb of the façade, show, exit."""
