"""What was bought: rules that people approve, from the publisher's own words to CPV divisions; else `unknown`."""
