"""Report: results -> tables, figures, documents, and the sentences that go with them."""
