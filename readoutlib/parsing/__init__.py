"""From the text of one document to a Readout: who speaks in each sentence, and how we know."""
