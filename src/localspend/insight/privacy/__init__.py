"""What an institution shares: lines, aggregates or nothing, and small cells that must not be worked out."""
