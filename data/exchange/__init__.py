"""How cases travel between terminals: batches, verdicts, scope; by wire, by file, by stick."""
