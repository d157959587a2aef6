"""What was bought, and who could supply it: rules that people approve, publishers' codes, words, activities; CPV codes."""
