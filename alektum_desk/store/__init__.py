"""Tables, queries, keys, the journal: what is kept, and how it goes."""
