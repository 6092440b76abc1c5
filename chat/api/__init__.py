"""The public API: what the widget and other clients call, as `/openapi.json` describes it."""
