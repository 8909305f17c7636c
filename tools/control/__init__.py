"""Control judged from the plant's truth: runs over a grid of garments and pumps, figures, golden traces."""
