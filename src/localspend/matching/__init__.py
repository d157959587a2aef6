"""A need and the firms that could meet it, with reasons; and what a firm could win. Facts are only shown."""
