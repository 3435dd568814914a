"""Plain values in, paper out: letters, registers, lists."""
