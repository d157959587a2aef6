"""Files as they were published -> what is wrong with them, and a mended copy."""
