"""What is typed on the pages of the room; forms parse, the use cases decide."""
