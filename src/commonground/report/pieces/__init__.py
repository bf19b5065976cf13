"""What a document is made of: blocks, the checks as tables, and the words explained."""
