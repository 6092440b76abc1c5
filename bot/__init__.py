"""The room that understands and steers the dialogue: Rasa 3.6.21 on Python 3.10, without TensorFlow."""
