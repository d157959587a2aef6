"""What `influence` stands on: shipped rules, decisions, contracts in force, and the mark of each payment."""
