"""What was bought, and who could supply it: approved rules, publishers' codes, words, activities; as CPV codes."""
