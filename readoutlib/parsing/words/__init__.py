"""Words, sentences and quotations."""
