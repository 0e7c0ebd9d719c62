"""Jobs about the map: journeys, reach, pictures of a case, and walks for those who suggest."""
