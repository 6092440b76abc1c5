"""The actions of the stock set-up; its own Python runs them."""
