"""The page around the text: layout, date lines, language."""
