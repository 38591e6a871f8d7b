"""What tells of the talk: kind, place, participants, day."""
