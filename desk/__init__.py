"""The coordinator's desk: server-rendered pages over ``casework``; see ``desk.app.create_app``."""
