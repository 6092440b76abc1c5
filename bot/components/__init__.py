"""What we add to Rasa: the channel, the tracker cache and the understanding of German."""
