"""The real program, killed over and over in the middle of its work.

`nursery` starts its lives, `life` is one of them, `siege` kills them and counts what stands in the channels at the end.
"""
