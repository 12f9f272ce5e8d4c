"""From facts to words: pages, messages, terms, in both languages."""
