"""The public pages: server-rendered, usable without JavaScript."""
