"""What several insights stand on: tables of payments and firms in, facts about them out."""
