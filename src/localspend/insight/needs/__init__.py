"""What `shared-needs` stands on: rare words that two institutions write, and advice on buying together."""
