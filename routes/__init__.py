"""The portal's menu: one module or package per entry, and the machinery they share in routes/web."""
